"""What a recogniser process asks of the second pass's process, and the answer: one SOCK_SEQPACKET packet each.

The sound of a turn (up to 480 kB) does not fit into a packet: it comes as a file in memory, whose descriptor the packet
carries.
"""

import json
import os
from dataclasses import asdict, dataclass

from voice.events import LanguageFit, Word
from voice.listen.recogniser import Clues, Kind, RecognisedText


@dataclass(frozen=True, slots=True)
class Ask:
    """Read a turn. `call` and `number` come back with the answer; a newer number takes an older one's place."""

    call: int
    number: int
    language: str
    kind: Kind
    until_s: float
    """Nobody waits for the answer any more after this (time.monotonic)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`heard` is None where the turn was not read: too late, or a language that cannot be read."""

    call: int
    number: int
    heard: RecognisedText | None


def pack_ask(ask: Ask) -> bytes:
    """An ask as a packet; the sound travels beside it."""
    return json.dumps(asdict(ask)).encode()


def unpack_ask(packet: bytes) -> Ask:
    """The ask in a packet."""
    return Ask(**json.loads(packet))


def pack_answer(answer: Answer) -> bytes:
    """An answer as a packet."""
    return json.dumps(asdict(answer)).encode()


def unpack_answer(packet: bytes) -> Answer:
    """The answer in a packet."""
    facts = json.loads(packet)
    heard = facts.pop("heard")
    if heard is None:
        return Answer(heard=None, **facts)
    words = tuple(Word(**word) for word in heard.pop("words"))
    clues, fit = heard.pop("clues"), heard.pop("fit")
    text = RecognisedText(words=words, clues=clues and Clues(**clues), fit=fit and LanguageFit(**fit), **heard)
    return Answer(heard=text, **facts)


def sound_file(pcm: bytes) -> int:
    """A descriptor of a file in memory that holds `pcm`; the caller closes it. Raises OSError."""
    fd = os.memfd_create("turn", os.MFD_CLOEXEC)
    try:
        written = 0
        while written < len(pcm):
            written += os.write(fd, pcm[written:])
    except OSError:
        os.close(fd)
        raise
    return fd


def sound_of(fd: int) -> bytes:
    """What `sound_file` wrote; closes the descriptor."""
    with os.fdopen(fd, "rb") as file:
        file.seek(0)
        return file.read()
