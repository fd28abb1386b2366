"""Messages between the speaker and a synthesiser process, one per SOCK_SEQPACKET packet.

To the worker: "S" say, "X" never mind. From it: "A" sound, "L" what is left, "Z" all said, "!" failed. Each carries the
job's number.
"""

import json
import struct
from dataclasses import dataclass

_HEAD = struct.Struct("<cI")
MOST_PCM = 16 * 1024


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text` with the voice of `language`."""

    job: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Nobody listens to this job any more."""

    job: int


@dataclass(frozen=True, slots=True)
class Sound:
    """Some more 8 kHz s16 PCM."""

    job: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """The sound of all before `text` is out; `text` itself, a sentence a line, is still to be said."""

    job: int
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """The job is done."""

    job: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The job broke; the process lives on."""

    job: int
    why: str


Message = Say | Forget | Sound | Left | Said | Failed


def pack(message: Message) -> bytes:
    """A message as a packet."""
    match message:
        case Say(job, language, text):
            return _HEAD.pack(b"S", job) + json.dumps([language, text], ensure_ascii=False).encode()
        case Forget(job):
            return _HEAD.pack(b"X", job)
        case Sound(job, pcm):
            return _HEAD.pack(b"A", job) + pcm
        case Left(job, text):
            return _HEAD.pack(b"L", job) + text.encode()
        case Said(job):
            return _HEAD.pack(b"Z", job)
        case Failed(job, why):
            return _HEAD.pack(b"!", job) + why.encode()


def unpack(packet: bytes) -> Message:
    """The message in a packet."""
    tag, job = _HEAD.unpack_from(packet)
    body = packet[_HEAD.size :]
    if tag == b"S":
        language, text = json.loads(body)
        return Say(job, language, text)
    if tag == b"X":
        return Forget(job)
    if tag == b"A":
        return Sound(job, body)
    if tag == b"L":
        return Left(job, body.decode())
    return Said(job) if tag == b"Z" else Failed(job, body.decode())
