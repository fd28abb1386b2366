"""Money, dates and order numbers as short display text; digits stay digits, `nlu` words them for the ear."""

from dataclasses import replace
from datetime import date, timedelta

import jdatetime

from bot.crm.model import Customer, Money
from nlu.text.languages import language as facts
from nlu.text.languages import own_digits
from nlu.text.titles import title_in
from nlu.wording import ar as wording_ar

NEAR = timedelta(days=180)
"""Within this the year is not said."""
FIRST_GROUP = 2


def money(amount: Money, language: str) -> str:
    """«۲۵۰ هزار تومان»: always with its unit; in rial only where toman would not be whole."""
    said = facts(language)
    toman = amount.toman
    value, unit = (amount.rial, said.rial) if toman is None else (toman, said.toman)
    for scale, word in said.scales.items():
        # 2,350,000 is left in digits: «۲۳۵۰ هزار» is no way to say it.
        if value and value % scale == 0 and value // scale < 1_000:
            return own_digits(f"{value // scale} {word} {unit}", language)
    return own_digits(f"{value} {unit}", language)


def day(when: date, today: date, language: str) -> str:
    """«پنجشنبه ۵ آذر» (Jalali) or «الخميس ٢٦ نوفمبر»; with the year where it is half a year away or more."""
    said = facts(language)
    there = jdatetime.date.fromgregorian(date=when) if said.calendar == "solar" else when
    text = f"{said.weekdays[when.weekday()]} {there.day} {said.months[there.month - 1]}"
    return own_digits(text if abs(when - today) < NEAR else f"{text} {there.year}", language)


def address(customer: Customer, language: str) -> str:
    """What one calls the customer at the greeting: «خانم محمدی», «يا سيد الساعدي»; "" where no name is known."""
    title = title_in((customer.title or "").strip(), language, customer.language or language)
    name = replace(customer, title=title).polite_name
    if language != "ar" or not title or not name.startswith(title):
        return name
    return f"{wording_ar.vocative(title)}{name.removeprefix(title)}"


def order_number(number: str, language: str) -> str:
    """Five digits in the groups people say and check: «۱۲ ۳۴۵»."""
    return own_digits(f"{number[:FIRST_GROUP]} {number[FIRST_GROUP:]}".strip(), language)
