"""Words to sounds, with the shipped lexicons."""

import gzip
from pathlib import Path

import pytest

from tests.lexicons import LEXICONS
from voice.lexicon.phones import phone_table
from voice.lexicon.pronounce import Lexicon, lexicon_key


@pytest.fixture(scope="module")
def persian() -> Lexicon:
    return Lexicon.load("fa", LEXICONS)


@pytest.fixture(scope="module")
def arabic() -> Lexicon:
    return Lexicon.load("ar", LEXICONS)


def spelled(lexicon: Lexicon, word: str) -> list[str]:
    return [" ".join(sound) for sound in lexicon.pronounce(word)]


def test_call_centre_words_come_first(persian: Lexicon) -> None:
    assert spelled(persian, "سفارش")[0] == "s e f ɒ r e ʃ"
    assert spelled(persian, "می‌خوام")[0] == "m i x ɒ m"


def test_nine_and_no_share_a_spelling(persian: Lexicon) -> None:
    assert {"n æ", "n o h"} <= set(spelled(persian, "نه"))
    assert spelled(persian, "نُه")[0] == "n o h"


def test_colloquial_and_ezafe_forms(persian: Lexicon) -> None:
    assert {"t e h r ɒ n", "t e h r u n", "t e h r ɒ n e", "t e h r u n e"} <= set(spelled(persian, "تهران"))
    assert "ʃ o ʔ b e j e" in spelled(persian, "شعبه")


def test_letter_forms_and_joiners_do_not_matter(persian: Lexicon) -> None:
    assert spelled(persian, "می‌خواستم") == spelled(persian, "ميخواستم")
    assert lexicon_key("حسابِ", "fa") == "حساب"


def test_endings_that_the_lexicon_lacks(persian: Lexicon) -> None:
    assert spelled(persian, "سفارشمون")[0] == "s e f ɒ r e ʃ e m u n"


def test_missing_reports_guesses_only(persian: Lexicon) -> None:
    assert persian.missing(["سلام", "فسنجونک", "سلام", "فسنجونک"]) == ["فسنجونک"]
    assert spelled(persian, "فسنجونک")


def test_arabic_forms_without_ezafe(arabic: Lexicon) -> None:
    assert "a j w a" in spelled(arabic, "أيوه")
    assert {"θ a l aː θ a", "t a l aː t a"} <= set(spelled(arabic, "ثلاثة"))
    assert not any(sound.endswith("j e") for sound in spelled(arabic, "نعم"))


def test_the_forty_keywords_are_known(arabic: Lexicon) -> None:
    words = "صفر واحد اثنان نعم لا ابدأ توقف موافق إلغاء السابق التالي استقبال إدخال اتجاه خيارات تراجع".split()
    assert arabic.missing(words) == []


def test_designer_lines_win(tmp_path: Path) -> None:
    (tmp_path / "fa.txt.gz").write_bytes(gzip.compress("تپسی t æ p s iː\n<unk> SPN\n".encode()))
    (tmp_path / "fa.txt").write_text("تپسی = t æ p e s i\n", encoding="utf-8")
    (tmp_path / "fa.extra.txt").write_text("# names\nتپسی = t a p s i, t e p s i  # ours\n", encoding="utf-8")
    lexicon = Lexicon.load("fa", tmp_path)
    assert [" ".join(sound) for sound in lexicon.plain("تپسی")] == ["t æ p s i", "t e p s i"]


def test_a_sound_outside_the_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fa.extra.txt").write_text("تپسی = t θ p\n", encoding="utf-8")
    with pytest.raises(KeyError):
        Lexicon.load("fa", tmp_path)


class _Spelt:
    """Latin words for these tests: SMS is known, every other word is guessed to sound as «لام»."""

    def known(self, word: str) -> tuple[str, ...]:
        return ("اِس اِم اِس",) if word == "SMS" else ()

    def guessed(self, word: str) -> tuple[str, ...]:
        return self.known(word) or ("لام",)


def latin_lexicon(*lines: str) -> Lexicon:
    lexicon = Lexicon("fa", phone_table("fa"), latin=_Spelt())
    lexicon.override(lines)
    return lexicon


@pytest.mark.parametrize(
    ("word", "sound"),
    [("SMS", "e s e m e s"), ("SMSم", "e s e m e s æ m"), ("SMS‌ها", "e s e m e s h ɒ"), ("Foo", "l ɒ m")],
)
def test_latin_words_sound_as_they_are_read(word: str, sound: str) -> None:
    assert " ".join(latin_lexicon().plain(word)[0]) == sound


def test_a_latin_word_by_rule_is_named_as_a_guess_and_a_known_one_is_not() -> None:
    assert latin_lexicon().missing(["SMS", "SMSها", "Foo", "SMSکژ"]) == ["Foo", "SMSکژ"]


def test_a_designers_line_for_a_latin_word_wins_whatever_its_case() -> None:
    lexicon = latin_lexicon("sms = p a m", "Foo = f u")
    assert lexicon.plain("SMS") == [("p", "æ", "m")]
    assert lexicon.plain("FOOم") == [("f", "u", "m")]
    assert lexicon.missing(["SMS", "foo"]) == []


def test_without_a_reader_latin_words_have_no_sound() -> None:
    assert Lexicon("fa", phone_table("fa")).missing(["SMS"]) == ["SMS"]
