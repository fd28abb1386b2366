"""The same Hatef at every start, another run each time."""

from pathlib import Path

from handoff.owner import new_owner


def test_another_run_of_the_same_hatef(tmp_path: Path) -> None:
    first, second = new_owner(tmp_path / "packets"), new_owner(tmp_path / "packets")
    assert first.house == second.house
    assert first.run != second.run
    assert str(first) == f"{first.house}-{first.run}"
    assert len(str(first)) <= 24  # its column


def test_a_hatef_that_was_moved_is_the_same_and_another_folder_is_another(tmp_path: Path) -> None:
    first = new_owner(tmp_path / "packets")
    (tmp_path / "packets").rename(tmp_path / "moved")
    assert new_owner(tmp_path / "moved").house == first.house
    assert new_owner(tmp_path / "other").house != first.house


def test_a_folder_that_took_nothing_at_the_first_start_and_does_later(tmp_path: Path) -> None:
    taken = tmp_path / "packets"
    taken.write_text("a file where the folder should be")
    first = new_owner(taken)
    taken.unlink()
    assert new_owner(taken).house == first.house


def test_a_file_of_nothing_or_of_nonsense_does_not_matter(tmp_path: Path) -> None:
    first = new_owner(tmp_path)
    for content in (b"", b"\xff\xfe"):
        (tmp_path / "house").write_bytes(content)
        assert new_owner(tmp_path).house == first.house
