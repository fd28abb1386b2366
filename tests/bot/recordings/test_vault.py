"""Locked files: whole, cut anywhere, changed anywhere, under a wrong key, on a full disk."""

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.recordings.errors import KeyUnknown, RecordingBroken
from bot.recordings.keys import Keyring
from bot.recordings.vault import HEAD_BYTES, Hold, Part, VaultReader, VaultWriter
from tests.bot.recordings.made import KEY, KEYS, OTHER_KEYS

PARTS = [Part("facts", b"{}"), Part("sound", b"one" * 100), Part("sound", b""), Part("facts", b"end", last=True)]


def written(path: Path, parts: list[Part] = PARTS) -> bytes:
    vault = VaultWriter(path, KEY)
    for part in parts:
        vault.add(part)
    vault.close()
    assert path.stat().st_size == vault.size
    return path.read_bytes()


def read(path: Path, keys: Keyring = KEYS) -> tuple[list[Part], VaultReader]:
    reader = VaultReader(path, keys)
    return list(reader.parts()), reader


def test_there_and_back(tmp_path: Path) -> None:
    written(tmp_path / "a")
    parts, reader = read(tmp_path / "a")
    assert parts == PARTS
    assert (reader.whole, reader.flaw) == (True, "")


def test_nothing_of_it_can_be_read_without_the_key(tmp_path: Path) -> None:
    raw = written(tmp_path / "a", [Part("sound", b"the caller says his name" * 10), *PARTS])
    assert b"caller" not in raw
    assert KEY.secret not in raw
    with pytest.raises(KeyUnknown) as told:
        read(tmp_path / "a", OTHER_KEYS)
    assert KEY.key_id in str(told.value)


def test_an_older_key_opens_too(tmp_path: Path) -> None:
    written(tmp_path / "a")
    assert read(tmp_path / "a", Keyring((*OTHER_KEYS.keys, *KEYS.keys)))[0] == PARTS


def test_two_files_of_the_same_content_have_nothing_in_common(tmp_path: Path) -> None:
    one, two = written(tmp_path / "a"), written(tmp_path / "b")
    assert one[HEAD_BYTES + 4 :] != two[HEAD_BYTES + 4 :]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        written(tmp_path / "a")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_one_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    written(tmp_path / "a")
    with pytest.raises(FileExistsError):
        VaultWriter(tmp_path / "a", KEY)
    assert read(tmp_path / "a")[0] == PARTS


@given(cut=st.integers(1, 500))
@settings(deadline=None, max_examples=60)
def test_cut_anywhere_it_can_be_read_up_to_the_last_whole_part(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a"
    raw = written(path)
    cut = min(cut, len(raw) - HEAD_BYTES)
    path.write_bytes(raw[:-cut])
    parts, reader = read(path)
    assert parts == PARTS[: len(parts)]
    assert len(parts) < len(PARTS)
    assert (reader.whole, reader.flaw) == (False, "it was cut")


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=80)
def test_a_changed_bit_is_noticed_and_what_is_before_it_is_kept(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("bit") / "a"
    raw = bytearray(written(path))
    raw[at % len(raw)] ^= 1 << bit
    path.write_bytes(bytes(raw))
    try:
        parts, reader = read(path)
    except (RecordingBroken, KeyUnknown):
        return
    assert parts == PARTS[: len(parts)]
    assert not reader.whole
    assert reader.flaw


def test_parts_of_another_file_or_in_another_order_are_not_taken(tmp_path: Path) -> None:
    sounds = [Part("sound", bytes([number]) * 10) for number in range(4)]
    one, two = written(tmp_path / "a", sounds), written(tmp_path / "b", sounds)
    size = (len(one) - HEAD_BYTES) // 4
    pieces = [one[HEAD_BYTES + size * n : HEAD_BYTES + size * (n + 1)] for n in range(4)]
    foreign = two[HEAD_BYTES + size : HEAD_BYTES + 2 * size]
    for order in ([0, 2, 1, 3], [0, 0, 1, 2], [1, 2, 3]):
        (tmp_path / "c").write_bytes(one[:HEAD_BYTES] + b"".join(pieces[n] for n in order))
        parts, reader = read(tmp_path / "c")
        assert parts == sounds[: len(parts)] and len(parts) <= 1
        assert "was changed" in reader.flaw
    (tmp_path / "c").write_bytes(one[:HEAD_BYTES] + pieces[0] + foreign + pieces[2])
    assert read(tmp_path / "c")[0] == sounds[:1]


def test_what_stands_behind_the_end_is_noticed(tmp_path: Path) -> None:
    raw = written(tmp_path / "a")
    (tmp_path / "a").write_bytes(raw + b"x")
    parts, reader = read(tmp_path / "a")
    assert (parts, reader.whole, reader.flaw) == (PARTS, False, "something stands behind its end")


@pytest.mark.parametrize("raw", [b"", b"HATEFREC", b"RIFF" + bytes(100), bytes(HEAD_BYTES)])
def test_what_is_no_recording_is_told(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a").write_bytes(raw)
    with pytest.raises(RecordingBroken, match="does not begin as one"):
        read(tmp_path / "a")


def test_an_absurd_length_fills_no_memory(tmp_path: Path) -> None:
    raw = written(tmp_path / "a")
    (tmp_path / "a").write_bytes(raw[:HEAD_BYTES] + b"\xff\xff\xff\xff" + bytes(100))
    assert read(tmp_path / "a")[1].flaw == "it was cut"


def test_a_part_that_the_disk_does_not_take_is_not_there_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk: the system writes a piece, and refuses the rest."""
    vault = VaultWriter(tmp_path / "a", KEY)
    vault.add(PARTS[0])
    real, left = os.write, [100]

    def full(handle: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        size = min(left[0], len(data))
        left[0] -= size
        return real(handle, bytes(data)[:size])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            vault.add(PARTS[1])
    assert read(tmp_path / "a")[0] == PARTS[:1]
    vault.add(PARTS[2])  # there is room again
    vault.close()
    assert [part.body for part in read(tmp_path / "a")[0]] == [PARTS[0].body, PARTS[2].body]


def test_a_file_that_is_being_written_is_held(tmp_path: Path) -> None:
    vault = VaultWriter(tmp_path / "a", KEY)
    with Hold(tmp_path / "a") as free:
        assert not free
    vault.close()
    with Hold(tmp_path / "a") as free:
        assert free
        with Hold(tmp_path / "a") as again:
            assert not again
