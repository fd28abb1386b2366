"""Whole scripted calls: in which language they begin, change and end."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from bot.call.call import Call
from bot.call.language import parallel as parallel
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Reply, Understood
from bot.errors import DialogueUnavailable
from bot.settings.call_options import LanguageOptions
from tests.bot.conftest import ScriptedEar, Stage, StageMaker
from voice.errors import LanguageUnknown
from voice.events import KeyPressed, LanguageFit, ListenEvent, NoInput, OnListenEvent, Utterance

WORDS = {"fa": frozenset({"موجودی", "سلام"}), "ar": frozenset({"رصیدی", "سلام"})}
SILENCE = NoInput(5000, 3.0)


POOR = -140.0
"""The log-likelihood of a sound in the wrong language."""


def said(text: str, confidence: float = 0.9, score: float = -50.0) -> Utterance:
    return Utterance(text, (), confidence, "fa", 1.0, 2.0, 2.3, score)


@dataclass
class Engine:
    """Understands what is in `replies`, by language and text; greets in the caller's language."""

    replies: Mapping[tuple[str, str], Reply]
    greeting: Mapping[str, object] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    broken: bool = False

    async def start(self, caller: Caller) -> Reply:
        return Reply((f"hello {caller.language}",), slots=self.greeting)

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        if self.broken:
            raise DialogueUnavailable("ReadTimeout")
        found = self._reply(caller, said)
        return Understood(((found.intent, found.intent_confidence),))

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        self.said.append((caller.language, said.text or said.keys))
        return self._reply(caller, said)

    def _reply(self, caller: Caller, said: CallerTurn) -> Reply:
        return self.replies.get((caller.language, said.text), Reply(("again?",), intent="nlu_fallback"))


BYE = {
    ("fa", "موجودی"): Reply(("bye fa",), intent="ask_balance", hangup=True),
    ("ar", "رصيدي"): Reply(("bye ar",), intent="ask_balance", hangup=True),
    ("fa", "سلام"): Reply(("hello?",), intent="greet"),
    ("ar", "سلام"): Reply(("hello?",), intent="greet"),
}


@dataclass
class Recognisers:
    """One scripted ear a language, opened anew for each opening."""

    scripts: Mapping[str, list[ListenEvent]]
    opened: list[ScriptedEar] = field(default_factory=list)

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> ScriptedEar:
        if language not in self.scripts:
            raise LanguageUnknown(language, tuple(self.scripts))
        self.opened.append(ScriptedEar(self.scripts[language]))
        self.opened[-1].on_event = on_event
        return self.opened[-1]


def scene(
    stage: StageMaker, languages: LanguageOptions, scripts: Mapping[str, list[ListenEvent]], engine: Engine
) -> tuple[Stage, Recognisers]:
    """A stage with these ears and this engine; what can be understood are the scripts' languages."""
    made = stage([], [])
    ears = Recognisers(scripts)
    options = replace(made.context.options, languages=languages)
    words = {language: WORDS[language] for language in scripts}
    context = replace(made.context, options=options, listeners=ears, dialogue=engine, vocabularies=words)
    return replace(made, context=context), ears


async def hold(stage: Stage) -> tuple[str, str]:
    """Run the call; its language in the journal and the reason of its end."""
    await asyncio.wait_for(Call(stage.leg, stage.context).run(), 5)
    stage.journal.flush()
    call = stage.reader.call("leg1")
    assert call is not None and call.end_reason is not None
    return call.language, call.end_reason


def press(stage: Stage, key: str) -> None:
    stage.leg.events.put_nowait(KeyPressed(key, 2.0))


DETECT = LanguageOptions(detect=True)


async def test_without_detection_the_call_is_in_the_configured_language_with_one_ear(stage: StageMaker) -> None:
    made, ears = scene(stage, LanguageOptions(detect=False), {"fa": [said("موجودی")], "ar": []}, Engine(BYE))
    assert await hold(made) == ("fa", "goodbye")
    assert len(ears.opened) == 1 and ears.opened[0].switched == []
    assert made.leg.heard == ["hello fa", "bye fa"]


async def test_the_dialled_number_chooses(stage: StageMaker) -> None:
    engine = Engine(BYE, greeting={"customer_id": "C1", "language": "fa"})
    made, _ = scene(stage, LanguageOptions(by_number={"1*": "ar"}), {"fa": [], "ar": [said("رصيدي")]}, engine)
    assert await hold(made) == ("ar", "goodbye")
    assert made.leg.heard == ["hello ar", "bye ar"]


async def test_a_number_for_a_language_without_recogniser_gets_the_default(stage: StageMaker) -> None:
    made, _ = scene(stage, LanguageOptions(by_number={"1*": "ar"}), {"fa": [said("موجودی")]}, Engine(BYE))
    assert await hold(made) == ("fa", "goodbye")


async def test_the_record_of_a_known_caller_chooses_and_greets_anew(stage: StageMaker) -> None:
    engine = Engine(BYE, greeting={"customer_id": "C1", "language": "ar"})
    made, ears = scene(stage, LanguageOptions(detect=False), {"fa": [said("رصيدي")], "ar": []}, engine)
    assert await hold(made) == ("ar", "goodbye")
    assert made.leg.heard[0] == "hello ar"
    assert ears.opened[0].switched == ["ar"]


async def test_the_slot_of_a_stranger_says_nothing(stage: StageMaker) -> None:
    made, _ = scene(
        stage,
        LanguageOptions(detect=False),
        {"fa": [said("موجودی")], "ar": []},
        Engine(BYE, greeting={"language": "ar"}),
    )
    assert await hold(made) == ("fa", "goodbye")


async def test_a_clear_first_sentence_is_answered_in_its_language(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {"fa": [said("سرسی", 0.4, POOR)], "ar": [said("رصيدي")]}
    engine = Engine(BYE)
    made, ears = scene(stage, DETECT, scripts, engine)
    assert await hold(made) == ("ar", "goodbye")
    greeting = made.leg.heard[0]
    assert greeting == "hello fa" + made.context.prompts["ar"].choose
    assert engine.said == [("ar", "رصيدي")]
    assert [ear.closed for ear in ears.opened] == [True, True]


async def test_where_both_second_passes_answered_they_decide_against_the_first(stage: StageMaker) -> None:
    at_home = LanguageFit(doubt=0.2, sounds=12, lost=3.0, cost=25.0, agreed=1.0)
    abroad = LanguageFit(doubt=1.1, sounds=10, lost=20.0, cost=35.0, agreed=0.2)
    scripts: dict[str, list[ListenEvent]] = {
        "fa": [replace(said("سرسی"), fit=abroad)],
        "ar": [replace(said("رصيدي", 0.9, POOR), fit=at_home)],
    }
    made, _ = scene(stage, DETECT, scripts, Engine(BYE))
    assert await hold(made) == ("ar", "goodbye")


async def test_what_is_unclear_is_asked_and_a_key_answers_it_with_what_was_said(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {"fa": [said("موجودی")], "ar": [said("رصيدي")]}
    engine = Engine(BYE)
    made, _ = scene(stage, DETECT, scripts, engine)

    def press_at_the_question(text: str) -> None:
        if made.context.prompts["ar"].choose in text and made.context.prompts["fa"].choose in text:
            press(made, "2")

    made.leg.heard = _Told(press_at_the_question)
    assert await hold(made) == ("ar", "goodbye")
    assert engine.said == [("ar", "رصيدي")]
    turns = made.reader.call("leg1")
    assert turns is not None
    assert [turn.text for turn in turns.turns if turn.speaker == "caller"] == ["موجودی", "2"]


async def test_still_unclear_after_the_question_goes_to_the_likelier(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {
        "fa": [said("سلام"), said("موجودی", 0.9, -45.0)],
        "ar": [said("سلام"), said("رصيدي", 0.6, -55.0)],
    }
    made, _ = scene(stage, DETECT, scripts, Engine(BYE))
    assert await hold(made) == ("fa", "goodbye")


async def test_a_key_during_the_bilingual_greeting_chooses(stage: StageMaker) -> None:
    made, _ = scene(stage, DETECT, {"fa": [], "ar": [SILENCE, said("رصيدي")]}, Engine(BYE))
    press(made, "2")
    assert await hold(made) == ("ar", "goodbye")
    assert made.context.prompts["ar"].go_on in made.leg.heard


async def test_key_zero_still_brings_a_human_while_the_language_is_open(stage: StageMaker) -> None:
    made, _ = scene(stage, DETECT, {"fa": [], "ar": []}, Engine(BYE))
    press(made, "0")
    assert await hold(made) == ("fa", "handoff_bridged")


@pytest.mark.parametrize("asking", ["عربی صحبت کنید", "عربی"])
async def test_a_language_is_switched_to_on_request(stage: StageMaker, asking: str) -> None:
    made, ears = scene(
        stage, LanguageOptions(detect=False), {"fa": [said(asking), said("رصيدي")], "ar": []}, Engine(BYE)
    )
    assert await hold(made) == ("ar", "goodbye")
    assert made.leg.heard[1] == made.context.prompts["ar"].go_on
    assert ears.opened[0].switched == ["ar"]


async def test_a_sentence_that_sounds_like_the_language_s_name_to_the_other_ear_is_a_sentence(
    stage: StageMaker,
) -> None:
    scripts: dict[str, list[ListenEvent]] = {"fa": [said("رمز عربی", 0.6, POOR)], "ar": [said("رصيدي", 0.97)]}
    made, _ = scene(stage, DETECT, scripts, Engine(BYE))
    assert await hold(made) == ("ar", "goodbye")
    assert made.context.prompts["ar"].go_on not in made.leg.heard
    assert "bye ar" in made.leg.heard


async def test_a_language_that_is_asked_for_in_another_is_switched_to_though_both_listen(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {
        "fa": [said("عربی صحبت کنید", 0.97)],
        "ar": [said("مدري", 0.3, POOR), said("رصيدي")],
    }
    made, _ = scene(stage, DETECT, scripts, Engine(BYE))
    assert await hold(made) == ("ar", "goodbye")
    assert made.context.prompts["ar"].go_on in made.leg.heard


async def test_a_request_for_a_language_without_recogniser_is_a_sentence_like_any_other(stage: StageMaker) -> None:
    engine = Engine(BYE)
    made, _ = scene(stage, LanguageOptions(detect=False), {"fa": [said("عربی"), said("موجودی")]}, engine)
    assert await hold(made) == ("fa", "goodbye")
    assert engine.said[0] == ("fa", "عربی")


async def test_two_misses_open_the_language_again_instead_of_a_human(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {
        "fa": [said("موجودی"), said("بلبل"), said("سنبل"), said("مرسی", 0.4, POOR)],
        "ar": [said("مدري", 0.3, POOR), said("رصيدي")],
    }
    talk = {**BYE, ("fa", "موجودی"): Reply(("250",), intent="ask_balance")}
    talk[("fa", "سنبل")] = Reply(("human",), intent="nlu_fallback", handoff=HandoffWish("no_match"))
    made, _ = scene(stage, DETECT, scripts, Engine(talk))
    assert await hold(made) == ("ar", "goodbye")
    question = "".join(made.context.prompts[language].choose for language in ("fa", "ar"))
    assert made.leg.heard[-2] == question


async def test_what_was_said_before_the_question_is_lost_where_the_dialogue_fails(stage: StageMaker) -> None:
    scripts: dict[str, list[ListenEvent]] = {"fa": [said("موجودی")], "ar": [said("رصيدي")]}
    engine = Engine(BYE, broken=True)
    made, ears = scene(stage, DETECT, scripts, engine)

    def answer(text: str) -> None:
        if text.startswith(made.context.prompts["fa"].choose):
            press(made, "2")
        elif text == made.context.prompts["ar"].go_on:
            engine.broken = False
            ears.opened[1].hear(said("رصيدي"))

    made.leg.heard = _Told(answer)
    assert await hold(made) == ("ar", "goodbye")


async def test_one_recogniser_that_is_late_decides_nothing_alone(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "OTHER_WAIT_S", 0.02)
    scripts: dict[str, list[ListenEvent]] = {"fa": [said("موجودی"), said("سرسی", 0.4, POOR)], "ar": []}
    made, ears = scene(stage, DETECT, scripts, Engine(BYE))

    def answer_in_arabic(text: str) -> None:
        if text.startswith(made.context.prompts["fa"].choose):
            ears.opened[1].hear(said("رصيدي"))

    made.leg.heard = _Told(answer_in_arabic)
    assert await hold(made) == ("ar", "goodbye")


class _Told(list[str]):
    """A list that tells what is appended."""

    def __init__(self, tell: object) -> None:
        super().__init__()
        self._tell = tell

    def append(self, text: str) -> None:
        super().append(text)
        assert callable(self._tell)
        self._tell(text)
