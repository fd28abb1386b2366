"""What is put by is there when the disk is full, and is put by again when it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.reserve import PIECE, SIZE, Reserve
from handoff.spill import Spill
from tests.faults import fill, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 2 << 20) as disk:
        yield disk


def test_on_a_full_disk_handoffs_are_kept_at_the_price_of_the_reserve(disk: Path) -> None:
    spill = Spill(disk / "packets")
    spill.reserve.fill()
    fill(disk)
    written = 0
    with pytest.raises(OSError, match="space"):
        while True:
            spill.write(f"{written:03}", "x" * 3_000)
            written += 1
    assert written >= SIZE // PIECE * 10
    assert len(spill.names()) == written
    assert (disk / "packets" / "reserve").stat().st_size == 0


def test_it_is_put_by_again_when_there_is_room(disk: Path) -> None:
    reserve = Reserve(disk / "packets" / "reserve")
    taken = fill(disk)
    reserve.fill()
    with pytest.raises(OSError, match="space"):
        reserve.spend(lambda: (disk / "more").write_text("x" * 100))
    taken.unlink()
    for _ in range(2):
        reserve.fill()
        assert (disk / "packets" / "reserve").stat().st_size == SIZE


def test_an_error_of_another_kind_costs_nothing(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve")
    reserve.fill()
    with pytest.raises(FileNotFoundError):
        reserve.spend((tmp_path / "none").read_bytes)
    assert (tmp_path / "reserve").stat().st_size == SIZE


def test_a_place_that_cannot_be_is_no_reserve(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Reserve(tmp_path / "file" / "reserve").fill()
