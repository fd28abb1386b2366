"""One call and its recording: told first, paused, opted out of, ended; the other rooms scripted."""

from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest

from bot.call.call import Call
from bot.call.prompt_player import PromptPlayer
from bot.call.record import CallRecord
from bot.call.recording import NOTE_NO_ROOM, NOTE_NOT_TOLD, NOTE_OPTED_OUT, NOTE_TOLD, CallRecording
from bot.call.signals import CallSignals
from bot.dialogue.client import Caller, HandoffWish, Reply
from handoff.states import State
from tests.bot.conftest import Stage, StageMaker, utterance
from tests.bot.held import hold
from tests.shipped import CALL
from voice.errors import SpeakerLost
from voice.events import KeyPressed, LegEvent

GREETING = Reply(("سلام",))
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye")
CARD = Reply(("کارت؟",), expect="digits", length=16, asks="card", intent="pay")
BALANCE = Reply(("موجودی",), intent="ask_balance")
HUMAN = Reply(("وصل",), handoff=HandoffWish("complaint", "complaints"), intent="complaint")


class NoTap:
    """Takes nothing."""

    def sent(self, frame: bytes) -> None: ...
    def caller(self, frame: bytes | None) -> None: ...
    def beside(self, frame: bytes | None) -> None: ...
    def third(self, frame: bytes | None) -> None: ...


@dataclass
class Kept:
    """A recording that remembers what it was told."""

    told: list[str] = field(default_factory=list)
    tap: NoTap = field(default_factory=NoTap)
    hushed: bool = False

    def consented(self, at_ms: int) -> None:
        self.told.append("consented")

    def hush(self, on: bool) -> None:
        if on != self.hushed:
            self.told.append("hush" if on else "go on")
        self.hushed = on

    def opt_out(self) -> None:
        self.told.append("opt out")

    def end(self, *, handed: bool) -> None:
        self.told.append("handed" if handed else "end")


@dataclass
class Tape:
    """A recorder with one recording."""

    consent: bool = True
    opt_out_key: str = ""
    made: Kept | None = field(default_factory=Kept)

    def open(self, call_id: str) -> Kept | None:
        return self.made

    @property
    def told(self) -> list[str]:
        assert self.made is not None
        return self.made.told


def taped(scene: Stage, tape: Tape) -> Stage:
    scene.context = replace(scene.context, recorder=tape)
    return scene


def notes(scene: Stage) -> list[str]:
    call = scene.reader.call("leg1")
    assert call is not None
    return [turn.text for turn in call.turns if turn.kind == "system"]


async def test_it_is_told_first_and_whole_and_stamped(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(stage([GREETING, BYE], [utterance("نه")]), tape)
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard == [CALL["fa"].recorded, "سلام", "خدانگهدار"]
    assert tape.told == ["consented", "end"]
    assert notes(scene) == [NOTE_TOLD]
    assert tape.made is not None
    assert scene.leg.taps == [tape.made.tap, None]


async def test_without_a_recorder_nothing_is_said(stage: StageMaker) -> None:
    scene = stage([GREETING, BYE], [utterance("نه")])
    await hold(scene)
    assert scene.leg.heard[0] == "سلام"
    assert scene.leg.taps == []


async def test_where_nobody_has_to_be_told_it_records_in_silence(stage: StageMaker) -> None:
    tape = Tape(consent=False)
    scene = taped(stage([GREETING, BYE], [utterance("نه")]), tape)
    await hold(scene)
    assert scene.leg.heard[0] == "سلام"
    assert tape.told == ["end"]


async def test_a_disk_without_room_costs_the_recording_not_the_call(stage: StageMaker) -> None:
    scene = taped(stage([GREETING, BYE], [utterance("نه")]), Tape(made=None))
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[0] == "سلام"
    assert notes(scene) == [NOTE_NO_ROOM]


async def test_on_hold_nobody_heard_it(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(stage([GREETING, BYE], [utterance("نه")]), tape)
    scene.leg.held = True
    await hold(scene)
    assert tape.told == ["opt out"]
    assert notes(scene) == [NOTE_NOT_TOLD]


class Hoarse:
    """A synthesiser that cannot say one sentence."""

    def __init__(self, voice: object) -> None:
        self._voice = voice

    async def say(self, text: str, language: str):  # type: ignore[no-untyped-def]
        if text == CALL["fa"].recorded:
            raise SpeakerLost("it is hoarse")
        yield text.encode()


async def test_a_voice_that_cannot_say_it_costs_the_recording_not_the_call(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(stage([GREETING, BYE], [utterance("نه")]), tape)
    scene.context = replace(scene.context, speaker=Hoarse(scene.context.speaker))
    assert await hold(scene) == "goodbye"
    assert tape.told == ["opt out"]


async def test_a_caller_who_leaves_while_it_is_said_is_gone(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(stage([GREETING], []), tape)
    scene.leg.end()
    assert await hold(scene) == "caller_hung_up"
    assert "consented" not in tape.told


async def test_both_languages_are_told_where_the_callers_is_not_known(stage: StageMaker) -> None:
    tape = Tape(opt_out_key="9")
    scene = taped(stage([], []), tape)
    own = scene.context.own_languages
    assert all(own[text] == code for code in ("fa", "ar") for text in CALL[code].announcement("9"))
    record = CallRecord(Caller("leg1", "0912", "100", "fa"), 0.0, scene.journal)
    player = PromptPlayer(scene.leg.play, scene.context.speaker, lambda text, _: text, "fa", record.spoke, own)
    async with aclosing(CallSignals(scene.leg.events)) as signals:
        recording = CallRecording(scene.leg, tape, record)
        await recording.begin(player, CALL, ("fa", "ar"), signals)
    assert scene.leg.heard == ["".join((*CALL["fa"].announcement("9"), *CALL["ar"].announcement("9")))]
    assert tape.told == ["consented"]


# --- secrets ----------------------------------------------------------------------------------------------------


async def test_silence_from_the_question_for_a_secret_to_its_answer(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(
        stage([GREETING, CARD, BALANCE, BYE], [utterance("پرداخت"), utterance("شش صفر"), utterance("نه")]), tape
    )
    await hold(scene)
    assert tape.told == ["consented", "hush", "go on", "end"]


async def test_a_human_is_recorded_though_a_secret_was_asked_last(stage: StageMaker) -> None:
    tape = Tape()
    fault = RuntimeError("a bug")
    scene = taped(stage([GREETING, CARD, fault], [utterance("پرداخت"), utterance("شش صفر")]), tape)
    await hold(scene)
    assert tape.told == ["consented", "hush", "go on", "handed"]


async def test_a_call_that_a_human_took_is_told_so(stage: StageMaker) -> None:
    tape = Tape()
    scene = taped(stage([GREETING, HUMAN], [utterance("شکایت")]), tape)
    assert await hold(scene) == f"handoff_{State.BRIDGED}"
    assert tape.told[-1] == "handed"


# --- the key ----------------------------------------------------------------------------------------------------


def press(scene: Stage, key: str) -> None:
    """Before anything is read: it is there when the announcement begins."""
    event: LegEvent = KeyPressed(key, 1.0)
    scene.leg.events.put_nowait(event)


async def test_the_key_deletes_and_is_confirmed_and_is_no_turn(stage: StageMaker) -> None:
    tape = Tape(opt_out_key="9")
    scene = taped(stage([GREETING, BALANCE, BYE], [utterance("موجودی"), utterance("نه")]), tape)
    press(scene, "9")
    assert await hold(scene) == "goodbye"
    assert tape.told[-1] == "opt out"
    assert NOTE_OPTED_OUT in notes(scene)
    assert scene.leg.heard[0] == "".join(CALL["fa"].announcement("9"))
    assert CALL["fa"].opted_out in "".join(scene.leg.heard)
    assert [said.kind for said in scene.dialogue.said] == ["speech", "speech"]


async def test_another_key_is_the_callers_turn(stage: StageMaker) -> None:
    tape = Tape(opt_out_key="9")
    scene = taped(stage([GREETING, BYE], []), tape)
    press(scene, "0")
    await hold(scene)
    assert "opt out" not in tape.told
    assert scene.desk.packets or scene.dialogue.said  # 0 brings a human


async def test_behind_the_first_turn_the_key_is_a_key(stage: StageMaker) -> None:
    tape = Tape(opt_out_key="9")
    scene = taped(stage([GREETING, BALANCE, BYE], [utterance("موجودی"), utterance("نه")]), tape)
    call = Call(scene.leg, scene.context)
    meanwhile = scene.dialogue.turn

    async def turn(caller: object, said: object) -> Reply:
        reply = await meanwhile(caller, said)  # type: ignore[arg-type]
        if reply is BYE:
            press(scene, "9")
        return reply

    scene.dialogue.turn = turn  # type: ignore[method-assign]
    await call.run()
    assert tape.told == ["consented", "end"]


@pytest.mark.parametrize("key", ["", "9"])
def test_what_is_announced(key: str) -> None:
    for own in CALL.values():
        told = own.announcement(key)
        assert told[0] == own.recorded
        assert (len(told) == 2) == bool(key)
        assert "{" not in " ".join(told)
