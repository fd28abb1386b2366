"""What is there decides whether turns are read twice."""

from pathlib import Path

import pytest

from voice.listen.second_pass import models


def test_without_weights_there_is_no_second_pass(tmp_path: Path) -> None:
    assert models.lack(tmp_path)
    assert models.find({"fa": {"general": tmp_path}}, tmp_path) is None


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "LIBRARIES", ("no_such_library",))
    assert "no-such-library" in models.lack()


def test_a_language_without_a_graph_or_a_head_is_left_out(tmp_path: Path) -> None:
    if models.lack():
        pytest.skip(models.lack())
    assert models.find({"fa": {"digits": tmp_path}, "xx": {"general": tmp_path}}) is None


def test_its_process_gets_plain_values(tmp_path: Path) -> None:
    found = models.SecondPassModels({"fa": tmp_path / "h"}, {"fa": {"general": tmp_path / "g"}})
    assert found.settings() == {
        "heads": {"fa": str(tmp_path / "h")},
        "graphs": {"fa": {"general": str(tmp_path / "g")}},
        "weights": None,
    }
