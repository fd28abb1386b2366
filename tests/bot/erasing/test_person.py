"""One person, however the number is written, and a mark that tells nothing."""

import pytest

from bot.erasing.person import NotANumber, by_mark, by_number, mark_of, person
from tests.bot.erasing.life import HERS, HIS, SECRET, SPELLINGS


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_spellings_are_the_same_person(spelling: str) -> None:
    whom = person(spelling)
    assert whom == "+989121234567"
    for other in SPELLINGS:
        assert by_number(whom)(other)
        assert by_mark(mark_of(whom, SECRET), SECRET)(other)


@pytest.mark.parametrize("other", [HERS, "09121234568", "", "anonymous", "0912*****67", "9121234", "1001"])
def test_others_are_not(other: str) -> None:
    whom = person(HIS)
    assert not by_number(whom)(other)
    assert not by_mark(mark_of(whom, SECRET), SECRET)(other)


def test_an_extension_and_a_foreign_number_are_persons_too() -> None:
    assert by_number(person("1001"))("1001")
    assert by_number(person("+9647701234567"))("009647701234567")


@pytest.mark.parametrize("nobody", ["", "anonymous", "12", "محمدی", "*"])
def test_nobody(nobody: str) -> None:
    with pytest.raises(NotANumber):
        person(nobody)


def test_a_mark_tells_nothing_and_needs_the_secret() -> None:
    mark = mark_of(person(HIS), SECRET)
    assert len(mark) == 64
    assert "9121234567" not in mark
    assert mark != mark_of(person(HIS), b"another")
    assert not by_mark(mark, b"another")(HIS)
