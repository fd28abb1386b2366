"""What callers ask of opening hours, on Monday 30 November 2026."""

from datetime import date

import pytest

from bot.skills.company.question import HoursQuestion, parse_question

TODAY = date(2026, 11, 30)
FRIDAY, SATURDAY, THURSDAY = date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 3)
NOW = HoursQuestion("open", now=True)
SHUT = HoursQuestion("open", now=True, closed=True)


def on(day: date, **more: bool) -> HoursQuestion:
    return HoursQuestion("open", day, **more)


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("fa", "ساعت کاریتون چیه", HoursQuestion()),
        ("fa", "از کی تا کی بازید", HoursQuestion()),
        ("fa", "", HoursQuestion()),
        ("fa", "سلام ببخشید الان باز هستید", NOW),
        ("fa", "هنوز هستید", NOW),
        ("fa", "تعطیلید", SHUT),
        ("fa", "الان بسته‌اید", SHUT),
        ("fa", "جمعه بازید", on(FRIDAY, named=True)),
        ("fa", "جمعه‌ها هم کار می‌کنید", on(FRIDAY, named=True, every=True)),
        ("fa", "پنج شنبه ها بازین", on(THURSDAY, named=True, every=True)),
        ("fa", "شنبه تعطیله", on(SATURDAY, named=True, closed=True)),
        ("fa", "یکشنبه باز می‌کنید", on(date(2026, 12, 6), named=True)),
        ("fa", "فردا تعطیله", on(date(2026, 12, 1), closed=True)),
        ("fa", "پس‌فردا باز هستید", on(date(2026, 12, 2))),
        ("fa", "امروز بازید", on(TODAY)),
        ("fa", "تا کی بازید", HoursQuestion("closes")),
        ("fa", "تا کی باز می‌مونید", HoursQuestion("closes")),
        ("fa", "پنجشنبه تا ساعت چند هستید", HoursQuestion("closes", THURSDAY, named=True)),
        ("fa", "صبح از کی باز می‌کنید", HoursQuestion("opens")),
        ("fa", "شنبه کی باز می‌کنید", HoursQuestion("opens", SATURDAY, named=True)),
        ("fa", "روزهای تعطیل بازید", HoursQuestion("holidays")),
        ("fa", "روزهای تعطیل بسته‌اید", HoursQuestion("holidays", closed=True)),
        ("ar", "أوقات العمل", HoursQuestion()),
        ("ar", "من متى لمتى تداومون", HoursQuestion()),
        ("ar", "هل أنتم مفتوحين الآن", NOW),
        ("ar", "الحين فاتحين", NOW),
        ("ar", "أنتم مسكرين", SHUT),
        ("ar", "يوم الجمعة تفتحون", on(FRIDAY, named=True)),
        ("ar", "أيام الجمعة دوام", on(FRIDAY, named=True, every=True)),
        ("ar", "بكرة عطلة", on(date(2026, 12, 1), closed=True)),
        ("ar", "بعد بكرة فاتحين", on(date(2026, 12, 2))),
        ("ar", "لمتى فاتحين", HoursQuestion("closes")),
        ("ar", "متى تسكرون يوم الخميس", HoursQuestion("closes", THURSDAY, named=True)),
        ("ar", "متى تفتحون السبت", HoursQuestion("opens", SATURDAY, named=True)),
        ("ar", "في العطل الرسمية تشتغلون", HoursQuestion("holidays")),
    ],
)
def test_a_question(language: str, text: str, question: HoursQuestion) -> None:
    assert parse_question(text, language, TODAY) == question


def test_the_day_of_today_is_today() -> None:
    assert parse_question("دوشنبه بازید", "fa", TODAY).day == TODAY
