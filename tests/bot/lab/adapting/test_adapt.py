"""The command's course: what is looked at, what is chosen, what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DataFileError, StartError
from bot.lab.adapting.adapt import Options, _choose, adapt, refusal_against
from bot.lab.adapting.judging import Figures, Tally
from bot.settings.settings import Settings, load_settings

SET = Path(__file__).parents[4] / "data" / "sets" / "fa-calls"
GUARD = Tally(200, 30, 0, 0, (30,))
HELD_OUT = Tally(100, 20, 0, 0, (20,))
SHIPPED = Figures(HELD_OUT, GUARD, HELD_OUT, GUARD)
WORSE = replace(SHIPPED, guard=replace(GUARD, wrong=31))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    (tmp_path / "config.yml").write_text("language: fa\n")
    return load_settings(tmp_path / "config.yml")


def choosing(*wrong: int) -> list[Tally]:
    return [replace(HELD_OUT, wrong=one) for one in wrong]


def test_the_best_on_the_clips_to_choose_on_is_taken() -> None:
    assert _choose([SHIPPED] * 5, choosing(9, 5, 3, 4, 8), 1) == 2


def test_one_that_hears_the_guard_worse_is_passed_over() -> None:
    assert _choose([SHIPPED, WORSE, WORSE, SHIPPED, SHIPPED], choosing(9, 5, 3, 4, 8), 1) == 3


def test_where_all_hear_it_worse_the_nearest_to_the_shipped_head_is_judged() -> None:
    assert _choose([SHIPPED, WORSE, WORSE, WORSE, WORSE], choosing(9, 5, 3, 4, 8), 1) == 4


def test_ones_own_head_in_use_must_not_be_better() -> None:
    better = replace(SHIPPED, held_out=replace(HELD_OUT, wrong=10))
    assert "10 to 20" in refusal_against(better, SHIPPED)
    assert refusal_against(SHIPPED, SHIPPED) == ""


def test_a_good_set_is_looked_at_and_nothing_is_made(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert adapt(settings, Options(SET, only_check=True))
    assert "66 clips of use, 0 not" in capsys.readouterr().out
    assert not (settings.state / "models").exists()


def test_a_language_that_the_set_does_not_hold_is_told(settings: Settings) -> None:
    with pytest.raises(DataFileError, match="no clip in 'ar'"):
        adapt(settings, Options(SET, language="ar"))


def test_without_graphs_it_is_told_before_anything_is_learned(settings: Settings) -> None:
    with pytest.raises(StartError, match="no second pass to adapt"):
        adapt(settings, Options(SET))
    assert not (settings.state / "models").exists()
