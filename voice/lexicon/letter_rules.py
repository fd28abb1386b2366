"""Letters to sounds by rule: the last resort for a word that no lexicon has."""

from collections.abc import Mapping
from dataclasses import dataclass

from voice.lexicon.phones import VOWELS, Sound, undouble


@dataclass(frozen=True)
class LetterRules:
    """Consonants by letter, long vowels by letter, marks, and the vowel that fills a gap."""

    consonants: Mapping[str, str]
    long_vowels: Mapping[str, str]
    glides: Mapping[str, str]
    marks: Mapping[str, str]
    openings: Mapping[str, str]
    """Vowel letters at the start of a word."""
    endings: Mapping[str, tuple[str, ...]]
    filler: str


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


PERSIAN = LetterRules(
    consonants=_pairs(
        "ب:b پ:p ت:t ث:s ج:dʒ چ:tʃ ح:h خ:x د:d ذ:z ر:r ز:z ژ:ʒ س:s ش:ʃ ص:s ض:z ط:t ظ:z ع:ʔ غ:q ف:f ق:q ک:k گ:g ل:l م:m "
        "ن:n ه:h و:v ی:j ء:ʔ ئ:ʔ ؤ:ʔ أ:ʔ إ:ʔ ة:t"
    ),
    long_vowels=_pairs("ا:ɒ آ:ɒ و:u ی:i"),
    glides=_pairs("و:v ی:j"),
    marks={"َ": "æ", "ِ": "e", "ُ": "o", "ٰ": "ɒ"},
    openings=_pairs("ا:æ آ:ɒ أ:æ إ:e"),
    endings={"ه": ("e",), "ۀ": ("e",), "اً": ("æ", "n")},
    filler="æ",
)
ARABIC = LetterRules(
    consonants=_pairs(
        "ب:b ت:t ث:θ ج:ʒ ح:ħ خ:x د:d ذ:ð ر:r ز:z س:s ش:ʃ ص:sˤ ض:dˤ ط:tˤ ظ:ðˤ ع:ʕ غ:ɣ ف:f ق:q ك:k ل:l م:m ن:n ه:h "
        "و:w ي:j ء:ʔ ئ:ʔ ؤ:ʔ أ:ʔ إ:ʔ گ:g چ:ʃ پ:p ڤ:v ة:t"
    ),
    long_vowels=_pairs("ا:aː آ:aː و:uː ي:iː ى:aː"),
    glides=_pairs("و:w ي:j"),
    marks={"َ": "a", "ِ": "i", "ُ": "u", "ٰ": "aː", "ً": "an", "ٍ": "in", "ٌ": "un"},
    openings=_pairs("ا:a آ:aː أ:a إ:i"),
    endings={"ة": ("a",), "ى": ("aː",)},
    filler="a",
)
RULES = {"fa": PERSIAN, "ar": ARABIC}


def _raw(word: str, rules: LetterRules) -> list[str]:
    phones: list[str] = []
    for at, letter in enumerate(word):
        rest = word[at + 1 : at + 2]
        if letter in rules.marks:
            phones += [rules.marks[letter]] if len(rules.marks[letter]) < 2 else _marked(rules.marks[letter])
        elif at == 0 and letter in rules.openings:
            phones.append(rules.openings[letter])
        elif at == len(word) - 1 and at > 0 and letter in rules.endings:
            phones += rules.endings[letter]
        elif letter in rules.glides and (at == 0 or rest in rules.long_vowels or rest in rules.marks):
            phones.append(rules.glides[letter])
        elif letter in rules.long_vowels:
            long = rules.long_vowels[letter]
            phones[-1:] = [long] if phones and phones[-1] == long[0] else [*phones[-1:], long]
        elif letter in rules.consonants:
            phones.append(rules.consonants[letter])
    return phones


def _marked(sound: str) -> list[str]:
    return [sound] if sound in VOWELS else list(sound)


def sound_by_rule(word: str, rules: LetterRules) -> Sound:
    """Guess the sound: a short vowel goes into every gap that would leave a syllable without one."""
    phones: list[str] = []
    raw = _raw(word, rules)
    for at, phone in enumerate(raw):
        phones.append(phone)
        follower = raw[at + 1] if at + 1 < len(raw) else None
        later = raw[at + 2] if at + 2 < len(raw) else None
        if phone in VOWELS or follower is None or follower in VOWELS:
            continue
        closes_syllable = at > 0 and phones[-2] in VOWELS
        if not closes_syllable or (later is not None and later not in VOWELS):
            phones.append(rules.filler)
    return undouble(tuple(phones))
