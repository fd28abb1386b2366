"""How one word is said in more than one way: colloquial Persian, ezafe, and endings that lexicons do not list."""

from collections.abc import Iterator, Mapping

from voice.lexicon.phones import VOWELS, Sound

Entries = Mapping[str, list[Sound]]


def _endings(text: str) -> dict[str, Sound]:
    """`letters:sound.sound` pairs."""
    return {letters: tuple(sound.split(".")) for letters, _, sound in (pair.partition(":") for pair in text.split())}


PERSIAN_PREFIXES = _endings(
    """
    نمی:n.e.m.i می:m.i ن:n.æ ب:b.e
    """
)
PERSIAN_SUFFIXES = _endings(
    """
    هایتان:h.ɒ.j.e.t.ɒ.n هایشان:h.ɒ.j.e.ʃ.ɒ.n هاتون:h.ɒ.t.u.n هاشون:h.ɒ.ʃ.u.n هامون:h.ɒ.m.u.n
    هایی:h.ɒ.j.i های:h.ɒ.j.e هام:h.ɒ.m هات:h.ɒ.t هاش:h.ɒ.ʃ ها:h.ɒ ترین:t.æ.r.i.n تر:t.æ.r
    مان:e.m.ɒ.n تان:e.t.ɒ.n شان:e.ʃ.ɒ.n مون:e.m.u.n تون:e.t.u.n شون:e.ʃ.u.n یم:i.m ید:i.d ند:æ.n.d
    ان:ɒ.n ات:æ.t ام:æ.m اش:æ.ʃ اند:æ.n.d م:æ.m ت:e.t ش:e.ʃ ی:i ه:e و:o ن:æ.n د:e.d رو:r.o
    """
)
ARABIC_PREFIXES = _endings(
    """
    وال:w.a.l بال:b.i.l فال:f.a.l لل:l.i.l ال:a.l و:w.a ب:b.i ل:l.i ف:f.a ك:k.a
    """
)
ARABIC_SUFFIXES = _endings(
    """
    كم:k.u.m هم:h.u.m نا:n.aː ها:h.aː ات:aː.t ين:iː.n ون:uː.n تي:t.iː ني:n.iː ي:iː ك:a.k ه:u.h ة:a
    """
)
AFFIXES = {"fa": (PERSIAN_PREFIXES, PERSIAN_SUFFIXES), "ar": (ARABIC_PREFIXES, ARABIC_SUFFIXES)}
"""By language: what may be written before a word, and what behind it."""
SUN_SOUNDS = frozenset(("t", "θ", "d", "ð", "r", "z", "s", "ʃ", "sˤ", "dˤ", "tˤ", "ðˤ", "l", "n"))


def colloquial(sound: Sound) -> Iterator[Sound]:
    """The sound itself, then the everyday forms: -ān as -un, -st as -s, a dropped glottal stop."""
    yield sound
    if len(sound) > 3 and sound[-2:] == ("ɒ", "n"):
        yield (*sound[:-2], "u", "n")
    if len(sound) > 3 and sound[-2:] == ("s", "t"):
        yield sound[:-1]
    if "ʔ" in sound[1:]:
        yield tuple(phone for at, phone in enumerate(sound) if phone != "ʔ" or at == 0)


def with_ezafe(sound: Sound) -> Sound:
    """Add the linking -e, or -ye after a vowel."""
    return (*sound, "j", "e") if sound[-1] in VOWELS else (*sound, "e")


def in_context(word: str, sound: Sound) -> Iterator[Sound]:
    """An Arabic word between others: the t of a ta marbuta («xidmat al-»), and no a of the article after a vowel
    («fi l-hisab»). Case vowels are not for it: few callers say them, and they make other words likelier too."""
    if word.endswith("ة") and sound[-1] == "a":
        yield (*sound, "t")
    if word.startswith("ال") and sound[0] in ("a", "i") and len(sound) > 3:
        yield sound[1:]


def dialectal(word: str, sound: Sound) -> Iterator[Sound]:
    """How dialects say a written Arabic word: il- for al-, e: and o: for aj and aw before a consonant, w- for wa-,
    a last -uh («his») as o:. Other consonants and shorter vowels are no forms of a word: ears.py hears them in any."""
    plain = monophthongs(sound)
    if plain != sound:
        yield plain
    if word.startswith("ال") and plain[0] == "a" and len(plain) > 3:
        yield ("i", *plain[1:])
    if word.startswith("و") and plain[:2] == ("w", "a") and len(plain) > 4 and plain[2] not in VOWELS:
        yield ("w", *plain[2:])
    if word.endswith("ه") and plain[-2:] == ("u", "h"):
        yield (*plain[:-2], "oː")


def monophthongs(sound: Sound) -> Sound:
    """eː for aj and oː for aw, where no vowel follows."""
    merged: list[str] = []
    for at, phone in enumerate(sound):
        long = {"j": "eː", "w": "oː"}.get(phone)
        closed = at + 1 < len(sound) and sound[at + 1] not in VOWELS
        if long and closed and merged and merged[-1] == "a":
            merged[-1] = long
        else:
            merged.append(phone)
    return tuple(merged)


def affixed(key: str, entries: Entries, language: str) -> Iterator[Sound]:
    """Sounds of a word made of a known word and one known ending, one known beginning, or both."""
    prefixes, suffixes = AFFIXES[language]
    for prefix in ("", *prefixes):
        stem = key.removeprefix(prefix)
        if len(stem) < 2 or (prefix and stem == key):
            continue
        before = prefixes[prefix] if prefix else ()
        if prefix and stem in entries:
            yield from (joined(before, sound) for sound in entries[stem])
            return
        for suffix, ending in suffixes.items():
            core = stem.removesuffix(suffix)
            if core != stem and len(core) > 1 and core in entries:
                yield from (joined(joined(before, sound), ending) for sound in entries[core])
                return


def suffixed(stem: str, ending: str, entries: Entries) -> Iterator[Sound]:
    """Sounds of a Persian word whose writer marked the border of stem and ending with a joiner."""
    if ending in PERSIAN_SUFFIXES:
        yield from (joined(sound, PERSIAN_SUFFIXES[ending]) for sound in entries.get(stem, ()))


def joined(left: Sound, right: Sound) -> Sound:
    """Join two parts: one of two meeting vowels gives way, and the Arabic l becomes the sun letter after it."""
    if not left or not right:
        return left + right
    if left[-1] == "l" and left[-2:-1] in (("a",), ("i",)) and len(left) <= 3 and right[0] in SUN_SOUNDS:
        return left[:-1] + right
    if left[-1] in VOWELS and right[0] in VOWELS:
        if left[-1] in ("e", "o") and right[0] in ("æ", "i", "ɒ"):
            return (*left, *right)
        return left + right[1:] if len(right) > 1 else (*left, "j", *right)
    return left + right
