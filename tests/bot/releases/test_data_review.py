"""The usual mistakes of a bot designer, one at a time: each is told in one line, with its file, line and remedy."""

import os
import shutil
from pathlib import Path

import pytest

from bot.releases.data_review import DataBroken, refuse_broken, review
from tests.bot.data_slips import FA, INVENTED, SAYS, USUAL, Slip
from tests.bot.data_slips_strange import STRANGE
from tests.bot.data_with_form import add_form
from tests.shortened import DATA


def spoil(data: Path, slip: Slip) -> tuple[Path, int]:
    """Make the mistake; gives the file and line that must be told."""
    path = data / slip.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert slip.old in text, "the shipped data changed: take another place"
    path.write_text(text.replace(slip.old, slip.new, 1), encoding="utf-8")
    if slip.place[0]:
        lines = (data / slip.place[0]).read_text(encoding="utf-8").splitlines()
        return data / slip.place[0], next(n for n, line in enumerate(lines, 1) if line.startswith(slip.place[1]))
    return path, text[: text.index(slip.old)].count("\n") + 1 + slip.down


@pytest.fixture(scope="module")
def usual(small: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What is told of the form whatever else is wrong: style, since its rules forget most intents."""
    data = shutil.copytree(small, tmp_path_factory.mktemp("usual") / "data")
    add_form(data)
    return frozenset(problem.what for problem in review(data))


def test_the_shipped_data_has_nothing_to_tell() -> None:
    assert [str(problem) for problem in review(DATA)] == []


def test_a_form_of_a_designer_s_has_nothing_to_tell(data: Path) -> None:
    add_form(data)
    assert {str(problem) for problem in review(data) if problem.stops} == set()


def test_the_shortened_data_has_nothing_to_tell(small: Path) -> None:
    assert [str(problem) for problem in review(small)] == []


@pytest.mark.parametrize("slip", (USUAL | INVENTED | STRANGE).values(), ids=(USUAL | INVENTED | STRANGE).keys())
def test_a_mistake_is_told_in_one_line(data: Path, usual: frozenset[str], slip: Slip) -> None:
    add_form(data)
    path, line = spoil(data, slip)
    found = [problem for problem in review(data) if problem.what not in usual]
    assert len(found) == 1, [str(problem) for problem in found]
    told = str(found[0])
    assert told.startswith(f"{path}:{line}: ")
    assert slip.told in told
    assert "\n" not in told
    assert found[0].stops is slip.stops
    assert found[0].remedy


def test_training_stops_for_what_breaks_the_bot_only(data: Path) -> None:
    spoil(data, USUAL["punctuation in an example"])
    refuse_broken(data)
    spoil(data, USUAL["entity misspelt"].__class__(FA, " دارم\n", " [دارم](x)\n", ""))
    with pytest.raises(DataBroken, match=r"fa\.yml:\d+: entity 'x' is not in the domain"):
        refuse_broken(data)


def test_the_response_where_no_rule_fits_may_not_be_missing(data: Path) -> None:
    path = data / SAYS
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  utter_default:")], encoding="utf-8")
    assert [str(problem) for problem in review(data)] == [
        f"{path}: response 'utter_default' is missing: callers hear nothing where no rule fits. "
        "Restore it, with a text for every language."
    ]


def test_a_copy_of_a_file_is_told_once(data: Path) -> None:
    shutil.copy(data / FA, data / "nlu" / "fa (1).yml")
    (found,) = review(data)
    assert not found.stops
    assert "examples of this file stand in fa (1).yml already" in str(found)


def test_rasa_s_part_of_the_configuration_is_looked_at_too(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip: {port: 5060}\n", encoding="utf-8")
    assert ["`pipeline:` is missing" in str(problem) for problem in review(data, config)] == [True, False]
    with pytest.raises(DataBroken, match="knows nothing of calls"):
        refuse_broken(data, config)


def test_a_folder_that_may_not_be_looked_into_is_told_alone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != data / "nlu" and really(path, mode))
    assert review(data) == []  # not there to this user: F_OK says so too
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.F_OK or path != data / "nlu")
    (found,) = review(data)
    assert (
        str(found) == f"{data / 'nlu'}: this user may not look into this folder. Give it back to this user: chmod u+rX."
    )
