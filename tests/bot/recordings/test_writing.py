"""From ticks to a locked file, piece by piece."""

from pathlib import Path

import numpy as np

from bot.recordings.facts import read_facts
from bot.recordings.sound import parse_sound
from bot.recordings.vault import VaultReader
from bot.recordings.writing import DONE, PIECE_TICKS, UNDER_WAY, Writing
from tests.bot.recordings.made import FACTS, KEY, KEYS, numbers, ticks
from voice.gateway.tap import Stereo, Tap


def sound_of(path: Path) -> list[Stereo]:
    return [parse_sound(part.body) for part in VaultReader(path, KEYS).parts() if part.kind == "sound"]


def test_every_sample_arrives_in_its_place(tmp_path: Path) -> None:
    writing = Writing(tmp_path, KEY, FACTS)
    for first in range(1, 250, 7):  # as the thread takes them, a few at a time
        writing.feed(ticks(min(7, 250 - first), first))
    path = writing.finish(Tap(), handed=True)
    assert path == tmp_path / f"c1{DONE}"
    assert numbers(np.concatenate(sound_of(path))) == [(n, n + 1000) for n in range(1, 250)]
    facts = read_facts(path, KEYS)
    assert (facts.length_ms, facts.whole, facts.handed) == (249 * 20, True, True)
    assert facts == writing.facts


def test_what_is_under_way_can_be_read_up_to_its_last_piece(tmp_path: Path) -> None:
    """As a killed Hatef leaves it: two seconds are lost at the most."""
    writing = Writing(tmp_path, KEY, FACTS)
    writing.feed(ticks(3 * PIECE_TICKS - 1))
    assert writing.path == tmp_path / f"c1{UNDER_WAY}"
    assert [len(piece) for piece in sound_of(writing.path)] == [16_000, 16_000]
    writing.drop()


def test_a_night_of_silence_does_not_fill_the_memory(tmp_path: Path) -> None:
    writing = Writing(tmp_path, KEY, FACTS)
    writing.feed([*ticks(1), 3 * PIECE_TICKS + 5, *ticks(1, first=2)])
    path = writing.finish(Tap(), handed=False)
    pieces = sound_of(path)
    assert all(len(piece) <= 2 * 16_000 for piece in pieces)
    assert numbers(np.concatenate(pieces)) == [(1, 1001), *[(0, 0)] * (3 * PIECE_TICKS + 5), (2, 1002)]


def test_consent_stands_in_the_file_at_once(tmp_path: Path) -> None:
    writing = Writing(tmp_path, KEY, FACTS)
    writing.consented(2345)
    assert read_facts(writing.path, KEYS).consent_ms == 2345
    writing.drop()


def test_what_the_tap_lost_is_told(tmp_path: Path) -> None:
    tap = Tap()
    tap.dropped, tap.padded, tap.hushed = 2, 3, 10
    writing = Writing(tmp_path, KEY, FACTS)
    writing.finish(tap, handed=False)
    assert (writing.facts.dropped_ms, writing.facts.hushed_ms) == (100, 200)


def test_dropped_means_gone(tmp_path: Path) -> None:
    writing = Writing(tmp_path, KEY, FACTS)
    writing.feed(ticks(300))
    writing.drop()
    assert list(tmp_path.iterdir()) == []
    writing.drop()  # harmless


def test_one_that_was_cut_is_kept_as_far_as_it_came(tmp_path: Path) -> None:
    writing = Writing(tmp_path, KEY, FACTS)
    writing.feed(ticks(150))
    writing.close()
    path = writing.finish(Tap(), handed=False)
    assert path.suffix == DONE
    assert (writing.facts.whole, writing.facts.length_ms) == (False, 2000)
    assert read_facts(path, KEYS).length_ms == 2000


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    writing = Writing(tmp_path / "deep" / "folder", KEY, FACTS)
    assert (tmp_path / "deep" / "folder").stat().st_mode & 0o077 == 0
    writing.drop()
