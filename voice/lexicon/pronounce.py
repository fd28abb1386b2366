"""Words to sounds: the designers' own lines, the lexicon, endings the lexicon lacks, and letter rules at last.

Words in Latin letters («SMS», «VPNم») are no business of a lexicon: whoever makes it says how they are read (`Latin`).

The Persian lexicon is MIT (M. Hansen, see data/lexicons/); the call-centre words are ours.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nlu.text.languages import LANGUAGES
from voice.lexicon.letter_rules import RULES, sound_by_rule
from voice.lexicon.marked import marked_sound
from voice.lexicon.phones import PhoneTable, Sound, phone_table, undouble
from voice.lexicon.variants import (
    AFFIXES,
    affixed,
    colloquial,
    dialectal,
    in_context,
    joined,
    suffixed,
    with_ezafe,
)

_MARKS = re.compile("[\u064b-\u064e\u0650-\u0652\u0654\u0655\u0670\u200b-\u200f\u0640]")


_FOREIGN = re.compile(r"([^A-Za-z\d]*)([A-Za-z\d](?:.*[A-Za-z\d])?)([^A-Za-z\d]*)")
_LATIN = re.compile("[A-Za-z]")
_JOINERS = "\u200c\u0640-"


class Latin(Protocol):
    """How words in Latin letters are said, in letters of the lexicon's language with all vowels marked."""

    def known(self, word: str) -> Sequence[str]:
        """Ways that are sure, the likeliest first; none for a word that could only be guessed."""
        ...

    def guessed(self, word: str) -> Sequence[str]:
        """Ways by rule, for every word with a Latin letter."""
        ...


def lexicon_key(word: str, language: str) -> str:
    """Fold what keyboards write differently. The damma stays: it alone tells «نُه» (nine) from «نه» (no)."""
    return _MARKS.sub("", word).casefold().translate(LANGUAGES[language].fold)


@dataclass
class Lexicon:
    """Pronunciations of one language; later files override earlier ones."""

    language: str
    table: PhoneTable
    entries: dict[str, list[Sound]] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)
    """Words whose sounds people wrote; the published lexicon guesses some of its long words badly."""
    latin: Latin | None = None

    @classmethod
    def load(cls, language: str, folder: Path, *, latin: Latin | None = None) -> "Lexicon":
        """Read LANG.txt.gz, then LANG.txt, then the designers' LANG.extra.txt, whichever exist."""
        lexicon = cls(language, phone_table(language), latin=latin)
        packed = folder / f"{language}.txt.gz"
        if packed.exists():
            lexicon.add(_published(gzip.decompress(packed.read_bytes()).decode().splitlines(), lexicon.table))
        for name in (f"{language}.txt", f"{language}.extra.txt"):
            if (folder / name).exists():
                lexicon.override((folder / name).read_text(encoding="utf-8-sig").splitlines())
        return lexicon

    def add(self, pairs: Iterable[tuple[str, Sound]]) -> None:
        """Add pronunciations; a word may come several times."""
        for word, sound in pairs:
            sounds = self.entries.setdefault(lexicon_key(word, self.language), [])
            if sound not in sounds:
                sounds.append(sound)

    def override(self, lines: Iterable[str]) -> None:
        """Take `word = sound, sound` lines; a sound is IPA symbols separated by spaces. # starts a comment."""
        for line in lines:
            word, equals, sounds = line.partition("#")[0].partition("=")
            if equals:
                key = lexicon_key(word.strip(), self.language)
                self.checked.add(key)
                self.entries[key] = [self.table.from_ipa(sound) for sound in sounds.split(",")]

    def pronounce(self, word: str, *, linked: bool = False) -> list[Sound]:
        """Every way the word may be said, likeliest first; Persian words also with the optional ezafe.

        `linked`: Arabic words also as they sound between others.
        """
        sounds = self.plain(word)
        if self.language != "fa":
            return _unique([*sounds, *(_linked(word, sounds) if linked else ())])
        sounds = _unique(variant for sound in sounds for variant in colloquial(sound))
        return _unique([*sounds, *(with_ezafe(sound) for sound in sounds)])

    def plain(self, word: str) -> list[Sound]:
        """The stored sounds alone, without colloquial forms or ezafe: what a synthesiser should say."""
        known = self._known(word) or self._foreign(word, sure=False)
        return known or [sound_by_rule(lexicon_key(word, self.language), RULES[self.language])]

    def missing(self, words: Iterable[str]) -> list[str]:
        """The words whose sound had to be guessed letter by letter, in their order, once each."""
        return list(dict.fromkeys(word for word in words if not self._known(word)))

    def _known(self, word: str) -> list[Sound]:
        key = lexicon_key(word, self.language)
        if key in self.checked:
            return self.entries[key]
        if _LATIN.search(word):
            return self._foreign(word, sure=True)
        stem, joiner, ending = word.rpartition("\u200c")
        if joiner:
            at_joiner = suffixed(lexicon_key(stem, self.language), lexicon_key(ending, self.language), self.entries)
            if sounds := _unique(undouble(sound) for sound in at_joiner):
                return sounds
        if key in self.entries:
            return self.entries[key]
        return _unique(undouble(sound) for sound in affixed(key, self.entries, self.language))

    def _foreign(self, word: str, *, sure: bool) -> list[Sound]:
        """The sounds of a word with Latin letters, its native prefix and ending («الـSMS», «VPNم») joined to it."""
        match = _FOREIGN.fullmatch(word) if self.latin and _LATIN.search(word) else None
        if match is None or self.latin is None:
            return []
        before, core, after = match.groups()
        prefix, ending = (self._affix(part, at) for at, part in enumerate((before, after)))
        if sure and (prefix is None or ending is None):
            return []
        said = self.latin.known(core) if sure else self.latin.guessed(core)
        own = self.entries[key] if (key := lexicon_key(core, self.language)) in self.checked else None
        sounds = own or [marked_sound(one, self.language) for one in said]
        return _unique(undouble(joined(joined(prefix or (), sound), ending or ())) for sound in sounds)

    def _affix(self, letters: str, side: int) -> Sound | None:
        """The sound of what is written on to a foreign word, before (0) or after it (1); None where it is no affix."""
        key = lexicon_key(letters, self.language).strip(_JOINERS)
        return AFFIXES[self.language][side].get(key) if key else ()


def _published(lines: Iterable[str], table: PhoneTable) -> Iterator[tuple[str, Sound]]:
    for line in lines:
        word, _, sound = line.partition(" ")
        if not word.startswith(("<", "!")):
            yield word, table.from_ipa(sound)


def _linked(word: str, sounds: Sequence[Sound]) -> Iterator[Sound]:
    yield from in_context(word, sounds[0])
    for sound in sounds:
        yield from dialectal(word, sound)


def _unique(sounds: Iterable[Sound]) -> list[Sound]:
    return list(dict.fromkeys(sound for sound in sounds if sound))
