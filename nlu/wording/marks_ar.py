"""Vowel marks for the words that the wording of Arabic numbers, money and dates is made of.

The network that marks run-time text has never seen most of these forms: it said «مئّتين», «مِليونِين», «ألفانُ». There are
few of them, so they are marked by hand, in the pausal form of the telephone («خمسة وعشرين ريال» without case endings).
"""

from __future__ import annotations

import re

_LISTS = (
    # numbers, as masculine, feminine, ordinals
    "صِفْر وَاحِد وَاحِدَة اِثْنَان اِثْنَيْن اِثْنَتَان اِثْنَتَيْن ثَلَاثَة أَرْبَعَة خَمْسَة سِتَّة سَبْعَة ثَمَانِيَة تِسْعَة",
    "ثَلَاث أَرْبَع خَمْس سِتّ سَبْع ثَمَانِي تِسْع عِشْرُون عِشْرِين ثَلَاثُون ثَلَاثِين أَرْبَعُون أَرْبَعِين خَمْسُون خَمْسِين",
    "سِتُّون سِتِّين سَبْعُون سَبْعِين ثَمَانُون ثَمَانِين تِسْعُون تِسْعِين مِئَة مِئَتَان مِئَتَيْن مِئَتَا مِئَتَيْ ثَلَاثُمِئَة",
    "أَرْبَعُمِئَة خَمْسُمِئَة سِتُّمِئَة سَبْعُمِئَة ثَمَانِمِئَة تِسْعُمِئَة أَلْف أَلْفًا أَلْفَان أَلْفَيْن أَلْفَا أَلْفَيْ آلَاف",
    "مِلْيُون مِلْيُونًا مِلْيُونَان مِلْيُونَيْن مِلْيُونَا مِلْيُونَيْ مَلَايِين مِلْيَار مِلْيَارًا مِلْيَارَان مِلْيَارَيْن مِلْيَارَا",
    "مِلْيَارَيْ مِلْيَارَات الأَوَّل الثَّانِي الثَّالِث الرَّابِع الخَامِس السَّادِس السَّابِع الثَّامِن التَّاسِع العَاشِر الحَادِي",
    "العِشْرِين الثَّلَاثِين الوَاحِدَة الثَّانِيَة الثَّالِثَة الرَّابِعَة الخَامِسَة السَّادِسَة السَّابِعَة الثَّامِنَة التَّاسِعَة",
    "العَاشِرَة الحَادِيَة",
    # signs and times
    "سَالِب زَائِد فَاصِلَة بِالمِئَة السَّاعَة النِّصْف الرُّبْع الثُّلْث إِلَّا رُبْعًا صَبَاحًا ظُهْرًا عَصْرًا مَسَاءً لَيْلًا سَنَة",
    "ثَانِيَة ثَانِيَتَان ثَوَانٍ فَجْرًا ضُحًى نِصْف ثُلْث رُبْع ثُلْثَيْن أَثْلَاث أَرْبَاع أَخْمَاس نُقْطَة ثَانِيَتَيْن",
    "دَقِيقَتَيْن سَاعَتَيْن يَوْمَيْن شَهْرَيْن مِيلَادِيَّة هِجْرِيَّة نَجْمَة مُرَبَّع يُورُو لِيرَة لِيرَتَان لِيرَات",
    "دَقِيقَة دَقِيقَتَان دَقَائِق سَاعَة سَاعَتَان سَاعَات يَوْم يَوْمًا يَوْمَان أَيَّام شَهْر شَهْرًا شَهْرَان أَشْهُر",
    # days and months
    "الاِثْنَيْن الثُّلَاثَاء الأَرْبِعَاء الخَمِيس الجُمْعَة السَّبْت الأَحَد يَنَايِر فِبْرَايِر مَارِس أَبْرِيل مَايُو يُونْيُو يُولْيُو",
    "أَغُسْطُس سِبْتَمْبِر أُكْتُوبَر نُوفَمْبِر دِيسَمْبِر مُحَرَّم رَبِيع الآخِر جُمَادَى الأُولَى الآخِرَة رَجَب شَعْبَان رَمَضَان شَوَّال",
    "القَعْدَة الحِجَّة",
    # money
    "رِيَال رِيَالًا رِيَالَان رِيَالَات تُومَان تُومَانًا تُومَانَان تُومَانَات دِرْهَم دِرْهَمًا دِرْهَمَان دَرَاهِم دِينَار دِينَارًا",
    "دِينَارَان دَنَانِير جُنَيْه جُنَيْهًا جُنَيْهَان جُنَيْهَات دُولَار دُولَارًا دُولَارَان دُولَارَات فِلْس فِلْسًا فِلْسَان فُلُوس",
    "رِيَالَيْن تُومَانَيْن دِرْهَمَيْن دِينَارَيْن جُنَيْهَيْن دُولَارَيْن فِلْسَيْن قِرْشَيْن هَلَلَتَيْن",
    "هَلَلَة هَلَلَتَان هَلَلَات قِرْش قِرْشًا قِرْشَان قُرُوش",
)
_ADJECTIVES = (
    "إِيرَانِيّ سُعُودِيّ إِمَارَاتِيّ كُوَيْتِيّ عِرَاقِيّ بَحْرَيْنِيّ عُمَانِيّ قَطَرِيّ أُرْدُنِيّ مِصْرِيّ يَمَنِيّ أَمْرِيكِيّ "
    "إِسْتَرْلِينِيّ تُرْكِيّ لُبْنَانِيّ سُورِيّ تُونِسِيّ لِيبِيّ جَزَائِرِيّ مَغْرِبِيّ سُودَانِيّ"
).split()
_ENDINGS = ("", "\u064eة", "\u064eان", "\u064eين", "\u064bا", "\u064eتان", "\u064eتين")
_MARK = re.compile("[\u064b-\u0652]")
_WORD = re.compile("[\u0621-\u0652]+")


def _written(word: str) -> str:
    """«رِيَالًا» is written «ريالًا», «مَسَاءً» «مساءً»."""
    tanwin = "\u064b" in word
    bare = _MARK.sub("", word)
    if not tanwin:
        return bare
    return f"{bare[:-1]}\u064bا" if bare.endswith("ا") else f"{bare}\u064b"


_WORDS = [word for line in _LISTS for word in line.split()]
_KNOWN = {_written(word): word for word in (*_WORDS, *(word + end for word in _ADJECTIVES for end in _ENDINGS))}
_UNITS_OF_TEENS = frozenset(
    "أحد إحدى ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة ثلاث أربع خمس ست سبع ثماني تسع اثنا اثني اثنتا اثنتي "
    "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع الحادية الثانية الثالثة".split()
)
_TEENS = {
    "أحد": "أَحَدَ", "إحدى": "إِحْدَى", "اثنا": "اِثْنَا", "اثني": "اِثْنَيْ", "اثنتا": "اِثْنَتَا", "اثنتي": "اِثْنَتَيْ",
    "ثماني": "ثَمَانِيَ",
}  # fmt: skip


def marked(text: str) -> str:
    """`text` with its number words marked; a word that has marks already, or is not known, stays."""
    words = list(_WORD.finditer(text))
    out, at = "", 0
    for place, match in enumerate(words):
        before = _plain(words[place - 1][0]) if place else ""
        after = words[place + 1][0] if place + 1 < len(words) else ""
        out += text[at : match.start()] + _said(match[0], before, after)
        at = match.end()
    return out + text[at:]


def _plain(word: str) -> str:
    return word.removeprefix("و") if word not in _KNOWN and word not in _TEENS else word


def _said(word: str, before: str, after: str) -> str:
    core = _plain(word)
    prefix = "وَ" if core != word else ""
    if core in ("عشر", "عشرة"):
        teen = before in _UNITS_OF_TEENS
        return prefix + {"عشر": ("عَشْر", "عَشَر"), "عشرة": ("عَشَرَة", "عَشْرَة")}[core][teen]
    if after in ("عشر", "عشرة") and core in _UNITS_OF_TEENS:
        return prefix + (_TEENS.get(core) or _KNOWN[core] + ("\u064e" if not core.endswith("ي") else ""))
    if core == "إحدى":
        return prefix + _TEENS[core]
    if core == "من":  # elsewhere it may be «who»
        return f"{prefix}مِن" if before == "عشر" or (before.startswith("ال") and before in _KNOWN) else word
    found = _KNOWN.get(core)
    return prefix + found if found else word
