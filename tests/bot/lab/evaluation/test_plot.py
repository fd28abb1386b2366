"""A chart that any browser shows without a network."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.errors import DataFileError
from bot.lab.evaluation.plot import bars


def test_every_row_and_series_is_drawn_and_nothing_is_fetched(tmp_path: Path) -> None:
    bars(tmp_path / "a.svg", "a set", ["all", "noise15"], {"right": [0.9, 0.5], "wrong": [0.1, None]})
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for told in ("a set", "all", "noise15", "right", "wrong", "90 %", "50 %"):
        assert told in text
    assert 'href="http' not in text and "@import" not in text and ".js" not in text


def test_another_picture_format_and_an_unwritable_place_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"name it FILE\.svg"):
        bars(tmp_path / "a.png", "a set", ["all"], {"right": [0.9]})
    with pytest.raises(DataFileError, match="cannot be written"):
        bars(tmp_path / "none" / "a.svg", "a set", ["all"], {"right": [0.9]})
