"""Yes or no first, then the hours of the day that was meant; the week only for who asks for it."""

from datetime import date, datetime

import pytest

from bot.skills.company.hours import HoursAnswer
from bot.skills.company.question import parse_question
from handoff.hours import parse_span
from handoff.special_days import Calendar, SpecialDay
from handoff.timetable import Timetable
from tests.shipped import PROMPTS

IRAN = tuple(parse_span(line) for line in ("sat-wed 08:00-17:00", "thu 08:00-13:00"))
GULF = tuple(parse_span(line) for line in ("sun-thu 09:00-13:00", "sun-thu 16:00-20:00"))
MONDAY, THURSDAY = datetime(2026, 11, 30, 10), datetime(2026, 12, 3, 14)
MOVING = {"fa": "امروز به جای تازه می‌رویم.", "ar": "نَنْتَقِلُ اليَوْم."}
MOVES = Calendar((SpecialDay(date(2026, 11, 30), date(2026, 12, 1), (), MOVING),))


def answer(text: str, now: datetime = MONDAY, language: str = "fa", hours: Timetable | None = None) -> str:
    said = HoursAnswer(hours or Timetable(IRAN), PROMPTS[language].skills, language, now)
    return said.to(parse_question(text, language, now.date()))


@pytest.mark.parametrize(
    ("text", "now", "words"),
    [
        ("جمعه بازید", MONDAY, "نه، جمعه بسته‌ایم. شنبه از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("جمعه بازید", THURSDAY, "نه، جمعه بسته‌ایم. شنبه از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("جمعه‌ها تعطیلید", MONDAY, "بله، روزهایِ جمعه بسته‌ایم."),
        ("پنجشنبه‌ها بازید", MONDAY, "بله، روزهایِ پنجشنبه از ساعتِ ۰۸:۰۰ تا ۱۳:۰۰ باز هستیم."),
        ("الان بازید", MONDAY, "بله، اکنون باز هستیم، تا ساعتِ ۱۷:۰۰."),
        ("الان بازید", MONDAY.replace(hour=6), "نه، اکنون بسته‌ایم. امروز از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("الان بازید", MONDAY.replace(hour=18), "نه، اکنون بسته‌ایم. فردا از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("تعطیلید", THURSDAY, "بله، اکنون بسته‌ایم. شنبه از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("تا کی بازید", MONDAY, "امروز تا ساعتِ ۱۷:۰۰ باز هستیم."),
        ("تا کی بازید", THURSDAY, "اکنون بسته‌ایم. شنبه از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("جمعه تا کی بازید", MONDAY, "جمعه بسته‌ایم. فردا از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("از کی باز می‌کنید", MONDAY.replace(hour=6), "امروز از ساعتِ ۰۸:۰۰ باز می‌شویم."),
        ("از کی باز می‌کنید", MONDAY, "امروز از ساعتِ ۰۸:۰۰ تا ۱۷:۰۰ باز هستیم."),
        ("فردا تعطیله", MONDAY, "نه، فردا از ساعتِ ۰۸:۰۰ تا ۱۷:۰۰ باز هستیم."),
        ("روزهای تعطیل بازید", MONDAY, "نه، روزهای تعطیلِ رسمی بسته‌ایم."),
        (
            "ساعت کاری",
            MONDAY,
            "ما شنبه تا چهارشنبه از ساعتِ ۰۸:۰۰ تا ۱۷:۰۰ و پنجشنبه از ساعتِ ۰۸:۰۰ تا ۱۳:۰۰ پاسخگوی شما هستیم.",
        ),
    ],
)
def test_in_persian(text: str, now: datetime, words: str) -> None:
    assert answer(text, now) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("يوم الجمعة تفتحون", "لَا، لَدَيْنَا عُطْلَةٌ يَوْمَ الجمعة. يَبْدَأُ الدَّوَامُ يَوْمَ الأحد السَّاعَةَ ٠٩:٠٠."),
        ("الحين فاتحين", "نَعَم، نَحْنُ نَعْمَلُ الْآنَ حَتَّى السَّاعَةِ ١٣:٠٠."),
        (
            "بكرة عطلة",
            "لَا، نَعْمَلُ غَدًا مِنَ السَّاعَةِ ٠٩:٠٠ حَتَّى السَّاعَةِ ١٣:٠٠ وَمِنَ السَّاعَةِ ١٦:٠٠ حَتَّى السَّاعَةِ ٢٠:٠٠.",
        ),
        ("لمتى فاتحين", "يَنْتَهِي الدَّوَامُ اليَوْم السَّاعَةَ ٢٠:٠٠."),
        (
            "أوقات العمل",
            "نَحْنُ فِي خِدْمَتِكَ مِنَ الأحد إِلَى الخميس مِنَ السَّاعَةِ ٠٩:٠٠ حَتَّى السَّاعَةِ ١٣:٠٠ وَمِنَ السَّاعَةِ ١٦:٠٠ حَتَّى السَّاعَةِ ٢٠:٠٠.",
        ),
    ],
)
def test_in_arabic_with_a_week_of_the_gulf(text: str, words: str) -> None:
    assert answer(text, language="ar", hours=Timetable(GULF)) == words


def test_a_special_day_is_told_with_its_message() -> None:
    hours = Timetable(IRAN, MOVES)
    assert answer("الان بازید", hours=hours) == (
        "نه، اکنون بسته‌ایم. امروز به جای تازه می‌رویم. چهارشنبه از ساعتِ ۰۸:۰۰ باز می‌شویم."
    )
    assert answer("فردا بازید", hours=hours).startswith("نه، فردا بسته‌ایم. امروز به جای تازه می‌رویم. چهارشنبه")
    assert answer("تا کی بازید", hours=hours).startswith("امروز بسته‌ایم. امروز به جای تازه")
    assert answer("دوشنبه‌ها بازید", hours=hours) == "بله، روزهایِ دوشنبه از ساعتِ ۰۸:۰۰ تا ۱۷:۰۰ باز هستیم."


def test_a_day_far_away_is_told_with_its_date() -> None:
    long = Calendar((SpecialDay(date(2026, 11, 30), date(2026, 12, 20), (), {}),))
    assert answer("الان بازید", hours=Timetable(IRAN, long)) == (
        "نه، اکنون بسته‌ایم. دوشنبه ۳۰ آذر از ساعتِ ۰۸:۰۰ باز می‌شویم."
    )


def test_day_and_night() -> None:
    assert answer("ساعت کاری", hours=Timetable(())) == "ما شبانه‌روز باز هستیم."
    assert answer("الان بازید", hours=Timetable(())) == "بله، اکنون باز هستیم."


def test_whoever_is_open_is_told_of_no_opening() -> None:
    said = HoursAnswer(Timetable(IRAN), PROMPTS["fa"].skills, "fa", MONDAY)
    assert said.opens() == said.closed_now() == ""
