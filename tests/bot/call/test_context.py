"""What every call shares."""

from dataclasses import replace

from tests.bot.conftest import StageMaker


def test_without_vocabularies_one_language_is_understood(stage: StageMaker) -> None:
    rooms = stage([], []).rooms
    assert rooms.languages == (rooms.options.language,)
    assert replace(rooms, vocabularies={"ar": (), "fa": ()}).languages == ("ar", "fa")


def test_a_fixed_sentence_is_said_in_its_own_language(stage: StageMaker) -> None:
    rooms = stage([], []).rooms
    own = rooms.own_languages
    assert {own[rooms.prompts[code].apology] for code in ("fa", "ar")} == {"fa", "ar"}
    assert own[rooms.prompts["ar"].apology] == "ar"


def test_digits_are_waited_for_longer_than_a_yes(stage: StageMaker) -> None:
    patience = stage([], []).rooms.patience
    assert patience["digits"] != patience["yesno"]
