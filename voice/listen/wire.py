"""Messages between a listener and its session in a worker process, one per SOCK_SEQPACKET packet.

To the worker: "F", the arrival time (a double) and the PCM; "P" and the same of what we sent; or "C" and a JSON
command. From it: "E" and a JSON event.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    LanguageFit,
    ListenerLost,
    ListenEvent,
    NoInput,
    Partial,
    SpeechStarted,
    Utterance,
    Word,
)
from voice.listen.recogniser import Kind

_FRAME = struct.Struct("<cd")


@dataclass(frozen=True, slots=True)
class Frame:
    """Sound of the caller: s16 PCM at 8 kHz, and when it arrived (time.monotonic, s)."""

    at_s: float
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """Sound of the bot, 20 ms, on its way to the caller: its echo comes back in the frames that follow."""

    at_s: float
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Expect:
    """Arm the next turn; every event that answers to it carries its number."""

    kind: Kind
    no_input_ms: int
    end_silence_ms: int
    max_speech_ms: int
    digit_count: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Playing:
    """The bot speaks, or has ended."""

    on: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """Another language from here on."""

    language: str


Command = Expect | Playing | Switch
_FLAT = (SpeechStarted, BargeInSuspected, BargeInConfirmed, BargeInWithdrawn, Partial, NoInput, ListenerLost)
_EVENTS: dict[str, Callable[..., ListenEvent]] = {kind.__name__: kind for kind in _FLAT}
_COMMANDS: dict[str, type[Command]] = {kind.__name__: kind for kind in (Expect, Playing, Switch)}


def pack_frame(at_s: float, pcm: bytes) -> bytes:
    """A frame as a packet; called on the media thread, 50 times a second a call."""
    return _FRAME.pack(b"F", at_s) + pcm


def pack_sent(at_s: float, pcm: bytes) -> bytes:
    """A frame of the bot's as a packet; called on the media thread, 50 times a second while the bot speaks."""
    return _FRAME.pack(b"P", at_s) + pcm


def pack_command(command: Command) -> bytes:
    """A command as a packet."""
    return b"C" + _packed(command)


def unpack(packet: bytes) -> Frame | Sent | Command:
    """What a packet to the worker says."""
    if packet[:1] in b"FP":
        _, at_s = _FRAME.unpack_from(packet)
        kind = Frame if packet[:1] == b"F" else Sent
        return kind(at_s, packet[_FRAME.size :])
    name, facts = _unpacked(packet)
    return _COMMANDS[name](**facts)


def pack_event(event: ListenEvent) -> bytes:
    """An event as a packet."""
    return b"E" + _packed(event)


def unpack_event(packet: bytes) -> ListenEvent:
    """The event in a packet from the worker."""
    name, facts = _unpacked(packet)
    if name == "Utterance":
        words = tuple(Word(**word) for word in facts.pop("words"))
        fit = facts.pop("fit")
        return Utterance(words=words, fit=fit and LanguageFit(**fit), **facts)
    return _EVENTS[name](**facts)


def _packed(message: Command | ListenEvent) -> bytes:
    return json.dumps([type(message).__name__, asdict(message)]).encode()


def _unpacked(packet: bytes) -> tuple[str, dict[str, Any]]:
    name, facts = json.loads(packet[1:])
    return name, facts
