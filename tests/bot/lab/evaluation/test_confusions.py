"""Which word was taken for which."""

from bot.lab.evaluation.confusions import NOTHING, aligned, confusions, table
from bot.terminal import console


def test_words_are_aligned_and_what_was_added_is_left_out() -> None:
    assert list(aligned("یک دو سه".split(), "یک سه".split())) == [("یک", "یک"), ("دو", NOTHING), ("سه", "سه")]
    assert list(aligned("یک دو".split(), "یک شش دو".split())) == [("یک", "یک"), ("دو", "دو")]
    assert list(aligned([], ["یک"])) == []


def test_digits_are_counted_by_what_they_were_heard_as() -> None:
    told = confusions([("fa", "یک دو سه", "یک نُه سه"), ("fa", "دو", "دو"), ("ar", "لا", "نعم")])
    assert told.content()["fa"]["دو"] == {"نه": 1, "دو": 1}
    assert told.pair("fa", "دو", "نه") == (1, 2)
    assert told.pair("ar", "لا", "نعم") == (1, 1)


def test_another_form_of_a_digit_is_the_digit() -> None:
    assert confusions([("fa", "شش", "شیش")]).content()["fa"]["شش"] == {"شش": 1}


def test_other_words_are_not_watched() -> None:
    told = confusions([("fa", "سلام خوبی", "سلام چی")])
    assert told.content() == {} and table(told) is None


def test_the_table_has_the_worst_word_first_and_the_pair() -> None:
    shown_table = table(confusions([("ar", "لا نعم", "نعم نعم"), ("ar", "نعم", "نعم")]))
    assert shown_table is not None
    with console.capture() as shown:
        console.print(shown_table)
    lines = shown.get().splitlines()
    assert next(at for at, line in enumerate(lines) if "ar لا " in line) < next(
        at for at, line in enumerate(lines) if "ar نعم" in line
    )
    assert "one for the other 1" in shown.get()
