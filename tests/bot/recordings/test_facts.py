"""What a recording says of itself."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.recordings.errors import KeyUnknown, RecordingBroken
from bot.recordings.facts import Facts, pack_facts, parse_facts, read_facts
from bot.recordings.vault import Part, VaultWriter
from tests.bot.recordings.made import FACTS, KEY, KEYS, OTHER_KEYS, kept_file, left_file
from voice.gateway.tap import Tap

ALL = Facts("c9", 1_700_000_000_123, 61_000, 2_900, 400, 20, handed=True, whole=True)


@pytest.mark.parametrize("facts", [FACTS, ALL])
def test_there_and_back(facts: Facts) -> None:
    assert parse_facts(pack_facts(facts)) == facts


def test_what_a_newer_hatef_adds_is_passed_over() -> None:
    assert parse_facts(pack_facts(ALL).replace(b"{", b'{"mood": 3, ', 1)) == ALL


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"call_id": "x"}'])
def test_what_says_nothing_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        parse_facts(raw)


def test_a_moment_is_aware() -> None:
    assert FACTS.started_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_counted_ticks_become_times() -> None:
    tap = Tap()
    tap.hushed, tap.dropped, tap.padded, tap.bridged_at = 5, 1, 1, 100
    counted = FACTS.counted(16_080, tap)
    assert (counted.length_ms, counted.hushed_ms, counted.dropped_ms, counted.bridged_ms) == (2010, 100, 40, 2000)


def test_a_whole_file_tells_all_at_its_end(tmp_path: Path) -> None:
    found = read_facts(kept_file(tmp_path, count=130), KEYS)
    assert (found.call_id, found.whole, found.length_ms) == ("c1", True, 2600)


def test_of_a_cut_one_what_can_be_heard_is_measured(tmp_path: Path) -> None:
    found = read_facts(left_file(tmp_path, count=130, consent_ms=1500), KEYS)
    assert (found.whole, found.length_ms, found.consent_ms) == (False, 2000, 1500)


def test_a_file_that_says_nothing_of_itself_is_broken(tmp_path: Path) -> None:
    vault = VaultWriter(tmp_path / "a", KEY)
    vault.close()
    with pytest.raises(RecordingBroken, match="it was cut"):
        read_facts(tmp_path / "a", KEYS)
    vault = VaultWriter(tmp_path / "b", KEY)
    vault.add(Part("sound", b"no sound"))
    vault.close()
    with pytest.raises(RecordingBroken, match="FLAC"):
        read_facts(tmp_path / "b", KEYS)


def test_another_key_tells_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyUnknown):
        read_facts(kept_file(tmp_path), OTHER_KEYS)
