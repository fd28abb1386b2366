"""From pieces with times to words."""

import math

import pytest

from voice.events import Word
from voice.listen.sherpa.words import LONGEST_TOKEN_MS, UNTOLD, Token, words_of


def tokens(*pieces: str, step_ms: float = 100, log_prob: float | None = None) -> list[Token]:
    return [Token(piece, step_ms * at, log_prob) for at, piece in enumerate(pieces)]


def test_a_space_or_the_mark_of_sentencepiece_begins_a_word() -> None:
    for mark in (" ", "▁"):
        (one, _), (two, _) = words_of("موجودی حساب", tokens(f"{mark}موجو", "دی", f"{mark}حسا", "ب"))
        assert one == Word("موجودی", UNTOLD, 0, 200)
        assert two == Word("حساب", UNTOLD, 200, 300 + LONGEST_TOKEN_MS)


def test_letters_with_spaces_between_them() -> None:
    (one, _), (two, _) = words_of("نه بله", tokens("ن", "ه", " ", "ب", "ل", "ه"))
    assert (one.text, one.start_ms, one.end_ms) == ("نه", 0, 300)
    assert (two.text, two.start_ms) == ("بله", 300)


def test_a_word_ends_soon_after_its_last_piece_though_the_next_comes_late() -> None:
    (one, _), _ = words_of("نه بله", [Token(" نه", 0.0), Token(" بله", 2000.0)])
    assert one.end_ms == LONGEST_TOKEN_MS


def test_confidence_is_the_geometric_mean() -> None:
    ((word, _),) = words_of("نه", [Token(" ن", 0, math.log(0.9)), Token("ه", 100, math.log(0.4))])
    assert word.confidence == pytest.approx(0.6)
    ((word, _),) = words_of("نه", [Token(" نه", 0, 1e-6)])
    assert word.confidence == 1.0


def test_an_unknown_word_is_told_as_such() -> None:
    assert [known for _, known in words_of("نه <unk>", tokens(" نه", " <unk>"))] == [True, False]


def test_punctuation_is_no_word_and_no_part_of_one() -> None:
    found = words_of("سلام، «خوبی» ؟", tokens(" سلام", "،", " «خوبی", "»", " ؟"))
    assert [word.text for word, _ in found] == ["سلام", "خوبی"]


def test_a_joiner_inside_a_word_stays() -> None:
    assert [word.text for word, _ in words_of("می\u200cخواهم", tokens(" می", "\u200cخواهم"))] == ["می\u200cخواهم"]


def test_a_network_that_writes_bytes_has_its_times_spread() -> None:
    found = words_of("نه بله", tokens("<0xD9>", "<0x86>", "<0xD9>", "<0x87>", log_prob=math.log(0.8)))
    assert [word.text for word, _ in found] == ["نه", "بله"]
    assert [word.start_ms for word, _ in found] == [0, 270]
    assert all(word.confidence == pytest.approx(0.8) for word, _ in found)


def test_nothing_is_no_word() -> None:
    assert words_of("", []) == []
    assert words_of(" ", tokens(" ")) == []
    assert [word.text for word, _ in words_of("نه", [])] == ["نه"]
