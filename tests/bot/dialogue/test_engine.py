"""The dialogue engine's start: what is missing is told, a server that holds no conversation is refused."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.dialogue.engine import PROOF, _acts, newest_model, open_dialogue
from bot.errors import StartError
from bot.settings.sections import DialogueSection
from bot.settings.settings import Settings
from bot.skills.runtime.registry import discover
from nlu.training.rasa_environment import free_port


class OtherServer(BaseHTTPRequestHandler):
    """Something that speaks HTTP but is not Rasa with our connector."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def other_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), OtherServer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_a_trained_model_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no trained Rasa model; run: make train"):
        newest_model(Settings(home=tmp_path))


async def test_nobody_at_the_url_is_told(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(StartError, match="does not hold a conversation"):
        async with open_dialogue(Settings(home=tmp_path, dialogue=DialogueSection(url=url)), tmp_path):
            pass


async def test_another_server_at_the_url_is_told(tmp_path: Path, other_server: str) -> None:
    with pytest.raises(StartError, match="'messages' is missing"):
        async with open_dialogue(Settings(home=tmp_path, dialogue=DialogueSection(url=other_server)), tmp_path):
            pass


async def test_the_action_server_is_asked_for_an_action_that_it_has(other_server: str) -> None:
    assert PROOF in discover()
    assert await _acts(f"{other_server}/webhook")
    assert not await _acts(f"http://127.0.0.1:{free_port()}/webhook")
