"""What is true of each language that Hatef speaks, whoever asks: its letters, digits, months, and the words for yes.

A new language is an entry here, its data (`data/`), its models, and its grammar of numbers and dates (`nlu.numbers`,
`nlu.wording`); a test walks the source for tables of this kind anywhere else. Words stand as people write them:
whoever compares them folds both sides (`nlu.text.letters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Code = Literal["fa", "ar"]
"""ISO 639-1."""
FALLBACK: Code = "fa"
"""What is spoken where nothing says which."""
ASCII_DIGITS = "0123456789"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(","))


@dataclass(frozen=True)
class Language:
    """One language. `months` and `weekdays` are those of `calendar`, in its order and in that of `date.weekday()`."""

    code: Code
    name: str
    """In English."""
    key: str
    """The key that a caller presses to choose it."""
    aliases: frozenset[str]
    """What configurations and records call it, in small letters."""
    named: str
    """A pattern of its name as a caller says it, in folded letters."""

    digits: str
    """Zero to nine."""
    digit_words: tuple[str, ...]
    fold: Mapping[int, int]
    """For `str.translate`: letters of other keyboards, and what the language writes for them."""
    own_letters: str
    """That the other languages do not write."""
    own_writing: str
    """A pattern of what else they do not write; "" for nothing."""
    strange_letters: str
    """That its own texts never hold: signs of a wrong keyboard."""

    calendar: Literal["solar", "gregorian"]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    scales: Mapping[int, str]
    """Words for round amounts, the greatest first."""
    toman: str
    rial: str
    titles: Mapping[str, tuple[str, ...]]
    """By whom they are for: what one is addressed by, the usual one first; all languages have the same keys."""

    yes: frozenset[str]
    no: frozenset[str]
    first: frozenset[str]
    """The first of two things that were offered."""
    second: frozenset[str]
    both: frozenset[str]
    thanks: frozenset[str]
    greetings: frozenset[str]
    backchannels: frozenset[str]
    """«I am still here»: alone, over the bot's voice, they are no interruption."""
    hesitations: frozenset[str]
    open_ends: frozenset[str]
    """Words after which something must follow."""
    anger: frozenset[str] = field(repr=False)
    """How words and phrases begin that are said in anger."""
    annoyance: frozenset[str] = field(repr=False)
    """The same of who is annoyed, and not loud yet."""
    usual: frozenset[str] = field(repr=False)
    """Words that tell the language of a text."""


PERSIAN = Language(
    code="fa",
    name="Persian",
    key="1",
    aliases=_words("fa per fas fa-ir fa_ir persian farsi فارسی"),
    named="(ب|بال|ال)?(فارسی|فارسیه)|پارسی|persian|farsi",
    digits="۰۱۲۳۴۵۶۷۸۹",
    digit_words=tuple("صفر یک دو سه چهار پنج شش هفت هشت نه".split()),
    fold=MappingProxyType(str.maketrans("يىكۀأإٱ", "ییکهااا")),
    own_letters="گچپژیک\u200c",
    own_writing="",
    strange_letters="يكى",
    calendar="solar",
    months=tuple("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()),
    weekdays=tuple("دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه".split()),
    scales=MappingProxyType({1_000_000: "میلیون", 1_000: "هزار"}),
    toman="تومان",
    rial="ریال",
    titles=MappingProxyType(
        {
            "man": ("آقای", "آقا", "جناب آقای", "جناب"),
            "woman": ("خانم", "سرکار خانم", "بانو"),
            "doctor": ("دکتر", "آقای دکتر", "خانم دکتر"),
            "engineer": ("مهندس", "آقای مهندس", "خانم مهندس"),
        }
    ),
    yes=_words("بله بلی آره اره درسته باشه حتما اوکی"),
    no=_words("نه نخیر خیر اشتباهه غلطه"),
    first=_words("اول اولی اولیش اولین اولیه یک یکی یکم"),
    second=_words("دوم دومی دومیش دومین دومیه دو"),
    both=_words("هر هردو جفتش دوتاش"),
    thanks=_words("ممنون مرسی"),
    greetings=_words("سلام الو ببخشید ببخشین خسته نباشید وقت وقتتون بخیر روز روزتون لطفا"),
    backchannels=_words(
        "بله آره اره هوم اوهوم اهوم هان ها اِ اه عه ا ام اوم امم خب خوب یعنی درسته اوکی اها آها آهان عجب بعد"
    ),
    hesitations=_words("اِ اه عه ا ام اوم امم هوم خب خوب یعنی بعد چیز والا راستش"),
    open_ends=_words(
        "و که از به با برای واسه تا در یا اگه اگر چون ولی اما این اون یه یک رو را شماره میخوام می‌خوام میخواهم"
    ),
    anger=_phrases(
        "مسخره, خجالت بکش, خجالت داره, دزد, کلاهبردار, کلاه بردار, کلاهبرداری, مزخرف, افتضاح, عصبانی, اعصاب, لعنت, "
        "بی شرف, بیشعور, بی شعور, احمق, آبرو, دروغ, گندش, گند زد, حالم به هم, حالم بهم, خفه, گمشو, گم شو, چرت و پرت, "
        "پدرتون, پدرتان, بی‌مسئولیت, بی مسئولیت, شورش را, شورشو, شورش رو"
    ),
    annoyance=_phrases(
        "چند بار, چندبار, چندمین بار, صد بار, صدبار, ده بار, هزار بار, هزاربار, خسته شد, خستم کرد, کلافه, "
        "هیچکس جواب, هیچ کس جواب, کسی جواب نمی, جواب نمیدید, جواب نمی‌دید, جواب نمی‌دهید, پیگیری نمی, بدقول, بد قول, "
        "ناراضی, ناراحت, چه وضع, دیگه بسه, بس کن, معطل, علاف, سرکار گذاشت, سر کار گذاشت, مگه نگفت, مگر نگفت, "
        "هی می‌گید, هی میگید, چقدر باید, تا کی باید, به درد نمی"
    ),
    usual=_words(
        "من تو او ما شما است هست نیست دارم داره دارد می نمی رو را از با به در تا هم که چه چی کجا چند چقدر چطور "
        "آره بله نه خیر لطفا لطفاً سفارش سفارشم حسابم شماره ساعت آدرس خداحافظ اپراتور بگید بگو کنید کنم باشه "
        "درسته یه یک دو سه چهار پنج شش هفت هشت ده بیست سی صد هزار تومن تومان خوب دیگه بعد روز شب فردا امروز "
        "دیروز مرسی"
    ),
)

ARABIC = Language(
    code="ar",
    name="Arabic",
    key="2",
    aliases=_words("ar ara ar-iq ar-sa ar_sa ar_iq arab arabic عربی العربية عربي"),
    named="(ب|بال|ال)?(عربی|عربیه)|arabic",
    digits="٠١٢٣٤٥٦٧٨٩",
    digit_words=tuple("صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()),
    fold=MappingProxyType(str.maketrans("یکٱ", "يكا")),
    own_letters="ةىيكأإؤ",
    own_writing="[\u064b-\u064d\u0651\u0652]|(?<![\\w])ال(?=\\w{3})",
    strange_letters="یکگچپژ\u200c",
    calendar="gregorian",
    months=tuple("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()),
    weekdays=tuple("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()),
    scales=MappingProxyType({1_000_000: "مليون", 1_000: "ألف"}),
    toman="تومان",
    rial="ريال إيراني",
    titles=MappingProxyType(
        {
            "man": ("السيد", "سيد", "الأستاذ", "أستاذ"),
            "woman": ("السيدة", "سيدة", "الآنسة", "الأستاذة"),
            "doctor": ("الدكتور", "دكتور", "الدكتورة", "دكتورة"),
            "engineer": ("المهندس", "مهندس", "المهندسة", "مهندسة"),
        }
    ),
    yes=_words("نعم اي ايوه اجل صح صحيح تمام طبعا اكيد"),
    no=_words("لا كلا خطا"),
    first=_words("أول الأول أولى الأولى واحد"),
    second=_words("ثاني الثاني ثانية الثانية اثنين اثنان"),
    both=_words("كلا كلاهما كليهما الاثنين"),
    thanks=_words("شكرا"),
    greetings=_words("الو مرحبا السلام عليكم عفوا صباح مساء الخير لو سمحت سمحتم"),
    backchannels=_words("نعم أيوه ايوه اي آه اه اها اممم امم ام همم هم طيب ماشي تمام يعني اوكي صح"),
    hesitations=_words("ا اه امم ام همم طيب يعني والله شوف"),
    open_ends=_words("و في من على الى عن ان او لكن اذا هذا هذه رقم اريد ابغى بدي"),
    anger=_phrases(
        "حرامي, حرامية, نصاب, نصب علي, احتيال, محتال, كذاب, كذب, سخاف, سخيف, عيب عليكم, وقاحة, قلة أدب, زفت, زبالة, "
        "مهزلة, غبي, أغبياء, حقير, فضيحة, معصب, معصبة, عصبتوني, غاضب, طفح الكيل, تبا, لعنة, الله يلعن, استهتار, مسخرة, "
        "مسخره, حرقتوا دمي, قرف, مقرف"
    ),
    annoyance=_phrases(
        "كم مرة, كام مرة, ألف مرة, مية مرة, مئة مرة, عشر مرات, كل مرة, مليت, زهقت, طفشت, تعبت من, متضايق, زعلان, "
        "مستاء, محد يرد, ما حد يرد, ما أحد يرد, لا أحد يرد, ماحدش بيرد, محدش بيرد, مو معقول, مش معقول, "
        "غير معقول, ما يصير, خدمة سيئة, أسوأ, إلى متى, لمتى, لحد متى, وبعدين معكم, بدون فايدة, بلا فايدة"
    ),
    usual=_words(
        "أنا انا أنت انت هو هي نحن هل ما ماذا من أين اين متى كيف كم لماذا في على إلى الى عن مع هذا هذه ذلك لا نعم "
        "أريد اريد أبغى ابغى ابغي بدي عايز عاوز وين فين شو ايش ليش ليه طلبي رصيدي حسابي رقم موظف شكوى عنوان مرحبا "
        "مرحبًا شكرا شكرًا واحد اثنين اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ألف مئة عشرين لو سمحت فضلك "
        "طيب تمام خلاص بكرة اليوم الآن دلوقتي السلامة وعليكم"
    ),
)

LANGUAGES: Mapping[str, Language] = MappingProxyType({one.code: one for one in (PERSIAN, ARABIC)})
CODES: tuple[Code, ...] = (PERSIAN.code, ARABIC.code)

_TO_ASCII = str.maketrans(dict(zip("".join(one.digits for one in (PERSIAN, ARABIC)), 2 * ASCII_DIGITS, strict=True)))
_OWN_DIGITS = {code: str.maketrans(ASCII_DIGITS, one.digits) for code, one in LANGUAGES.items()}


def language(code: str) -> Language:
    """The language of that code; `FALLBACK` for any other."""
    return LANGUAGES.get(code, LANGUAGES[FALLBACK])


def others(code: str) -> Iterator[Language]:
    """Every language but that of the code."""
    return (one for one in LANGUAGES.values() if one.code != code)


def code_of(name: str) -> Code | None:
    """The code for what a record or a person calls a language, whatever its capitals; None where it is none of ours."""
    wanted = name.casefold()
    return next((one.code for one in LANGUAGES.values() if wanted in one.aliases), None)


def ascii_digits(text: str) -> str:
    """`text` with the digits of every language written 0 to 9."""
    return text.translate(_TO_ASCII)


def own_digits(text: str, code: str) -> str:
    """`text` with its ASCII digits in the language's own."""
    return text.translate(_OWN_DIGITS[language(code).code])


def scripts(texts: Iterable[str]) -> tuple[str, ...]:
    """Each of the texts in ASCII digits and in those of every language, each once."""
    rows = [{}, *_OWN_DIGITS.values()]
    return tuple(dict.fromkeys(text.translate(row) for text in texts for row in rows))
