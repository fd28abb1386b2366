"""JSON lines in, JSON lines out; see the package."""

import json
import os
import queue
import sys
import threading
from typing import Any

from voice.softphone.phone import BadCommand, Phone

POLL_MS = 10


MOST_LINES = 1_000
"""Commands that wait; who writes more waits himself."""


def main() -> None:
    """Run until `quit` or the end of stdin."""
    events = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever the C library prints must not land between the events

    def write(event: dict[str, Any]) -> None:
        events.write(json.dumps(event, ensure_ascii=False) + "\n")

    lines: queue.Queue[str] = queue.Queue(MOST_LINES)
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    sys.setswitchinterval(0.0005)
    phone = Phone(write)
    while not phone.done:
        phone.work(POLL_MS)
        while not lines.empty() and not phone.done:
            _obey(phone, lines.get())
    phone.close()
    phone.emit("bye")
    events.flush()
    os._exit(0)  # pjsua2 objects must not meet the interpreter's own shutdown


def _read(lines: "queue.Queue[str]") -> None:
    for line in sys.stdin:
        lines.put(line)
    lines.put('{"do": "quit"}')


def _obey(phone: Phone, line: str) -> None:
    if not line.strip():
        return
    try:
        command = json.loads(line)
        if not isinstance(command, dict):
            raise BadCommand("a command is one JSON object a line")
        phone.do(command)
    except (json.JSONDecodeError, BadCommand) as error:
        phone.emit("error", message=str(error))


if __name__ == "__main__":
    main()
