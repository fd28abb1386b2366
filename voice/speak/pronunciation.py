"""How names and abbreviations are to be said: `written = spoken` lines of data/pronunciation/LANGUAGE.txt.

Whole words only, found by their folded letters; used on the way to the voice, never on what people read:
«Tapsi» -> «تَپسی», «SMS» -> «پیامک».
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nlu.text.letters import fold
from voice.errors import SpeakError

LONGEST_WORDS = 6  # of one entry

_MARK = "\u0610-\u061a\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARK}\u0640])*")
_MARKS = re.compile(f"[{_MARK}\u0640]")
_LAST_MARKS = re.compile(f"[{_MARK}]+$")


class PronunciationBroken(SpeakError):
    """A line of a pronunciation file cannot be used."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(path, line, why)
        self.path = path
        self.line = line
        self.why = why

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.why}; a line is: written = spoken   # comment"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: its matching key, and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The entries of one language: the keys of the written words -> how they are said."""

    entries: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "Pronunciation":
        """Read a file; no entries where there is none. Raises PronunciationBroken with the line of the mistake."""
        entries: dict[tuple[str, ...], str] = {}
        for line in _entries(path):
            if isinstance(line, PronunciationBroken):
                raise line
            keys, spoken = line
            entries[keys] = spoken
        return cls(entries)

    def apply(self, text: str) -> str:
        """`text` with every known name as it is said; a word with vowel marks inside was marked by hand and stays."""
        if not self.entries:
            return text
        words = list(_words(text))
        longest = max(map(len, self.entries))
        out, at, index = "", 0, 0
        while index < len(words):
            count = self._match(words, index, longest, text)
            if count:
                first, last = words[index], words[index + count - 1]
                spoken = self.entries[tuple(word.key for word in words[index : index + count])]
                out += text[at : first.start] + spoken + _ending(text[last.start : last.end], spoken)
                at = last.end
            index += count or 1
        return out + text[at:]

    @property
    def version(self) -> str:
        """Changes when an entry does: part of the key of a rendered prompt."""
        lines = sorted(f"{' '.join(keys)}={spoken}" for keys, spoken in self.entries.items())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def _match(self, words: list[_Word], index: int, longest: int, text: str) -> int:
        """How many words from `index` on are an entry: the longest wins, 0 where none is."""
        for count in range(min(longest, len(words) - index), 0, -1):
            run = words[index : index + count]
            if tuple(word.key for word in run) in self.entries and _together(run, text):
                return 0 if any(_by_hand(text[word.start : word.end]) for word in run) else count
        return 0


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """All languages."""

    languages: Mapping[str, Pronunciation]

    @classmethod
    def load(cls, folder: Path, languages: Iterable[str]) -> "Pronunciations":
        """`folder`/LANGUAGE.txt of each. Raises PronunciationBroken."""
        return cls({language: Pronunciation.load(folder / f"{language}.txt") for language in languages})

    def apply(self, text: str, language: str) -> str:
        """`Pronunciation.apply` of that language; the text itself where there is none."""
        table = self.languages.get(language)
        return table.apply(text) if table else text

    @property
    def version(self) -> str:
        """Changes when an entry of any language does."""
        return "-".join(f"{language}:{table.version}" for language, table in sorted(self.languages.items()))


def mistakes(path: Path) -> Iterator[PronunciationBroken]:
    """Every line of a file that cannot be used."""
    return (line for line in _entries(path) if isinstance(line, PronunciationBroken))


def _entries(path: Path) -> Iterator[tuple[tuple[str, ...], str] | PronunciationBroken]:
    """Each line of a file: the keys of the written words and how they are said, or what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        yield PronunciationBroken(path, 1, f"the file cannot be read as UTF-8 text ({error})")
        return
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines, 1):
        told = line.removeprefix("\ufeff").partition("#")[0].strip()
        if not told:
            continue
        written, equals, spoken = (part.strip() for part in told.partition("="))
        keys = tuple(word.key for word in _words(written))
        why = _mistake(written, spoken, keys) if equals else f"'{told}' has no '='"
        if not why and keys in seen:
            why = f"'{written}' stands in line {seen[keys]} already"
        seen.setdefault(keys, number)
        yield PronunciationBroken(path, number, why) if why else (keys, unicodedata.normalize("NFC", spoken))


def _mistake(written: str, spoken: str, keys: tuple[str, ...]) -> str:
    """What is wrong with an entry, "" where nothing is."""
    if not keys:
        return "there is no word before the '='"
    if len(keys) > LONGEST_WORDS:
        return f"'{written}' has {len(keys)} words, at most {LONGEST_WORDS} are looked for"
    if all(key.isdigit() for key in keys):
        return f"'{written}' is a number; numbers are worded by rule"
    if "[[" in spoken:
        return "phonemes in [[...]] differ from voice to voice; write the word with vowel marks"
    if not any(char.isalnum() for char in spoken):
        return "there is nothing to say after the '='"
    return ""


def _words(text: str) -> Iterator[_Word]:
    """The words of `text`; a zero-width non-joiner ends one, so that «اسنپ‌ها» begins with «اسنپ»."""
    for match in _WORD.finditer(text):
        if key := _key(match.group()):
            yield _Word(key, match.start(), match.end())


def _key(word: str) -> str:
    """One form a letter, no marks, ASCII digits, small Latin letters."""
    return fold(word).casefold()


def _together(run: list[_Word], text: str) -> bool:
    """Between the words of one name stand only spaces, joiners, hyphens and the like; no end of a sentence."""
    gaps = (text[one.end : two.start] for one, two in zip(run, run[1:], strict=False))
    return all(len(gap) <= 2 and not set(gap) & set(".،,؛;:!?؟\n()") for gap in gaps)


def _by_hand(word: str) -> bool:
    """Whether it has vowel marks inside. One at the end is grammar (the ezafe) and says nothing of the word."""
    return bool(_MARKS.search(_LAST_MARKS.sub("", word).replace("\u0640", "")))


def _ending(word: str, spoken: str) -> str:
    """The marks at the end of the written word, which its spoken form must keep: «Tapsiِ» -> «تَپسیِ»."""
    marks = _LAST_MARKS.search(word)
    return marks.group() if marks and not _LAST_MARKS.search(spoken) else ""
