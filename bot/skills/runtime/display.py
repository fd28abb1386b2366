"""Money, dates and order numbers as short display text; digits stay digits, `nlu` words them for the ear."""

from datetime import date, timedelta

import jdatetime

from bot.crm.model import Customer, Money
from nlu.wording import ar as wording_ar

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SCALES = {"fa": {1_000_000: "میلیون", 1_000: "هزار"}, "ar": {1_000_000: "مليون", 1_000: "ألف"}}
UNITS = {"fa": ("تومان", "ریال"), "ar": ("تومان", "ريال إيراني")}
JALALI_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
GREGORIAN_MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
PERSIAN_DAYS = "دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه".split()
ARABIC_DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
NEAR = timedelta(days=180)
"""Within this the year is not said."""
FIRST_GROUP = 2


def digits(text: str, language: str) -> str:
    """`text` with the language's own digits."""
    return text.translate(ARABIC_DIGITS if language == "ar" else PERSIAN_DIGITS)


def money(amount: Money, language: str) -> str:
    """«۲۵۰ هزار تومان»: always with its unit; in rial only where toman would not be whole."""
    toman_word, rial_word = UNITS.get(language, UNITS["fa"])
    toman = amount.toman
    value, unit = (amount.rial, rial_word) if toman is None else (toman, toman_word)
    for scale, word in SCALES.get(language, SCALES["fa"]).items():
        # 2,350,000 is left in digits: «۲۳۵۰ هزار» is no way to say it.
        if value and value % scale == 0 and value // scale < 1_000:
            return digits(f"{value // scale} {word} {unit}", language)
    return digits(f"{value} {unit}", language)


def day(when: date, today: date, language: str) -> str:
    """«پنجشنبه ۵ آذر» (Jalali) or «الخميس ٢٦ نوفمبر»; with the year where it is half a year away or more."""
    if language == "ar":
        name, number, month, year = (
            ARABIC_DAYS[when.weekday()],
            when.day,
            GREGORIAN_MONTHS[when.month - 1],
            when.year,
        )
    else:
        jalali = jdatetime.date.fromgregorian(date=when)
        name, number, month, year = (
            PERSIAN_DAYS[when.weekday()],
            jalali.day,
            JALALI_MONTHS[jalali.month - 1],
            jalali.year,
        )
    text = f"{name} {number} {month}"
    return digits(text if abs(when - today) < NEAR else f"{text} {year}", language)


def address(customer: Customer, language: str) -> str:
    """What one calls the customer at the greeting: «خانم محمدی», «يا سيد الساعدي»; "" where no name is known."""
    name = customer.polite_name
    title = (customer.title or "").strip()
    if language != "ar" or not title or not name.startswith(title):
        return name
    return f"{wording_ar.vocative(title)}{name.removeprefix(title)}"


def order_number(number: str, language: str) -> str:
    """Five digits in the groups people say and check: «۱۲ ۳۴۵»."""
    return digits(f"{number[:FIRST_GROUP]} {number[FIRST_GROUP:]}".strip(), language)
