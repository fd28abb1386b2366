"""Unpacking zips: good ones, damaged ones, and ones that mean harm."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from voice.models.published import unpack
from voice.models.published.errors import ArchiveBroken
from voice.models.published.unpack import unpack_zip


def packed(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in" / "model"


@pytest.mark.parametrize("top", ["", "model-1.0/"])
def test_the_one_folder_at_the_top_is_left_out(tmp_path: Path, target: Path, top: str) -> None:
    archive = packed(tmp_path / "a.zip", {f"{top}am/final.mdl": b"1", f"{top}README": b"2"})
    unpack_zip(archive, target)
    assert (target / "am/final.mdl").read_bytes() == b"1"
    assert (target / "README").read_bytes() == b"2"


def test_several_folders_at_the_top_stay(tmp_path: Path, target: Path) -> None:
    unpack_zip(packed(tmp_path / "a.zip", {"am/x": b"1", "conf/y": b"2"}), target)
    assert sorted(path.name for path in target.iterdir()) == ["am", "conf"]


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/x", "a/../x", "..", "a\\..\\x", "C:\\x", "C:/x", "a/b:stream"]
)
def test_nothing_is_written_outside(tmp_path: Path, target: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    archive = packed(tmp_path / "bad.zip", {"a/ok": b"1", name: b"2"})
    with pytest.raises(ArchiveBroken, match="outside its folder"):
        unpack_zip(archive, target)
    assert sorted(set(tmp_path.rglob("*")) - {archive}) == before


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(tmp_path: Path, target: Path, kind: int) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as zipped:
        entry = zipfile.ZipInfo("a/link")
        entry.external_attr = (kind | 0o777) << 16
        zipped.writestr(entry, "/etc")
    with pytest.raises(ArchiveBroken, match="a link or a device"):
        unpack_zip(tmp_path / "bad.zip", target)


def test_a_zip_bomb_is_refused_before_a_byte_is_written(tmp_path: Path, target: Path) -> None:
    archive = packed(tmp_path / "bomb.zip", {"a": bytes(unpack.SMALL_BYTES + 1)})
    with pytest.raises(ArchiveBroken, match="zip bomb"):
        unpack_zip(archive, target)
    assert not target.exists()


def test_a_lie_about_the_size_gains_nothing(tmp_path: Path, target: Path) -> None:
    """The central directory says 10 bytes of an entry that grows to 10 MB."""
    archive = packed(tmp_path / "lie.zip", {"a/b": bytes(10**7)})
    raw = archive.read_bytes()
    archive.write_bytes(raw.replace(struct.pack("<I", 10**7), struct.pack("<I", 10)))
    with pytest.raises(ArchiveBroken, match="damaged"):
        unpack_zip(archive, target)
    assert not target.exists()


def test_far_too_many_entries_are_refused(tmp_path: Path, target: Path) -> None:
    archive = packed(tmp_path / "many.zip", {str(number): b"" for number in range(unpack.MOST_FILES + 1)}, 0)
    with pytest.raises(ArchiveBroken, match="more than any model has"):
        unpack_zip(archive, target)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(tmp_path: Path, target: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as zipped:
        zipped.writestr("a/b", b"1")
        zipped.writestr("a/b", b"2")
    with pytest.raises(ArchiveBroken, match="same name twice"):
        unpack_zip(tmp_path / "bad.zip", target)


def test_a_zip_cut_off_is_told(tmp_path: Path, target: Path) -> None:
    archive = packed(tmp_path / "cut.zip", {"a/b": bytes(range(256)) * 100}, 0)
    archive.write_bytes(archive.read_bytes()[:-50])
    with pytest.raises(ArchiveBroken, match=r"cut\.zip cannot be unpacked: .*cut off"):
        unpack_zip(archive, target)


def test_one_wrong_byte_is_told_and_leaves_nothing(tmp_path: Path, target: Path) -> None:
    archive = packed(tmp_path / "flip.zip", {"a/b": b"x" * 1000, "a/c": b"y"}, 0)
    raw = bytearray(archive.read_bytes())
    raw[500] ^= 1
    archive.write_bytes(raw)
    with pytest.raises(ArchiveBroken, match="CRC"):
        unpack_zip(archive, target)
    assert not target.exists()


def test_a_file_where_a_folder_must_be_is_told(tmp_path: Path, target: Path) -> None:
    archive = packed(tmp_path / "bad.zip", {"a/b": b"1", "a/b/c": b"2"})
    with pytest.raises(ArchiveBroken):
        unpack_zip(archive, target)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"<html>log in</html>", b"RIFF0000WAVE"])
def test_what_is_no_zip_is_told(tmp_path: Path, target: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(ArchiveBroken, match="no zip file"):
        unpack_zip(tmp_path / "x.zip", target)
