"""Names and abbreviations on their way to the voice."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speak.pronunciation import Pronunciation, PronunciationBroken, Pronunciations

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "data" / "pronunciation"
NAMES = Pronunciation.load(SHIPPED / "fa.txt")


def table(tmp_path: Path, *lines: str) -> Pronunciation:
    path = tmp_path / "fa.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return Pronunciation.load(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("از Tapsi بپرسید", "از تَپسی بپرسید"),
        ("TAPSI!", "تَپسی!"),
        ("Tapsi‌ها", "تَپسی‌ها"),
        ("tapsiran", "tapsiran"),
        ("(Tapsi،Tapsi)", "(تَپسی،تَپسی)"),
        ("", ""),
    ],
)
def test_whole_words_in_any_case(tmp_path: Path, text: str, said: str) -> None:
    assert table(tmp_path, "Tapsi = تَپسی").apply(text) == said


@pytest.mark.parametrize("text", ["دیجی‌كالا", "دیجی کالا", "ديجي‌کالا", "دیـجی‌کالا"])
def test_letters_of_other_keyboards_are_the_same_word(tmp_path: Path, text: str) -> None:
    assert table(tmp_path, "دیجی‌کالا = دیجی کالا").apply(f"سلام {text}.") == "سلام دیجی کالا."


def test_the_longest_entry_wins(tmp_path: Path) -> None:
    names = table(tmp_path, "Snapp = اِسنَپ", "Snapp Food = اِسنَپ فود", "اول = اوّل")
    assert names.apply("Snapp و Snapp Food اول") == "اِسنَپ و اِسنَپ فود اوّل"


@pytest.mark.parametrize("text", ["همراه. اول", "همراه، اول", "همراه\nاول", "همراه (اول)"])
def test_a_name_does_not_reach_over_the_end_of_a_sentence(tmp_path: Path, text: str) -> None:
    assert table(tmp_path, "همراه اول = همراهِ اوّل").apply(text) == text


def test_the_ezafe_of_the_sentence_stays(tmp_path: Path) -> None:
    names = table(tmp_path, "تپسی = تَپسی", "ملت = مِلَّت")
    assert names.apply("تپسیِ شما و ملتِ ما") == "تَپسیِ شما و مِلَّتِ ما"


def test_a_word_marked_by_hand_stays(tmp_path: Path) -> None:
    assert table(tmp_path, "کرم = کِرِم").apply("کرم و کَرَم") == "کِرِم و کَرَم"


def test_digits_are_one_with_the_letters_beside_them(tmp_path: Path) -> None:
    names = table(tmp_path, "4G = فور جی")
    assert names.apply("۴G و 4g و 14G و 4") == "فور جی و فور جی و 14G و 4"


def test_comments_empty_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    names = table(tmp_path, "\ufeffSMS = پیامک  # short message", "", "# VIP = x")
    assert names.apply("SMS VIP") == "پیامک VIP"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SMS پیامک", "has no '='"),
        ("= پیامک", "no word before"),
        ("SMS =", "nothing to say"),
        ("SMS = ...", "nothing to say"),
        ("1819 = هجده نوزده", "is a number"),
        ("Tapsi = [[t'apsi]]", "differ from voice to voice"),
        ("a b c d e f g = الف", "7 words, at most 6"),
        ("sms = پیامک", "stands in line 1 already"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(PronunciationBroken, match="written = spoken") as told:
        table(tmp_path, "SMS = اِس اِم اِس", "", line)
    assert why in str(told.value)
    assert "fa.txt:3:" in str(told.value)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa.txt").write_bytes("SMS = پیامک".encode("utf-16"))
    with pytest.raises(PronunciationBroken, match="UTF-8"):
        Pronunciation.load(tmp_path / "fa.txt")


def test_no_file_is_no_entries(tmp_path: Path) -> None:
    names = Pronunciation.load(tmp_path / "none.txt")
    assert names.apply("SMS") == "SMS"


def test_the_version_follows_the_entries_alone(tmp_path: Path) -> None:
    one = table(tmp_path, "SMS = پیامک", "VIP = ویژه").version
    assert table(tmp_path, "# order and case do not count", "vip = ویژه", "sms=پیامک").version == one
    assert table(tmp_path, "SMS = پیام", "VIP = ویژه").version != one


def test_all_languages_together(tmp_path: Path) -> None:
    table(tmp_path, "SMS = پیامک")
    names = Pronunciations.load(tmp_path, ("fa", "ar"))
    assert [names.apply("SMS", language) for language in ("fa", "ar", "en")] == ["پیامک", "SMS", "SMS"]
    before = names.version
    (tmp_path / "ar.txt").write_text("SMS = رِسَالَة", encoding="utf-8")
    assert Pronunciations.load(tmp_path, ("fa", "ar")).version != before


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_ships_is_without_a_mistake_and_says_no_latin(language: str) -> None:
    names = Pronunciation.load(SHIPPED / f"{language}.txt")
    assert len(names.entries) >= {"fa": 32, "ar": 16}[language]  # words in Latin letters are said by nlu.latin
    for keys, spoken in names.entries.items():
        assert not any(char.isascii() and char.isalnum() for char in spoken), keys
        assert names.apply(" ".join(keys)) == spoken


@given(st.text(alphabet="qxjگ .،-\u200c\u064e۳\n"))
def test_what_is_not_in_the_table_is_not_touched(text: str) -> None:
    assert NAMES.apply(text) == text


@given(st.text())
def test_any_text_passes(text: str) -> None:
    assert len(NAMES.apply(text)) >= len(text) // 10
