"""One call's second pass: when it asks, what it delivers, and that it never keeps a caller waiting."""

from voice.events import Word
from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.hearing import ASK_SILENCE_MS, BUDGET_S, SecondHearing
from voice.listen.second_pass.link import Answered, SecondPassLink

PAUSE_MS = ASK_SILENCE_MS["digits"]
FIRST = RecognisedText("یک نه", (Word("یک", 0.9, 0, 100), Word("نه", 0.9, 100, 200)), 0.9)
SECOND = RecognisedText("یک دو", (Word("یک", 0.9, 0, 100), Word("دو", 0.9, 100, 200)), 0.9)


class LinkDouble(SecondPassLink):
    """Keeps asks for the test to answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[bytes] = []
        self.open: dict[int, Answered] = {}
        self.due_s: float | None = None
        self.there = True
        self.quick = True

    def ask(self, call: int, language: str, kind: Kind, pcm: bytes, until_s: float, answered: Answered) -> bool:
        if self.there:
            self.asked.append(pcm)
            self.open[call] = answered
        return self.there

    def wait(self, call: int, due_s: float) -> bool:
        self.due_s = due_s
        return self.quick

    def forget(self, call: int) -> None:
        self.open.pop(call, None)

    def answer(self, heard: RecognisedText | None) -> None:
        """To whoever asked last, if it still waits."""
        for call in list(self.open):
            self.open.pop(call)(heard)


class Call:
    def __init__(self) -> None:
        self.link = LinkDouble()
        self.hearing = SecondHearing(self.link, clock=lambda: 100.0)
        self.texts: list[str] = []
        self.hearing.begin()
        self.hearing.add(b"\1\1" * 160)

    def pause(self, silence_ms: float, kind: Kind = "digits") -> None:
        self.hearing.pause("fa", kind, silence_ms)

    def finish(self, kind: Kind = "digits") -> None:
        self.hearing.finish(FIRST, "fa", kind, lambda heard: self.texts.append(heard.text))


def test_the_answer_that_came_in_the_silence_is_delivered_at_once() -> None:
    call = Call()
    call.pause(PAUSE_MS)
    call.link.answer(SECOND)
    call.finish()
    assert call.texts == ["یک دو"]


def test_an_answer_on_its_way_is_waited_for_no_longer_than_the_budget() -> None:
    call = Call()
    call.pause(PAUSE_MS)
    call.finish()
    assert call.texts == []
    assert call.link.due_s == 100.0 + BUDGET_S["digits"]
    call.link.answer(None)
    assert call.texts == ["یک نه"]


def test_a_turn_that_ends_without_a_long_silence_is_asked_for_at_its_end() -> None:
    call = Call()
    call.finish()
    assert len(call.link.asked) == 1
    call.link.answer(SECOND)
    assert call.texts == ["یک دو"]


def test_a_caller_who_goes_on_is_read_again_with_all_he_said() -> None:
    call = Call()
    call.pause(PAUSE_MS)
    call.link.answer(SECOND)
    call.pause(0)
    call.hearing.add(b"\2\2" * 160)
    call.pause(PAUSE_MS)
    assert [len(pcm) for pcm in call.link.asked] == [320, 640]
    call.finish()
    assert call.texts == []


def test_a_turn_for_which_there_was_no_time_is_not_asked_for_at_its_end_unless_the_caller_went_on() -> None:
    call = Call()
    call.link.there = False
    call.pause(PAUSE_MS)
    call.link.there = True
    call.pause(PAUSE_MS + 20)
    call.finish()
    assert (call.link.asked, call.texts) == ([], ["یک نه"])
    call.link.there = False
    call.pause(PAUSE_MS)
    call.link.there = True
    call.pause(0)
    call.pause(PAUSE_MS)
    assert len(call.link.asked) == 1


def test_without_a_second_pass_nobody_waits() -> None:
    call = Call()
    call.link.there = False
    call.pause(PAUSE_MS)
    call.finish()
    assert call.texts == ["یک نه"]


def test_an_answer_that_will_be_late_is_not_waited_for() -> None:
    call = Call()
    call.link.quick = False
    call.pause(PAUSE_MS)
    call.finish()
    assert call.texts == ["یک نه"]
    call.link.answer(SECOND)
    assert call.texts == ["یک نه"]


def test_a_machine_that_is_behind_does_not_ask() -> None:
    call = Call()
    call.hearing.spare = True
    call.finish()
    assert call.link.asked == []
    assert call.texts == ["یک نه"]


def test_which_language_it_is_the_second_pass_helps_to_tell_and_may_take_longer() -> None:
    call = Call()
    call.pause(ASK_SILENCE_MS["language"], "language")
    call.finish("language")
    assert len(call.link.asked) == 1
    assert call.link.due_s == 100.0 + BUDGET_S["language"]
    assert BUDGET_S["language"] > BUDGET_S["general"]
    call.link.answer(SECOND)
    assert call.texts == ["یک دو"]


def test_what_was_dropped_is_never_delivered() -> None:
    call = Call()
    call.finish()
    call.hearing.drop()
    call.link.answer(SECOND)
    assert call.texts == []


def test_the_next_turn_begins_with_no_sound_and_no_answer() -> None:
    call = Call()
    call.pause(PAUSE_MS)
    call.link.answer(SECOND)
    call.hearing.begin()
    call.finish()
    assert call.link.asked[-1] == b""
