"""What a caller asks of opening hours: on which day, now, from when or until when, whether it is closed.

«جمعه‌ها بازید» ─▶ every Friday, open?      «فردا تعطیله؟» ─▶ tomorrow, closed?      «تا کی بازید» ─▶ until when, today
«الان بازید»    ─▶ now, open?               «ساعت کاری»    ─▶ the week
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from nlu.text.fold import match_key
from nlu.text.languages import language as facts

Kind = Literal["week", "open", "opens", "closes", "holidays"]

NOW = {
    "fa": "الان|همین الان|اکنون|هنوز|فعلا|این ساعت|این موقع",
    "ar": "الآن|دلوقتي|الحين|هلق|هسه|للحين|لسه|هذا الوقت|حاليا",
}
TODAY = {"fa": "امروز|امشب|امروزه", "ar": "اليوم|النهارده|النهاردة|الليلة"}
TOMORROW = {"fa": "فردا|فردام|فرداش", "ar": "بكرة|بكره|غدا|باكر|باجر|بكرا"}
AFTER_TOMORROW = {"fa": "پس فردا|پس‌فردا|پسفردا", "ar": "بعد بكرة|بعد بكره|بعد غد|بعد باكر|عقب باكر"}
CLOSED = {
    "fa": "تعطیل|تعطیله|تعطیلید|تعطیلین|بسته|بسته‌ست|بستید|بسته‌اید|بسته‌این|تعطیلی",
    "ar": "مغلق|مغلقين|مقفل|مقفلين|قافلين|مسكر|مسكرين|معطل|معطلين|عطلة|إجازة|تسكير",
}
CLOSES = {
    "fa": (
        "تا کی|تا چه ساعت|تا چه ساعتی|تا ساعت چند|تا چند|کی می‌بندید|کی می‌بندین|چند می‌بندید|"
        "چند می‌بندین|ساعتی می‌بندید|کی تعطیل می|چند تعطیل می"
    ),
    "ar": (
        "حتى متى|إلى متى|لمتى|لحد متى|لغاية متى|لأي ساعة|حتى أي ساعة|إلى أي ساعة|لحد كم|لين متى|"
        "متى تغلق|متى تسكر|متى تقفل|متى تعزل|متى ينتهي|امتى بتقفل|امتى تقفل"
    ),
}
OPENS = {
    "fa": "از کی|از چه ساعت|از چه ساعتی|از ساعت چند|از چند|کی باز می|چند باز می|ساعتی باز می|کی شروع|چند شروع",
    "ar": "من متى|من أي ساعة|متى تفتح|متى يفتح|متى تبدأ|متى يبدأ|امتى بتفتح|امتى تفتح|أي ساعة تفتح|كم تفتح",
}
HOLIDAYS = {
    "fa": "روزهای تعطیل|روزای تعطیل|تعطیلات|تعطیل رسمی|تعطیلی رسمی|تعطیلیا|ایام عید|روزهای عید",
    "ar": "العطل|أيام العطل|العطل الرسمية|العطلة الرسمية|الإجازات|الأعياد|أيام العيد",
}
EVERY = {"fa": "ها", "ar": "أيام"}
OTHER_NAMES: Mapping[str, Sequence[tuple[str, int]]] = {
    "fa": [
        ("آدینه", 4),
        ("یک شنبه", 6),
        ("دو شنبه", 0),
        ("سه شنبه", 1),
        ("چهار شنبه", 2),
        ("پنج شنبه", 3),
        ("پنشنبه", 3),
    ],
    "ar": [("الاثنين", 0), ("الإثنين", 0), ("الثلوث", 1), ("الربوع", 2), ("الاربعا", 2), ("الجمعه", 4), ("الاحد", 6)],
}


@dataclass(frozen=True, slots=True)
class HoursQuestion:
    """`day`: which is meant, None for none; `named`: by its name in the week; `every`: each such day; `now`: at once;
    `closed`: whether it is closed was asked."""

    kind: Kind = "week"
    day: date | None = None
    named: bool = False
    every: bool = False
    now: bool = False
    closed: bool = False


def parse_question(text: str, language: str, today: date) -> HoursQuestion:
    """What `text` asks of the hours; the week where it asks for nothing narrower."""
    said = f" {match_key(text, language)} "
    day, named, every = _day(said, language, today)
    now, closed = _holds(said, NOW, language), _holds(said, CLOSED, language)
    if day is None and _holds(said, HOLIDAYS, language):
        closed = _holds(_without(said, HOLIDAYS, language), CLOSED, language)
        return HoursQuestion("holidays", closed=closed)
    rest = _without(said, CLOSES, language)  # «تا کی باز می‌مونید» asks for no beginning
    closes, opens = rest != said, _holds(rest, OPENS, language)
    if closes and opens and day is None:
        return HoursQuestion()
    if closes != opens:
        return HoursQuestion("closes" if closes else "opens", day, named, every)
    if day is not None or now or closed:
        return HoursQuestion("open", day, named, every, now or day is None, closed)
    return HoursQuestion()


def _day(said: str, language: str, today: date) -> tuple[date | None, bool, bool]:
    """The day that is meant, the next one of a day of the week; whether that was named, and whether each such day."""
    for table, ahead in ((AFTER_TOMORROW, 2), (TOMORROW, 1), (TODAY, 0)):
        if _holds(said, table, language):
            return today + timedelta(days=ahead), False, False
    names = [*((name, number) for number, name in enumerate(facts(language).weekdays)), *OTHER_NAMES.get(language, ())]
    for name, number in sorted(names, key=lambda one: -len(one[0])):
        key = match_key(name, language)
        found = re.search(rf" (?P<before>\S+ )?(?:و|ب|لل|ل)?{re.escape(key)}(?P<end>ها|های|هام)? ", said)
        if found is None:
            continue
        every = bool(found["end"]) or (found["before"] or "").strip() == match_key(EVERY[language], language)
        return today + timedelta(days=(number - today.weekday()) % 7), True, every
    return None, False, False


def _holds(said: str, table: Mapping[str, str], language: str) -> bool:
    """Whether one of the phrases stands in a folded text, at the beginning of a word."""
    return any(f" {match_key(phrase, language)}" in said for phrase in table.get(language, "").split("|"))


def _without(said: str, table: Mapping[str, str], language: str) -> str:
    """A folded text without those phrases."""
    for phrase in table.get(language, "").split("|"):
        said = said.replace(f" {match_key(phrase, language)}", " ")
    return said
