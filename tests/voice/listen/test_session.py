"""A whole call inside the worker, on real speech, with a double in place of the recogniser."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.voice.listen.energy_recogniser_double import EnergyRecogniserDouble
from tests.voice.listen.sounds import Sounds, frames
from voice.audio import to_samples
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    LanguageFit,
    ListenEvent,
    NoInput,
    Partial,
    SpeechStarted,
    Utterance,
)
from voice.listen import session as session_module
from voice.listen.recogniser import NOTHING, Kind, Recogniser
from voice.listen.second_pass.link import Answered, SecondPassLink
from voice.listen.session import Session
from voice.listen.vad import Vad, VadNetwork
from voice.listen.wire import Expect, Frame, Playing, Sent, Switch

EXPECT = Expect("general", no_input_ms=2000, end_silence_ms=600, max_speech_ms=15000)


class Source:
    """Counts what is opened."""

    def __init__(self) -> None:
        self.opened: Counter[tuple[str, Kind]] = Counter()

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh double."""
        self.opened[language, kind] += 1
        return EnergyRecogniserDouble(kind)


class Call:
    """A session with a clock: sound passes in no time."""

    def __init__(self, network: VadNetwork, second: SecondPassLink | None = None) -> None:
        self.events: list[ListenEvent] = []
        self.source = Source()
        self.session = Session("fa", self.source, Vad(network), self.events.append, second)
        self.now_s = 1000.0

    def hear(self, pcm: bytes) -> None:
        """Frames, 20 ms apart."""
        for frame in frames(pcm):
            self.now_s += 0.02
            self.session.frame(Frame(self.now_s, frame))

    def say(self, *commands: Expect | Playing | Switch) -> None:
        """Commands, now."""
        for command in commands:
            self.session.command(command, self.now_s)

    def of(self, kind: type[ListenEvent]) -> list[ListenEvent]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def call(network: VadNetwork) -> Call:
    return Call(network)


def test_a_turn_gives_start_partials_and_an_utterance(call: Call, sounds: Sounds) -> None:
    speech = sounds.speech()
    call.say(EXPECT)
    call.hear(sounds.silence(600))
    began_s = call.now_s
    call.hear(speech)
    ended_s = call.now_s
    call.hear(sounds.silence(1000))
    names = [type(event).__name__ for event in call.events]
    assert (names[0], names[-1]) == ("SpeechStarted", "Utterance")
    assert set(names[1:-1]) == {"Partial"}
    utterance = call.events[-1]
    assert isinstance(utterance, Utterance)
    assert (utterance.text, utterance.language) == ("موجودی حساب", "fa")
    assert utterance.speech_started_s == pytest.approx(began_s, abs=0.12)
    assert utterance.speech_ended_s == pytest.approx(ended_s, abs=0.2)


def test_the_recogniser_gets_the_sound_before_the_start_too(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT)
    call.hear(sounds.silence(600) + sounds.speech())
    started = call.of(SpeechStarted)[0]
    assert isinstance(started, SpeechStarted)
    recogniser = call.session._recogniser
    assert isinstance(recogniser, EnergyRecogniserDouble)
    heard_ms = 1000 * (call.now_s - started.at_s)
    assert recogniser.loud_ms > 0.5 * heard_ms


@pytest.mark.parametrize("name", ["silence", "clicks", "noise", "tone"])
def test_no_input_on_a_line_without_speech(call: Call, sounds: Sounds, name: str) -> None:
    call.say(EXPECT)
    call.hear(getattr(sounds, name)(2500))
    assert [type(event) for event in call.events] == [NoInput]
    assert call.source.opened == {("fa", "general"): 1}


def test_a_lost_stream_ends_the_turn_and_then_counts_as_no_input(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT)
    call.hear(sounds.silence(300) + sounds.speech())
    for _ in range(8):
        call.now_s += 0.15
        call.session.tick(call.now_s)
    assert isinstance(call.events[-1], Utterance)
    call.say(EXPECT)
    for _ in range(15):
        call.now_s += 0.15
        call.session.tick(call.now_s)
    assert isinstance(call.events[-1], NoInput)


def test_a_backchannel_over_the_bot_is_not_heard_of(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(600) + sounds.speech("بله") + sounds.silence(1500))
    assert [type(event) for event in call.events] == [BargeInSuspected, BargeInWithdrawn]


def test_a_sentence_over_the_bot_is_an_interruption(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(600) + sounds.speech() + sounds.silence(1000))
    kinds = [type(event) for event in call.events if not isinstance(event, Partial)]
    assert kinds == [BargeInSuspected, BargeInConfirmed, Utterance]


@pytest.mark.parametrize(("kind", "within_s"), [(BargeInSuspected, 0.25), (BargeInConfirmed, 0.75)])
def test_an_interruption_is_doubted_at_once_and_told_soon(
    call: Call, sounds: Sounds, kind: type[ListenEvent], within_s: float
) -> None:
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(600))
    began_s = call.now_s
    for frame in frames(sounds.speech()):
        call.hear(frame)
        if call.of(kind):
            break
    assert call.now_s - began_s < within_s


def test_to_ask_again_after_an_interruption_dismisses_nothing(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(600) + sounds.speech())
    call.say(Playing(False), EXPECT)
    kinds = [type(event) for event in call.events if not isinstance(event, Partial)]
    assert kinds == [BargeInSuspected, BargeInConfirmed]


def test_to_ask_again_in_doubt_dismisses_it(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(600) + sounds.speech()[:4800])
    call.say(replace(EXPECT, turn=1))
    (suspected, withdrawn) = call.events
    assert isinstance(suspected, BargeInSuspected) and isinstance(withdrawn, BargeInWithdrawn)
    assert (suspected.turn, withdrawn.turn) == (0, 0)  # the turn that is over


def test_the_echo_of_the_bot_is_no_interruption(call: Call, sounds: Sounds) -> None:
    echo = sounds.speech(gain=0.05)
    call.say(EXPECT, Playing(True))
    call.hear(sounds.silence(200) + 4 * (echo + sounds.silence(200)))
    assert call.events == []


def test_a_loud_echo_of_what_we_send_is_no_interruption_and_the_caller_over_it_is(call: Call, sounds: Sounds) -> None:
    prompt = sounds.speech(3 * "سلام، به فروشگاه نمونه خوش آمدید. ")
    echo = sounds.mixed(sounds.noise(len(prompt) / 16, rms=18), sounds.silence(60) + _quieter(prompt))
    call.say(EXPECT, Playing(True))
    for sent, heard in zip(frames(prompt), frames(echo), strict=False):
        call.session.sent(Sent(call.now_s, sent))
        call.hear(heard)
    assert call.events == []
    over = sounds.mixed(sounds.speech(), _quieter(prompt))
    for sent, heard in zip(frames(prompt), frames(over), strict=False):
        call.session.sent(Sent(call.now_s, sent))
        call.hear(heard)
    assert [type(event) for event in call.events if not isinstance(event, Partial)] == [
        BargeInSuspected,
        BargeInConfirmed,
    ]


def _quieter(pcm: bytes) -> bytes:
    """`pcm` at half its amplitude: 6 dB less."""
    return (to_samples(pcm) // 2).astype("<i2").tobytes()


def test_speech_before_expect_is_heard_once_asked_for(call: Call, sounds: Sounds) -> None:
    speech = sounds.speech()
    half = len(speech) // 4 * 2
    call.hear(speech[:half])
    assert call.events == []
    call.say(EXPECT)
    call.hear(speech[half:] + sounds.silence(1000))
    assert [type(e) for e in call.events if not isinstance(e, Partial)] == [SpeechStarted, Utterance]


def test_nothing_is_told_between_turns(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT)
    call.hear(sounds.speech() + sounds.silence(1000))
    call.events.clear()
    call.hear(sounds.speech() + sounds.silence(3000))
    assert call.events == []


def test_another_kind_and_another_language_open_recognisers_of_their_own(call: Call, sounds: Sounds) -> None:
    call.say(EXPECT, Expect("digits", 2000, 1200, 15000), Switch("ar"), EXPECT)
    assert call.source.opened == {("fa", "general"): 1, ("fa", "digits"): 1, ("ar", "general"): 1}
    call.hear(sounds.speech() + sounds.silence(1000))
    utterance = call.events[-1]
    assert isinstance(utterance, Utterance)
    assert utterance.language == "ar"


def test_a_worn_recogniser_is_replaced(call: Call, sounds: Sounds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "TURNS_A_RECOGNISER", 2)
    for _ in range(4):
        call.say(EXPECT)
        call.hear(sounds.speech("سلام") + sounds.silence(900))
    assert call.source.opened["fa", "general"] == 2


class FitLink(SecondPassLink):
    """A second pass that answers at once."""

    def ask(self, call: int, language: str, kind: Kind, pcm: bytes, until_s: float, answered: Answered) -> bool:
        answered(replace(NOTHING, fit=LanguageFit(doubt=0.1, sounds=len(pcm) // 1600, lost=1.0, cost=9.0)))
        return True


def test_where_the_language_is_sought_the_utterance_tells_how_the_second_pass_heard_it(
    network: VadNetwork, sounds: Sounds
) -> None:
    call = Call(network, FitLink())
    call.say(Expect("language", 2000, 600, 15000))
    call.hear(sounds.speech() + sounds.silence(1000))
    utterance = call.events[-1]
    assert isinstance(utterance, Utterance)
    assert utterance.fit is not None and utterance.fit.sounds > 5
