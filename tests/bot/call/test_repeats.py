"""The same sentence again and again."""

from bot.call.repeats import Repeats


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
