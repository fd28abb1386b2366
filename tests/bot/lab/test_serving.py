"""A server of its own process: on another port where the chosen one was taken in the meantime."""

import socket
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.lab.serving import serving
from bot.settings.settings import load_settings
from nlu.training.rasa_environment import free_port


async def test_another_port_is_chosen_only_where_the_first_was_taken(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    settings = load_settings(tmp_path / "config.yml")  # without models: it cannot start on any port
    with socket.create_server(("127.0.0.1", 0)) as other:
        chosen = [other.getsockname()[1], free_port()]
        left = list(chosen)
        with pytest.raises(StartError, match="ended before it was ready"):
            async with serving(settings, tmp_path / "state", {}, lambda: left.pop(0)):
                pass
    assert left == []
    assert f"port: {chosen[1]}" in (tmp_path / "state" / "config.yml").read_text(encoding="utf-8")
