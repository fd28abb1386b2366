"""What a number calls itself: «شمارهٔ فاکتورم ...», «کد ملی ...» or «... تومان» is no order number, however long."""

from __future__ import annotations

from nlu.text import fold
from nlu.text.languages import FALLBACK

_BEFORE = {
    "fa": "تیکت شکایت شکایتم فاکتور فاکتورم ملی ملیم موبایل موبایلم همراه تلفن تلفنم کارت کارتم حساب حسابم شبا پستی "
    "پلاک شناسنامه مبلغ گواهی".split(),
    "ar": "التذکره تذکره تذکرتی الشکوی شکوی شکوتی شکوای الفاتوره فاتوره فاتورتی الهویه هویتی جوالی الجوال موبایلی "
    "تلفونی الهاتف هاتفی البطاقه بطاقتی حسابی الحساب الایبان المبلغ".split(),
}
_BEHIND = {
    "fa": "تومان ریال دلار متر کیلو گرم درصد نفر روز ساعت دقیقه سال".split(),
    "ar": "دینار ریال درهم دولار جنیه لیره تومان متر کیلو یوم ساعه دقیقه سنه نفر".split(),
}
_NEAR = 3
"""Words before the number in which its name is looked for: «شماره فاکتورم هست ...»."""


def is_another(text: str, span: tuple[int, int], language: str = FALLBACK) -> bool:
    """Whether the words around the number at `span` of `text` name it as something that is no order number."""
    before = [token.key for token in fold.tokens(text[: span[0]], language)][-_NEAR:]
    behind = [token.key for token in fold.tokens(text[span[1] :], language)][:1]
    return bool(set(before) & set(_BEFORE[language]) or set(behind) & set(_BEHIND[language]))
