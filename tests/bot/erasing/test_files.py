"""The folders behind the database: his lines and files go, everybody else's stay, byte for byte."""

from pathlib import Path

import pytest

from bot.erasing.files import FilesGone, SpillFolders
from bot.erasing.person import by_number, person
from tests.bot.erasing.life import HERS, HIS, SPELLINGS, Life

IS_HIM = by_number(person(HIS))


@pytest.fixture
def folders(life: Life) -> SpillFolders:
    return SpillFolders(life.home)


def test_empty_folders(folders: SpillFolders) -> None:
    assert folders.calls_of(IS_HIM) == frozenset()
    assert folders.erase(IS_HIM, {"c1"}, {"p1"}, dry=False) == FilesGone()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_his_calls_are_known_from_lines_and_handoffs(life: Life, folders: SpillFolders, spelling: str) -> None:
    life.spilled_call(("c1", spelling), ("c2", HERS))
    life.spilled_handoff("000000000003", "c3", spelling)
    assert folders.calls_of(IS_HIM) == {"c1", "c3"}


def test_his_lines_are_taken_out_and_hers_stay(life: Life, folders: SpillFolders) -> None:
    path = life.spilled_call(("c1", HIS), ("c2", HERS), ("c1", HIS))
    hers = [line for line in path.read_bytes().splitlines() if b'"c2"' in line]
    assert folders.erase(IS_HIM, {"c1"}, (), dry=True) == FilesGone(4, 0)
    assert len(path.read_bytes().splitlines()) == 6
    assert folders.erase(IS_HIM, {"c1"}, (), dry=False) == FilesGone(4, 0)
    assert path.read_bytes().splitlines() == hers
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.glob("*.new")] == []


def test_a_line_that_cannot_be_read_stays_for_who_takes_it_in(life: Life, folders: SpillFolders) -> None:
    path = life.spilled_call(("c1", HIS))
    with path.open("ab") as file:
        file.write(b'{"v": 1, "kind": "tu')
    folders.erase(IS_HIM, {"c1"}, (), dry=False)
    assert path.read_bytes() == b'{"v": 1, "kind": "tu'


def test_his_handoffs_go_by_number_by_call_and_by_name(life: Life, folders: SpillFolders) -> None:
    his = [life.spilled_handoff("000000000001", "c9", "+989121234567"), life.spilled_handoff("000000000002", "c1", "")]
    event = life.home / "packets" / "events" / "000000000001-1.json"
    event.parent.mkdir()
    event.write_text("{}")
    hers = life.spilled_handoff("000000000003", "c3", HERS)
    assert folders.erase(IS_HIM, {"c1"}, {"000000000001"}, dry=True) == FilesGone(0, 3)
    assert folders.erase(IS_HIM, {"c1"}, {"000000000001"}, dry=False) == FilesGone(0, 3)
    assert [path.exists() for path in (*his, event, hers)] == [False, False, False, True]


@pytest.mark.parametrize("place", ["packets/000000000001.json.bad", "journal/1.jsonl.bad", "callbacks/x.json"])
@pytest.mark.parametrize(
    ("text", "his"),
    [
        ('{"number": "+989121234567", cut', True),
        ('{"call_id": "c1", cut', True),
        ('{"number": "09359998877"}', False),
        ("", False),
        ('{"at_ms": 1764489600000, "id": "00112233445566"}', False),
    ],
)
def test_what_could_not_be_read_goes_where_he_is_in_it(
    life: Life, folders: SpillFolders, place: str, text: str, his: bool
) -> None:
    path = life.home / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert folders.erase(IS_HIM, {"c1"}, (), dry=False).files == his
    assert path.exists() != his


def test_the_owners_mark_and_the_reserve_are_left(life: Life, folders: SpillFolders) -> None:
    life.call("c1", HIS)
    before = _files(life.home / "journal")
    assert before
    folders.erase(IS_HIM, {"c1"}, (), dry=False)
    assert _files(life.home / "journal") == before


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
