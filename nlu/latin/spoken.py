"""Text for the voice: words in Latin letters become native ones, as callers know them.

«کدِ OTP با SMS آمد» -> «کدِ عُ تی پیی با اِس اِم اِس آمد». A voice for Persian or Arabic has no English sounds.
"""

from __future__ import annotations

import re
import unicodedata

from nlu.latin.readings import WORD, reading
from nlu.latin.table import longest, parts, words

_CHUNK = re.compile(rf"\[\[.*?\]\]|{WORD}")
"""What is written as sounds stays."""
_LATIN = re.compile("[A-Za-z]")
_SHORT_ENDING = re.compile("(?<=[A-Za-z\\d])\u200c?([متش])(?![\\w\u0600-\u06ff])")
"""«VPNم», «SMSت»: a possessive of one letter, whose vowel is not written."""
_ENDING_VOWELS = {"م": "\u064eم", "ت": "\u0650ت", "ش": "\u0650ش"}
_ENDING = re.compile("(?<=[A-Za-z\\d])(?=[\u0621-\u06cc])")
_PREFIX = re.compile("(?<=[بلكوف])\u0640(?=[A-Za-z])|(?<=ال)\u0640? ?(?=[A-Za-z])")
_ACCENTED = re.compile("[À-ÖØ-öø-ž]")
_DOTTED = re.compile(r"\b[A-Z](?:\.[A-Z])+\b")
_BETWEEN = re.compile(r"(?<=[A-Za-z])[/&](?=[A-Za-z])")
_AND = {"fa": " اَند ", "ar": " آند "}
_CONSONANT = "[بپتجچخدزژسشفکگلمنرهق]"
_CLUSTER = re.compile(f"({_CONSONANT})(?={_CONSONANT})(?!ه$)|((?<=\\wا)|(?<=آ))[یو](?={_CONSONANT})")
_ALONE = {"پی": "پیی", "دی": "دیی", "وی": "ویی", "اُ": "عُ", "دابِلیو": "دابِل یو", "کیو": "کیو"}
"""espeak-ng's Persian, which Piper's voices use too, says "pey", "dey", "vey", the name of the letter alef."""


def respelt(text: str, language: str) -> str:
    """`text` with all words in Latin letters in native ones; the rest as it was, and `[[...]]` with it."""
    return _respelt(text, language, known_only=False) if _LATIN.search(text) else text


def respelt_codes(text: str, language: str) -> str:
    """Only the usual words that hold digits (4G, MP3), before digits become words by themselves."""
    return _respelt(text, language, known_only=True) if _LATIN.search(text) else text


def _plain(text: str, language: str) -> str:
    """Letters without accents, and words or nothing for the signs between them: Café, AT&T, VPN/SMS, U.S.A."""
    said = _ACCENTED.sub(lambda match: unicodedata.normalize("NFKD", match[0])[0], text)
    said = _DOTTED.sub(lambda match: match[0].replace(".", ""), said)
    return _BETWEEN.sub(lambda match: _AND[language] if match[0] == "&" else " ", said)


def _respelt(text: str, language: str, *, known_only: bool) -> str:
    text = text if known_only else _plain(text, language)
    text = _PREFIX.sub("", text) if language == "ar" and not known_only else text
    if language == "fa" and not known_only:
        text = _SHORT_ENDING.sub(lambda match: _ENDING_VOWELS[match[1]], text)
    chunks = list(_CHUNK.finditer(text))
    out, at, index = "", 0, 0
    while index < len(chunks):
        count = _together(chunks[index:], text, language)
        first, last = chunks[index], chunks[index + count - 1]
        written = text[first.start() : last.end()]
        if _is_wanted(written, language, known_only=known_only):
            out += text[at : first.start()] + for_voice(reading(written, language).said[0], language)
            out += _border(out[-1:], text[last.end() : last.end() + 2]) if language == "fa" else ""
            at = last.end()
        index += count
    return out + text[at:]


def _is_wanted(written: str, language: str, *, known_only: bool) -> bool:
    if written.startswith("[[") or not _LATIN.search(written):
        return False
    return not known_only or any(map(str.isdigit, written)) and parts(written) in words(language)


def _together(chunks: list[re.Match[str]], text: str, language: str) -> int:
    """How many words from the first on are one entry of the table («App Store»), with one space between; 1 at least."""
    for count in range(min(longest(language), len(chunks)), 1, -1):
        run = text[chunks[0].start() : chunks[count - 1].end()]
        if re.fullmatch(rf"{WORD}(?: {WORD})*", run) and parts(run) in words(language):
            return count
    return 1


def _border(last: str, follower: str) -> str:
    """«SMSها»: the native word ends before what is written on to it, unless that is its mark or its last vowel."""
    if re.match(r"ی(?!\w)", follower) and last not in tuple("ایو"):
        return ""
    return "\u200c" if re.match("[آ-غف-يپچژکگی]", follower) else ""


def for_voice(marked: str, language: str) -> str:
    """A fully marked reading as espeak-ng reads it right."""
    if language != "fa":
        return marked
    return " ".join("\u200c".join(map(_persian, word.split("\u200c"))) for word in marked.split(" "))


def _persian(word: str) -> str:
    """A vowel would be put between two consonants that have no sukun."""
    return _ALONE.get(word) or _CLUSTER.sub("\\g<0>\u0652", word)
