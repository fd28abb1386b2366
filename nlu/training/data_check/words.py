"""How texts are written: as a recogniser writes (examples), and as a voice reads (what the bot says).

All of it is style: it makes the bot worse and breaks nothing. Colloquial Persian is right as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nlu.latin.readings import without_known
from nlu.text.detect import known_words
from nlu.text.languages import LANGUAGES, PERSIAN
from nlu.text.letters import fold
from nlu.training.data_check.annotations import INVISIBLE

Hint = tuple[str, str]
"""What, and how to mend it."""
NAMES = {code: one.name for code, one in LANGUAGES.items()}
_ELSEWHERE = "ہۂۃېےھٹڈڑںەڕێۆڵ"  # Urdu, Pashto, Kurdish
_STRANGE_LETTERS = {code: re.compile(f"[{one.strange_letters}{_ELSEWHERE}]") for code, one in LANGUAGES.items()}
_MEANT = {ord(one): PERSIAN.fold[ord(one)] for one in PERSIAN.strange_letters} | str.maketrans("ہۂېےھە", "ههییهه")
_SHAPES = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]+")  # letters as an old font draws them
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_JOINERS = re.compile("\u200c{2,}|(?<!\\w)\u200c|\u200c(?!\\w)")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_KASHIDA = "\u0640"
LONG_WORDS = 60
LONG_LETTERS = 450
_TAG = re.compile(r"</?\w[^<>]*>")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_STARS = re.compile(r"\*{1,2}|__|`|~~|^#+ ", re.MULTILINE)
_OWN_LETTERS = {
    "fa": re.compile(f"[{LANGUAGES['fa'].own_letters}]"),
    "ar": re.compile(f"[{LANGUAGES['ar'].own_letters}\\u064b-\\u0652]"),
}
_ARTICLE = re.compile(r"\b[وب]?ال\w{3}")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-z]+")
_QUOTES = re.compile("[“”„]")
_MARKS = re.compile("[\u064b-\u0652\u0670]")
_WORD = re.compile("[\u0620-\u06ff]+")
_PLACE = re.compile(r"\{[^}]*\}")
_SPACED_VERB = re.compile(r"(?<!\w)(ن?می) (\w{2,})")
_SPACED_PLURAL = re.compile(r"(\w{2,}) (ها|های|هایی|هایم|هایتان|هایش)(?!\w)")
# Half of the letters and more carry a mark where a text is marked; an unmarked text may have a tanwin or a shadda.
MARKED_SHARE = 0.3
UNMARKED_LETTERS = 3
_WITH_EZAFE = (
    "شماره موجودی وضعیت ساعت زمان تاریخ حساب سفارش نشانی آدرس مبلغ مانده عدد پشت پیگیری تحویل کد نام صورت دفتر "
    "مدیر همکار مشتری خدمت تماس کار درخواست پرسش رقم بخش واحد شرکت فروشگاه قیمت هزینه روز"
)
_OWNERS = "شما من ما ایشان او آنها"
_AFTER = {
    **dict.fromkeys(_WITH_EZAFE.split(), frozenset(_OWNERS.split())),
    "شماره": frozenset("شما من ما سفارش حساب تماس تلفن کارت پیگیری مشتری".split()),
    "موجودی": frozenset("شما حساب کارت".split()),
    "وضعیت": frozenset("شما سفارش حساب تحویل درخواست".split()),
    "ساعت": frozenset("کاری کار شروع پایان".split()),
    "زمان": frozenset("تحویل ارسال تماس پاسخگویی شما".split()),
    "تاریخ": frozenset("تحویل ارسال سفارش تولد شما".split()),
    "کار": frozenset("دیگری دیگر شما".split()),
    "پشت": frozenset("خط".split()),
    "عدد": frozenset("صفر یک دو سه چهار پنج شش هفت هشت نه".split()),
    "نشانی": frozenset("شما ما شرکت فروشگاه".split()),
}


@dataclass(frozen=True)
class Vocabulary:
    """Which folded words the examples of each language hold, and how often."""

    words: Mapping[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Vocabulary:
        """From pairs of language and text."""
        counters: dict[str, Counter[str]] = {language: Counter() for language in NAMES}
        for language, text in texts:
            counters[language].update(set(fold(text).split()))
        return cls(counters)

    def is_foreign(self, text: str, language: str) -> bool:
        """Whether `text`, itself one of them, stands among the sentences of the wrong language."""
        words = fold(text).split()
        if len(words) < 2 or _OWN_LETTERS[language].search(text):
            return False
        other = "ar" if language == "fa" else "fa"
        own = sum(self.words[language][word] > 1 for word in words)
        theirs = sum(self.words[other][word] > 0 for word in words)
        looks = len(_OWN_LETTERS[other].findall(text)) + len(_ARTICLE.findall(text)) if language == "fa" else 0
        return own < len(words) / 2 and (theirs > len(words) / 2 or looks >= 2)


def heard(text: str, language: str) -> Hint | None:
    """What is wrong with an example (without its annotations): nobody says a full stop or a digit."""
    if _KASHIDA in text:
        return "a stretched letter (ـ) stands in an example", f"Write '{text.replace(_KASHIDA, '')}'."
    plain = without_known(text, language)
    if found := next((char for char in plain if unicodedata.category(char)[0] in "PS"), ""):
        return f"'{found}' stands in an example", "Callers say no punctuation; delete it."
    if _DIGIT.search(plain):
        return "digits stand in an example", "Write the words that callers say for them."
    if found := _found(_LATIN, plain):
        remedy = f"Write it in {NAMES[language]} letters, or its sounds in data/lexicons/{language}.extra.txt."
        return f"the Latin word '{found}' stands in an example, and its sound is a guess", remedy
    if INNER_TAB in text:
        return "a tab stands in an example", "Write a blank instead."
    if len(text.split()) > LONG_WORDS:
        return f"this example has {len(text.split())} words", "Write what a caller says in one breath, a line each."
    if match := _STRETCHED.search(text):
        return f"'{match.group()}' stands in an example", f"Write '{match[1]}' once."
    return odd_signs(text) or strange_letters(text, language)


INNER_TAB = "\t"


def odd_signs(text: str) -> Hint | None:
    """Blanks, joiners and shapes of letters that look right and are others."""
    if found := _found(_BLANKS, text):
        return f"a blank of another kind (U+{ord(found):04X}) stands in a text", "Write a usual one."
    if _JOINERS.search(text):
        return "a half-space stands twice, or beside a blank, in a text", "Write one, between two letters only."
    if found := _found(_SHAPES, text):
        return f"'{found}' is written in letters of an old font", f"Write '{unicodedata.normalize('NFKC', found)}'."
    return None


def strange_letters(text: str, language: str) -> Hint | None:
    """Letters of the other language's keyboard."""
    found = _found(_STRANGE_LETTERS[language], text)
    if not found:
        return None
    other = NAMES["ar" if language == "fa" else "fa"]
    if language == "ar":
        other = "foreign" if found in _ELSEWHERE else other
        named = "a zero-width non-joiner" if found == "\u200c" else f"the {other} letter '{found}'"
        return f"{named} stands in an {NAMES[language]} text", "Write it with an Arabic keyboard."
    if found in _ELSEWHERE:
        other = "foreign"
    right = found.translate(_MEANT)
    remedy = f"Write '{right}'." if right != found else f"Write it with a {NAMES[language]} keyboard."
    return f"the {other} letter '{found}' stands in a {NAMES[language]} text", remedy


def said(text: str, language: str) -> Hint | None:
    """What is wrong with a sentence of the bot, for a voice that reads it."""
    if hint := legible(text, language):
        return hint
    return _unmarked(text) if language == "ar" else _spacing(text) or _ezafe(text)


def legible(text: str, language: str) -> Hint | None:
    """What is wrong with a text whatever marks it has: signs and letters that are not of its language."""
    if wrong_language(text, language):
        other = NAMES["ar" if language == "fa" else "fa"]
        return f"this looks {other} and is said to callers who speak {NAMES[language]}", "Write it in their language."
    if hint := _unsaid(text, language) or odd_signs(text) or strange_letters(text, language):
        return hint
    if quotes := _found(_QUOTES, text):
        return f"the sign {quotes} stands in a text", 'Write " around the text, and no quotes in it: nobody hears them.'
    return None


def _unsaid(text: str, language: str) -> Hint | None:
    """What is for the eye and not for a voice."""
    plain = _PLACE.sub(" ", text)
    for pattern, what in ((INVISIBLE, "an invisible character"), (_TAG, "a tag"), (_ADDRESS, "an address")):
        if found := _found(pattern, plain):
            shown = f"U+{ord(found):04X}" if pattern is INVISIBLE else found
            remedy = "Say where to find it." if pattern is _ADDRESS else "Delete it: nobody hears it."
            return f"{what} ({shown}) stands in a text", remedy
    if found := _found(_STARS, plain) or next((char for char in plain if unicodedata.category(char) == "So"), ""):
        return f"the sign {found} stands in a text", "Delete it: nobody hears it."
    if found := _found(_LATIN, without_known(plain, language)):
        remedy = "Write it as it sounds; in data/pronunciation/ once for all texts."
        return f"the Latin word '{found}' stands in a text, and how it is said is a guess", remedy
    if len(text) > LONG_LETTERS:
        return f"this text has {len(text)} letters", "Write less: nobody remembers the beginning at the end."
    return None


def wrong_language(text: str, language: str) -> bool:
    """Whether a whole sentence is written in the letters of the other language."""
    plain = _PLACE.sub(" ", text)
    if language == "ar":
        return len(_OWN_LETTERS["fa"].findall(plain)) >= 2 and not _MARKS.search(plain)
    bare = _MARKS.sub("", plain)
    arabic = len(_ARTICLE.findall(bare)) + len(re.findall("[ةىأإ]", plain)) + known_words(bare, "ar")
    # The letters ي and ك alone tell a keyboard, not a language.
    return not _OWN_LETTERS["fa"].search(plain) and arabic >= 2 and arabic > known_words(bare.translate(_MEANT), "fa")


def _unmarked(text: str) -> Hint | None:
    words = _WORD.findall(_PLACE.sub(" ", text).replace("\u0640", ""))
    letters = sum(len(_MARKS.sub("", word)) for word in words)
    if letters and sum(len(_MARKS.findall(word)) for word in words) < MARKED_SHARE * letters:
        return "this Arabic text has no vowel marks", "Write them: the voice guesses wrong without."
    bare = next((word for word in words if len(word) > UNMARKED_LETTERS and not _MARKS.search(word)), "")
    return (
        (f"the Arabic word '{bare}' has no vowel marks", "Write them: the voice guesses wrong without.")
        if bare
        else None
    )


def _spacing(text: str) -> Hint | None:
    if match := _SPACED_VERB.search(text):
        return f"'{match[0]}' is written apart", f"Write '{match[1]}\u200c{match[2]}' with a half-space."
    if match := _SPACED_PLURAL.search(text):
        return f"'{match[0]}' is written apart", f"Write '{match[1]}\u200c{match[2]}' with a half-space."
    return None


def _ezafe(text: str) -> Hint | None:
    """A noun that needs its ezafe before the next word and has none: a few usual pairs only, no grammar."""
    for part in re.split(r"[.،؛:!؟?\n]", _PLACE.sub(" . ", text)):
        words = part.split()
        for noun, after in zip(words, words[1:], strict=False):
            if _MARKS.sub("", after) in _AFTER.get(noun, ()):
                return f"'{noun} {after}' has no ezafe", f"Write '{_with_ezafe(noun)} {after}': the voice reads it so."
    return None


def _with_ezafe(noun: str) -> str:
    return noun + ("ٔ" if noun.endswith("ه") else "ِ")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group() if match else ""
