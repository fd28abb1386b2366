"""A trained model, a small action server and a running Rasa server for the tests of this room."""

import asyncio
import json
import socket
import subprocess
import threading
from collections.abc import Callable, Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.crm.model import Crm
from bot.crm.services.opening import open_services
from bot.dialogue.rasa_server import RasaServer
from bot.skills.flows.in_use import load_flows
from bot.skills.flows.run import take_turn
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Action, Tools, discover
from bot.skills.runtime.tracker import Tracker, parse_tracker
from handoff.reasons import Reason
from nlu.training.rasa_environment import environment, rasa_python
from nlu.training.train import Sources, train

HOME = Path(__file__).resolve().parents[1]
SERVICES = open_services(HOME / "data", {})
"""What the flows ask; nobody answers, and nobody knows who calls."""
FLOWS = load_flows(HOME / "data", SERVICES.services)
NAMES = set(discover())
TOKEN = "a token for tests"


def answer(body: dict[str, Any]) -> dict[str, Any]:
    """What the little bot's actions do: each says its own name; flows are walked as ever."""
    tracker = parse_tracker(body["tracker"])
    actions = {name: stand_in(name) for name in NAMES}
    tools = Tools(cast(Crm, Nobody()), {}, services=SERVICES, flows=FLOWS, actions=actions)
    wanted = take_turn if body["next_action"] == take_turn.name else stand_in(body["next_action"])
    return asyncio.run(done(wanted, tracker, tools)).as_json()


async def done(wanted: Action, tracker: Tracker, tools: Tools) -> Answer:
    return await wanted.run(tracker, tools)


def stand_in(name: str) -> Action:
    """An action that says its name, and for which order it is asked."""

    async def run(tracker: Tracker, tools: Tools) -> Answer:
        number = tracker.text_slot("order_number")
        if name == "validate_order_number":
            return checked([str(one) for one in tracker.slots["candidates"]])
        said = Answer().say(f"{name} {number}" if name == "action_tell_order_status" else name)
        if name == "action_hand_off":
            return said.hand_off(Reason.ASKED_FOR_HUMAN)
        return said.hang_up() if name == "action_goodbye" else said

    return Action(name, run)


def checked(numbers: list[str]) -> Answer:
    """Every number is an order's but those that begin with a nine."""
    known = next((one for one in numbers if not one.startswith("9")), None)
    return Answer().say("wrong_number") if known is None else Answer().set_slot("order_number", known)


class Nobody:
    """Records that know no one."""

    async def customer_by_number(self, number: str) -> None:
        return None


class Actions(BaseHTTPRequestHandler):
    """Rasa's action protocol: POST {next_action, sender_id, tracker} -> {events, responses}."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        broken = body["sender_id"].startswith("broken-actions")
        out = b"{}" if broken else json.dumps(answer(body)).encode()
        self.send_response(500 if broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="session")
def actions_url() -> Iterator[str]:
    """A running action server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Actions)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/webhook"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the shipped data; trained once, kept in var/."""
    if not rasa_python().is_file():
        pytest.skip("the Rasa environment is not built (make setup)")
    return train(Sources(HOME / "config.yml", HOME / "data"), HOME / "var")


class Loop:
    """An event loop in a thread of its own, so that one server serves many tests."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=300)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture(scope="session")
def loop_thread() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def rasa(
    model: Path, actions_url: str, loop_thread: Loop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaServer]:
    """A ready Rasa server that uses the little action server."""
    server = RasaServer(tmp_path_factory.mktemp("rasa"), model, actions_url, token=TOKEN)
    loop_thread.run(server.start())
    yield server
    loop_thread.run(server.stop())


Turn = Callable[..., dict[str, Any]]


@pytest.fixture
def turn(rasa: RasaServer) -> Iterator[Turn]:
    """Send one turn: turn(call, text, **metadata) -> the connector's JSON."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=rasa.url, headers=headers, trust_env=False, timeout=30) as http:

        def send(call: str, text: str = "", **metadata: object) -> dict[str, Any]:
            body = {"sender": call, "text": text, "metadata": metadata}
            reply = http.post("/webhooks/hatef/webhook", json=body)
            assert reply.status_code == 200, reply.text
            found: dict[str, Any] = reply.json()
            return found

        yield send


RASA_CHILD = """
import contextlib, io, json, sys, traceback
answers = sys.stdout
for line in sys.stdin:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {"__name__": "__main__"})
        answer = {"result": json.loads(printed.getvalue().splitlines()[-1])}
    except BaseException:
        answer = {"failed": traceback.format_exc()}
    print(json.dumps(answer), file=answers, flush=True)
"""
"""Runs one piece of code after another: importing Rasa takes longer than all of them."""


@pytest.fixture(scope="session")
def in_rasa() -> Iterator[Callable[[str], Any]]:
    """Run Python code in the Rasa environment; it prints JSON as its last line, which is given back."""
    python = rasa_python()
    if not python.is_file():
        pytest.skip("the Rasa environment is not built (make setup)")
    command = [str(python), "-W", "ignore", "-c", RASA_CHILD]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, cwd=HOME, env=environment(PYTHONPATH=str(HOME)), **pipes) as child:  # type: ignore[call-overload]

        def run(code: str) -> Any:
            child.stdin.write(json.dumps(code) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
            assert line, f"the Rasa child ended with {child.wait()}"
            answer = json.loads(line)
            assert "failed" not in answer, answer["failed"]
            return answer["result"]

        yield run
        child.stdin.close()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        yield int(busy.getsockname()[1])
