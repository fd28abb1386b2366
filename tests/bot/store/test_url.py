"""A database's URL gets the driver of our extras, or names the cure."""

import re

import pytest

from bot.errors import DatabaseUnavailable, DriverMissing
from bot.store.url import driver_words, parse_url, patience


@pytest.mark.parametrize(
    ("url", "extra"),
    [
        ("postgresql://u:geheim@h/d", "postgres"),
        ("postgres://u:geheim@h/d", "postgres"),
        ("mysql://u:geheim@h/d", "mysql"),
        ("mariadb://u:geheim@h/d", "mysql"),
        ("mssql://u:geheim@h/d", "mssql"),
        ("mssql+pyodbc://u:geheim@h/d", "mssql"),
    ],
)
def test_a_missing_driver_names_its_extra(url: str, extra: str) -> None:
    try:
        parsed = parse_url(url)
    except DriverMissing as error:
        assert f"pip install 'hatef[{extra}]'" in str(error)
        assert "geheim" not in str(error)
    else:  # on a machine where somebody installed it
        assert parsed.drivername.partition("+")[2]


def test_a_driver_of_another_name_is_pointed_at_ours() -> None:
    with pytest.raises(DriverMissing, match=re.escape("write the URL without '+nosuch'")):
        parse_url("postgresql+nosuch://h/d")


def test_sqlite_needs_none() -> None:
    url = parse_url("sqlite:///var/a.db")
    assert url.drivername == "sqlite"
    assert patience(url) == {}


def test_what_is_no_url_is_told() -> None:
    with pytest.raises(DatabaseUnavailable, match="its URL cannot be read"):
        parse_url("nonsense")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("connection failed: refused\nhint: is it up?",), "connection failed: refused"),
        ((2003, "Can't connect to MySQL server"), "Can't connect to MySQL server"),
        (((20009, b"DB-Lib error message 20009, severity 9:\nUnable to connect\nNet-Lib"),), "Unable to connect"),
        ((), "OSError"),
    ],
)
def test_what_drivers_say_is_one_line(arguments: tuple[object, ...], words: str) -> None:
    assert driver_words(OSError(*arguments) if len(arguments) < 2 else Exception(*arguments)) == words
