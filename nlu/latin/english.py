"""A word in Latin letters that no table holds, read by rule as Persians and Arabs read English and their own names.

Letters become sounds of neither language (one character a sound), and these the letters and marks of each. At each
place of the word the first rule that fits is taken. Spelling counts, as it does for those who say «مودم» and not
"moʊdəm": espeak-ng's English sounds, mapped, are no nearer to what people say (docs/recogniser.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_VOWELS = "aAeiJoQOuEIUW"
"""Sounds that are vowels: a as in cat, A as in car, e, i long, J i short, o, Q as in hot, O and u long; E = ey, I = ai,
U = au, W = oi. R is the end of "server"."""
_RULES = r"""
^kn n | ^wr r | ^x z | ^ps s | ^chr kr | ^uni yuni | ^user yuzer | ^use yuz
^you yu | ^key ki | ^hi$ hI | ^ge(?=[at]) ge | ^gi(?=[fgrv]) gi
^re(?=start|set|fresh|play|turn|port|fund|call|boot|mote|new|gist) ri | ^e-?(?=mail|sim|pay|bay|shop|com|book) i
[ts]ions$ Senz | [ts]ion Sen | a(?=[ts]ion) E | tures?$ CR | ous$ As | age$ Ej | ing$ Jng | gue$ g | ware wer | ows$ Oz
ies$ iz | you yu | us$ us | ux$ uks | ium$ yum | (?<=[bdfgkpstz])le$ el | ings$ Jngz | ung ung
igh I | eigh E | augh A | ough O | tch C | tech tek | cci Ci | dge j | sch S | sc(?=[eiy]) s | ght t
ch C | sh S | ph f | th t | gh g | ck k | wh w | qu kw | kh x | zh Z | ng(?=e$) nj | cc(?=[ei]) ks
ee i | ea(?=d|lth|ther) e | ea$ eA | ea i | oo u | ou(?=p$) u | ou U | ow(?=n|d|er) U | ow O | oa O | oi W | oy W
ai E | ay E | ei E | ey E | au O | aw O | ew yu | ie$ i | ie i | ue$ u | ui u | eu yu | io$ iO | ia iA
[ae]re$ er | ire$ IR | ore$ or
a(?=[bcdfghklmnpstvz](?:es?|er|ers|ed)$) E | i(?=[bcdfgklmnprstvz](?:es?|er|ers)$) I | y(?=[bcdfgklmnprstvz]es?$) I
o(?=[bcdfghklmnprstvz](?:es?|er)$) O | u(?=[bcdfglmnprstz](?:es?|er)$) yu | e(?=[bdglmnpstz]e$) i
(?<=[uoi])se$ z | (?<=[aeiouy])ses$ zez | (?<=g)es$ ez | (?<=[^aeious])es?$ - | (?<=[bdgmnlrvwy])s$ z
(?<=^[bcdfghklmnpqrstvwxz])y(?=$|[bcdfghklmnpqrstvwxz]) I | y$ i | y(?=[aeiou]) y | y i
ers$ Rz | er$ R | ar(?=[^aeiouy]|$) Ar | or$ Or | or(?=[^aeiouy]|$) or | [ui]r(?=[^aeiouy]|$) er | ol(?=[dkt]) ol
c(?=[eiy]) s | cc k | c k
g(?=[eiy]) j | j j | x ks | q k | zz tz
a$ A | o$ O | u$ u | i$ i | e$ e
a(?=[^aeiouy][aiou]) A | a a | o(?=[^aeiouyx][aeiou]) O | o Q | e e | i(?=[^aeiou][aeiouy]) i | i J
u(?=[^aeiou]?[aeiou]) u | u A | w w | b b | d d | f f | g g | h h | k k | l l | m m | n n | p p | r r | s s
t t | v v | z z
"""


@dataclass(frozen=True)
class Script:
    """How a language writes the sounds: letters with marks, and other ones at the start of a word.

    `rest` is the mark of a consonant that no vowel follows.
    """

    sounds: Mapping[str, str]
    first: Mapping[str, str]
    rest: str


_TWICE = re.compile(r"([bdfgklmnprstvz])\1")
_SEAT = "ئ"
"""It carries a vowel that follows another."""


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


PERSIAN = Script(
    sounds=_pairs(
        "p:پ b:ب t:ت d:د k:ک g:گ f:ف v:و s:س z:ز S:ش Z:ژ C:چ j:ج x:خ h:ه m:م n:ن l:ل r:ر y:ی w:و R:\u0650ر "
        "a:\u064e A:ا e:\u0650 i:ی J:ی o:\u064f Q:ا O:و u:و E:\u0650ی I:ای U:او W:وی"
    ),
    first=_pairs("a:ا\u064e A:آ e:ا\u0650 i:ای J:ای o:ا\u064f Q:آ O:او u:او E:ا\u0650ی I:آی U:آو W:اوی R:ا\u0650ر"),
    rest="",
)
ARABIC = Script(
    sounds=_pairs(
        "p:ب b:ب t:ت d:د k:ك g:غ f:ف v:ف s:س z:ز S:ش Z:ج C:ت\u0652ش j:ج x:خ h:ه m:م n:ن l:ل r:ر y:ي w:و R:\u064eر "
        "a:\u064eا A:\u064eا e:\u0650 i:\u0650ي J:\u0650 o:\u064fو Q:\u064fو O:\u064fو u:\u064fو E:\u064eي\u0652 "
        "I:\u064eاي\u0652 U:\u064eاو\u0652 W:\u064fوي\u0652"
    ),
    first=_pairs(
        "a:أ\u064e A:أ\u064e e:إ\u0650 i:إ\u0650ي J:إ\u0650 o:أ\u064fو Q:أ\u064fو O:أ\u064fو u:أ\u064fو E:إ\u0650ي "
        "I:آي\u0652 U:آو\u0652 W:أ\u064fوي\u0652 R:أ\u064eر"
    ),
    rest="\u0652",
)
SCRIPTS = {"fa": PERSIAN, "ar": ARABIC}


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    told = [rule.rpartition(" ") for line in _RULES.strip().splitlines() for rule in line.split(" | ")]
    return tuple((re.compile(found), said.replace("-", "")) for found, _, said in told)


def sounds(word: str) -> str:
    """The sounds of a word of small Latin letters, one character each."""
    found, at = "", 0
    while at < len(word):
        match, said = next(((m, s) for pattern, s in _rules() if (m := pattern.match(word, at))), (None, ""))
        found += said
        at = match.end() if match else at + 1
    return _TWICE.sub(r"\1", found)


_ALSO = {"fa": str.maketrans("aQ", "Ao"), "ar": str.maketrans("eJ", "ii")}
"""What spelling leaves open: a short Persian a may be a long one («پیشگامان»), a short Arabic i too («رِيد»)."""


def readings(word: str, language: str) -> tuple[str, ...]:
    """How a word of small Latin letters is said in "fa" or "ar", vowels marked, the likeliest first."""
    heard = sounds(word)
    return tuple(dict.fromkeys(written(one, language) for one in (heard, heard.translate(_ALSO[language]))))


def written(heard: str, language: str) -> str:
    """Those sounds in the letters and marks of "fa" or "ar"."""
    script = SCRIPTS[language]
    if language == "fa":
        heard = _with_a_vowel(heard)
    said = ""
    for at, sound in enumerate(heard):
        before, follower = heard[at - 1 : at], heard[at + 1 : at + 2]
        if _starts(sound) and at == 0:
            said += script.first[sound]
        elif _starts(sound) and before in tuple(_VOWELS):
            said += ("" if before == "i" else _SEAT) + script.sounds[sound]
        else:
            said += script.sounds[sound]
        if not _starts(sound) and follower and not _starts(follower):
            said += script.rest
    return said


def _starts(sound: str) -> bool:
    return sound in _VOWELS or sound == "R"


def _with_a_vowel(heard: str) -> str:
    """Persian begins no syllable with two consonants: «اِستارت», «پِرینت»."""
    if re.match(f"s[^{_VOWELS}yw]", heard):
        return f"e{heard}"
    return re.sub(rf"^([^{_VOWELS}])([lrwmn])(?=[{_VOWELS}])", r"\1e\2", heard)
