"""What every call shares."""

from dataclasses import replace

from tests.bot.conftest import StageMaker


def test_without_vocabularies_one_language_is_understood(stage: StageMaker) -> None:
    context = stage([], []).context
    assert context.languages == (context.options.language,)
    assert replace(context, vocabularies={"ar": (), "fa": ()}).languages == ("ar", "fa")


def test_a_fixed_sentence_is_said_in_its_own_language(stage: StageMaker) -> None:
    context = stage([], []).context
    own = context.own_languages
    assert {own[context.prompts[code].apology] for code in ("fa", "ar")} == {"fa", "ar"}
    assert own[context.prompts["ar"].apology] == "ar"


def test_digits_are_waited_for_longer_than_a_yes(stage: StageMaker) -> None:
    patience = stage([], []).context.patience
    assert patience["digits"] != patience["yesno"]
    assert patience["free"].end_silence_ms > patience["date"].end_silence_ms > patience["general"].end_silence_ms
