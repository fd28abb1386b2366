r"""What a manager interface says and is told, as bytes; pure.

    Asterisk Call Manager/11.0.0\r\n                 once, the banner
    Event: QueueCallerJoin\r\nQueue: support\r\n\r\n  messages: fields by line, an empty line behind each

Bytes come in any portions. What is longer than a PBX would ever send is no message: a far side without end fills no
memory.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from handoff.acd.ami.errors import AmiGarbled, AmiUnsafe

BANNER = b"Asterisk Call Manager"
MESSAGE_MOST = 65_536
"""Bytes; the longest that a PBX sends (a channel with all its variables) have a few thousand."""
FIELDS_MOST = 1_024
END = b"\n\n"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
VALUE_MOST = 1_024
"""Asterisk cuts a line at about that length."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event or answer: its fields in their order. A name may come more than once, in any case of its letters."""

    fields: tuple[tuple[str, str], ...]
    _first: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Looked up often: a PBX tells hundreds of events a second."""
        object.__setattr__(self, "_first", {name.lower(): value for name, value in reversed(self.fields)})

    def get(self, name: str) -> str:
        """The first value under `name`, "" where there is none."""
        return self._first.get(name.lower(), "")

    def number(self, name: str) -> int:
        """The value as a whole number; 0 where it is none."""
        text = self.get(name).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0

    @property
    def variables(self) -> Mapping[str, str]:
        """Variables of the channel that the PBX was told to send with its events (`channelvars` in manager.conf)."""
        pairs = (value.partition("=") for key, value in self.fields if key.lower().startswith("chanvariable"))
        return {name: value for name, _, value in pairs}

    @property
    def event(self) -> str:
        """The name of an event; "" of an answer."""
        return self.get("Event")

    @property
    def action_id(self) -> str:
        """Whose answer it is."""
        return self.get("ActionID")


class Parser:
    """Bytes as they come, messages out of them; one connection's.

    `wanted`: the events that somebody wants to hear of, None: all. Others are passed over unread, but for answers.
    """

    def __init__(self, wanted: Collection[str] | None = None, *, message_most: int = MESSAGE_MOST) -> None:
        self._wanted = None if wanted is None else frozenset(name.encode() for name in wanted)
        self._message_most = message_most
        self._rest = b""  # with line ends as \n alone
        self._half = b""  # of a line end that is cut in two
        self._greeted = False

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes. Raises AmiGarbled, and is of no use after it."""
        data = self._half + data
        self._half = b"\r" if data.endswith(b"\r") else b""
        self._rest += data.removesuffix(b"\r").replace(b"\r\n", b"\n")
        if not self._greeted and not self._greet():
            return []
        messages, begin = [], 0
        while (end := self._rest.find(END, begin)) >= 0:
            if end - begin > self._message_most:
                break
            whole, begin = self._rest[begin:end], end + len(END)
            if self._unwanted(whole):
                continue
            if message := _message(whole):
                messages.append(message)
        self._rest = self._rest[begin:]
        if len(self._rest) > self._message_most + len(END):
            raise AmiGarbled(f"a message without end came, over {self._message_most} bytes")
        return messages

    def _unwanted(self, raw: bytes) -> bool:
        if self._wanted is None or not raw.startswith(b"Event: "):
            return False
        name, _, rest = raw[7:].partition(b"\n")
        return name not in self._wanted and b"ActionID:" not in rest

    def _greet(self) -> bool:
        banner, newline, rest = self._rest.partition(b"\n")
        begun = BANNER if newline else BANNER[: len(banner)]
        if not banner.startswith(begun) or len(banner) > VALUE_MOST:
            raise AmiGarbled("who answers there is no Asterisk manager")
        if newline:
            self._greeted, self._rest = True, rest
        return self._greeted


def _message(raw: bytes) -> Message | None:
    fields = []
    for line in raw.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.append((name.strip(), value.strip()))
        if len(fields) > FIELDS_MOST:
            raise AmiGarbled(f"a message of more than {FIELDS_MOST} fields came")
    return Message(tuple(fields)) if fields else None


def pack(action: str, fields: Mapping[str, str], action_id: str) -> bytes:
    """One action. Raises AmiUnsafe where a value would begin a line of its own."""
    told = {"Action": action, "ActionID": action_id, **fields}
    lines = [f"{_name(name)}: {_value(name, value)}\r\n" for name, value in told.items()]
    return "".join([*lines, "\r\n"]).encode()


def _name(name: str) -> str:
    if NAME.fullmatch(name) is None:
        raise AmiUnsafe("the name of a field")
    return name


def _value(name: str, value: str) -> str:
    if UNSAFE.search(value) or len(value.encode("utf-8", "replace")) > VALUE_MOST:
        raise AmiUnsafe(name)
    return value.encode("utf-8", "replace").decode()
