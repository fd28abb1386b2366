"""The same sentence again and again."""

import pytest

from bot.call.repeats import Repeats
from bot.dialogue.client import HandoffWish, Reply


def test_the_third_time_is_one_too_many() -> None:
    said = Repeats()
    assert [said.stuck(["الف"]) for _ in range(4)] == [False, False, True, True]


def test_something_new_beside_it_is_progress() -> None:
    said = Repeats()
    assert not any(said.stuck([f"پاسخ {n}", "کارِ دیگری هست؟"]) for n in range(6))
    assert said.stuck(["کارِ دیگری هست؟"])


def test_who_asks_for_it_may_hear_it_oftener() -> None:
    said = Repeats()
    assert [said.stuck(["الف"], "repeat") for _ in range(5)] == [False] * 4 + [True]


def test_silence_is_nothing_said() -> None:
    said = Repeats()
    assert not any(said.stuck([]) for _ in range(5))


HELP = "می‌توانید بپرسید"
SAME, OTHER = Reply(("بفرمایید",), intent="affirm"), Reply(("موجودی شما", "کارِ دیگری هست؟"), intent="ask_balance")


def told(said: Repeats, *replies: Reply) -> list[str]:
    """What is said instead of each, or «human: WHY»."""
    found = [said.instead(reply, HELP) for reply in replies]
    return [f"human: {one.handoff.reason}" if one.handoff else one.texts[0] for one in found]


def test_help_comes_before_a_human() -> None:
    assert told(Repeats(), *[SAME] * 4) == ["بفرمایید", "بفرمایید", HELP, "human: no_progress"]


@pytest.mark.parametrize("words", ["بله", "نه", "اپراتور نمی‌خوام"])
def test_whatever_was_said_out_of_the_blue(words: str) -> None:
    said = Repeats()
    assert told(said, *[Reply(("در خدمتم",), intent=words)] * 3)[-1] == HELP


def test_something_new_begins_anew() -> None:
    said = Repeats()
    assert told(said, SAME, SAME, SAME, OTHER, SAME, SAME) == [
        *("بفرمایید", "بفرمایید", HELP, "موجودی شما"),
        *(HELP, "human: no_progress"),
    ]


@pytest.mark.parametrize("expect", ["digits", "yesno"])
def test_a_question_is_not_answered_with_help(expect: str) -> None:
    asked = Reply(("پنج رقم را بگویید",), expect="digits" if expect == "digits" else "yesno")
    assert told(Repeats(), asked, asked, asked)[-1] == "human: no_progress"


def test_what_ends_the_call_is_left_as_it_is() -> None:
    said = Repeats()
    bye, human = Reply(("خدانگهدار",), hangup=True), Reply(("وصل می‌کنم",), handoff=HandoffWish("complaint"))
    for _ in range(4):
        assert said.instead(bye, HELP) is bye
        assert said.instead(human, HELP) is human
