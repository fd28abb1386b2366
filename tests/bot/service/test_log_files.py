"""Log files that a child writes on while they are rotated."""

import asyncio
import stat
from pathlib import Path

import pytest

from bot.service.log_files import keep_small, rotate, rotate_all
from bot.tasks import call_off


def parts(path: Path) -> list[str]:
    return [part.read_text() for part in (path, *(Path(f"{path}.{n}") for n in (1, 2, 3, 4))) if part.exists()]


def test_the_writer_goes_on_in_the_small_file(tmp_path: Path) -> None:
    path = tmp_path / "rasa.log"
    with path.open("ab", buffering=0) as child:
        for number in range(6):
            child.write(f"{number}".encode() * 20)
            assert rotate(path, most_bytes=10, kept=3)
        child.write(b"last")
        assert not rotate(path, most_bytes=10, kept=3)
    assert parts(path) == ["last", "5" * 20, "4" * 20, "3" * 20]


def test_nobody_else_may_read_the_old_part(tmp_path: Path) -> None:
    path = tmp_path / "rasa.log"
    path.write_text("x" * 20)
    path.chmod(0o600)
    rotate(path, most_bytes=10)
    assert stat.S_IMODE(Path(f"{path}.1").stat().st_mode) == 0o600


def test_one_that_cannot_be_rotated_is_told_and_the_others_are(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.log").symlink_to("a.log")  # of which nothing can be told
    (tmp_path / "b.log").write_text("x" * 20)
    rotate_all(tmp_path, most_bytes=10)
    assert "a.log" in caplog.text
    assert (tmp_path / "b.log").read_text() == ""


async def test_it_goes_on_while_we_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.log_files.rotate_all", rotate_all_small)
    task = asyncio.create_task(keep_small(tmp_path, look_s=0.01))
    for _ in range(2):
        (tmp_path / "a.log").write_text("x" * 20)
        async with asyncio.timeout(5):
            while (tmp_path / "a.log").stat().st_size:
                await asyncio.sleep(0.01)
    await call_off(task)


def rotate_all_small(folder: Path) -> None:
    rotate_all(folder, most_bytes=10)
