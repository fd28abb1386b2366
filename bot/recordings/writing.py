"""One recording on its way to the disk; belongs to the recorder's thread.

ticks ──▶ pieces of two seconds ──▶ FLAC ──▶ locked parts of «CALL.part» ──finish──▶ «CALL.hrec»
                                                          └──drop──▶ deleted
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.recordings.facts import Facts, pack_facts
from bot.recordings.keys import Key
from bot.recordings.sound import pack_sound
from bot.recordings.vault import Part, VaultWriter
from voice.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ
from voice.gateway.tap import Item, Tap, stereo

PIECE_SAMPLES = 2 * SAMPLE_RATE_HZ
"""What a kill loses at the most."""
PIECE_TICKS = PIECE_SAMPLES // FRAME_SAMPLES
DONE, UNDER_WAY = ".hrec", ".part"


class Writing:
    """Raises OSError wherever the disk takes no more; what was written before can be read."""

    def __init__(self, folder: Path, key: Key, facts: Facts) -> None:
        self.facts = facts
        self.path = folder / f"{facts.call_id}{UNDER_WAY}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.closed = False
        self._vault = VaultWriter(self.path, key)
        self._waiting: list[Item] = []
        self._ticks = 0  # that wait
        self._written = 0  # samples
        try:
            self._vault.add(Part("facts", pack_facts(facts)))
        except OSError:
            self.drop()
            raise

    @property
    def size(self) -> int:
        """Bytes."""
        return self._vault.size

    def feed(self, items: Iterable[Item]) -> None:
        """More of the call."""
        for item in _bounded(items):
            self._waiting.append(item)
            self._ticks += item if isinstance(item, int) else 1
            if self._ticks >= PIECE_TICKS:
                self._write()

    def consented(self, at_ms: int) -> None:
        """The caller was told whole, so long after the call came: the file may be kept, however it ends."""
        self.facts = replace(self.facts, consent_ms=at_ms)
        self._vault.add(Part("facts", pack_facts(self.facts)))

    def finish(self, tap: Tap, *, handed: bool) -> Path:
        """The call is over: the file gets its end, unless it was closed before, and its name."""
        if not self.closed and self._waiting:
            self._write()
        self.facts = replace(self.facts.counted(self._written, tap), handed=handed, whole=not self.closed)
        if not self.closed:
            self._vault.add(Part("facts", pack_facts(self.facts), last=True))
            self.close()
        return keep_file(self.path)

    def close(self) -> None:
        """Leave the file as it is: it was cut."""
        self.closed = True
        self._vault.close()

    def drop(self) -> None:
        """Delete it."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        sound = stereo(self._waiting)
        self._waiting.clear()
        self._ticks = 0
        self._vault.add(Part("sound", pack_sound(sound)))
        self._written += len(sound)


def keep_file(path: Path) -> Path:
    """Give a file under way the name of one that is kept."""
    kept = path.with_suffix(DONE)
    os.replace(path, kept)
    return kept


def _bounded(items: Iterable[Item]) -> Iterable[Item]:
    """No stretch of silence longer than a piece: a machine that slept for a night must not fill the memory."""
    for item in items:
        if not isinstance(item, int):
            yield item
            continue
        yield from [PIECE_TICKS] * (item // PIECE_TICKS)
        if rest := item % PIECE_TICKS:
            yield rest
