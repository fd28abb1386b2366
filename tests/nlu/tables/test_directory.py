"""Who is meant by a name, and rows that nobody could be reached by."""

from pathlib import Path

import pytest

from nlu.tables.directory import MOST, Directory, load_directory

HEADING = "names_fa,names_ar,skill,number,say_fa,say_ar,hours\n"
ROWS = (
    "حسابداری|امور مالی,المحاسبة|المالية,accounts,,,,sat-wed 08:00-15:00",
    "علی رضایی,علي رضائي,,201,آقای علی رضایی,السيد علي رضائي,",
    "مریم رضایی,مريم رضائي,,202,خانم مریم رضایی,السيدة مريم رضائي,",
    "فروش|واحد فروش,المبيعات,sales,203,,,",
)


def directory(tmp_path: Path, *rows: str) -> Directory:
    (tmp_path / "directory.csv").write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return load_directory(tmp_path)


def called(found: Directory, text: str, language: str = "fa") -> list[str]:
    return [one.called(language) for one in found.find(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fa", "حسابداری", ["حسابداری"]),
        ("fa", "لطفا منو به حسابداری وصل کنید", ["حسابداری"]),
        ("fa", "با امور مالی می‌خوام صحبت کنم", ["حسابداری"]),
        ("fa", "آقای علی رضایی", ["آقای علی رضایی"]),
        ("fa", "خانم رضایی", ["آقای علی رضایی", "خانم مریم رضایی"]),
        ("fa", "بخش فروش", ["فروش"]),
        ("fa", "اون آقای علی رضایی که دیروز زنگ زدن", ["آقای علی رضایی"]),
        ("fa", "حساب داری", ["حسابداری"]),
        ("fa", "هواشناسی", []),
        ("fa", "لطفا", []),
        ("ar", "لو سمحت حولني على المحاسبة", ["المحاسبة"]),
        ("ar", "السيد علي رضائي", ["السيد علي رضائي"]),
        ("ar", "الطقس", []),
    ],
)
def test_who_is_meant(tmp_path: Path, language: str, text: str, names: list[str]) -> None:
    assert sorted(called(directory(tmp_path, *ROWS), text, language)) == sorted(names)


def test_not_more_than_can_be_kept_in_mind(tmp_path: Path) -> None:
    first = "علی سارا مینا هادی نوید امیر".split()
    many = directory(tmp_path, *(f"{name} رضایی,رضائي,,{number}30,,," for number, name in enumerate(first, 1)))
    assert len(many.find("رضایی", "fa")) == MOST


def test_how_one_is_reached(tmp_path: Path) -> None:
    (found,) = directory(tmp_path, *ROWS).find("حسابداری", "fa")
    assert (found.skill, found.number, found.hours) == ("accounts", "", ("sat-wed 08:00-15:00",))


def test_without_a_table_nobody_is_found(tmp_path: Path) -> None:
    assert load_directory(tmp_path).find("حسابداری", "fa") == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,sales,,,,", "the row has no name"),
        ("فروش,المبيعات,,,,,", "it cannot be reached"),
        ("فروش,المبيعات,the sales,,,,", "'the sales' is no skill"),
        ("فروش,المبيعات,,12a,,,", "'12a' is no number"),
    ],
)
def test_a_mistake_is_told_with_its_row(tmp_path: Path, row: str, words: str) -> None:
    found = directory(tmp_path, row)
    told = [problem for problem in found.table.problems if problem.stops]
    assert [(problem.line, problem.what) for problem in told] == [(2, words)] and found.listed == ()
