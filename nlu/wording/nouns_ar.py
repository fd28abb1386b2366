"""Arabic nouns that telephone answers count, in the forms that numbers ask for: one, two, few, many."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.wording.ar import CURRENCIES, MINUTE, Noun


def _masculine(one: str, few: str, two: str = "", many: str = "") -> Noun:
    return Noun(one, two or one + "ان", few, many or one + "ًا")


def _feminine(one: str, few: str) -> Noun:
    """A noun in ta marbuta."""
    return Noun(one, one[:-1] + "تان", few, one, feminine=True)


def _money(code: str) -> Noun:
    unit = CURRENCIES[code].unit
    return Noun(unit.one, unit.two, unit.few, unit.many, unit.feminine)


MONEY = (
    *(_money(code) for code in ("IRR", "IRT", "AED", "KWD", "EGP")), _masculine("دولار", "دولارات"),
    Noun("يورو", "يوروان", "يورو", "يورو"), _feminine("ليرة", "ليرات"), _masculine("فلس", "فلوس"),
    _masculine("قرش", "قروش"), _feminine("هللة", "هللات"),
)  # fmt: skip
THINGS = (
    MINUTE, _feminine("ساعة", "ساعات"), _feminine("ثانية", "ثوانٍ"), _masculine("يوم", "أيام"),
    _masculine("أسبوع", "أسابيع"), _masculine("شهر", "أشهر"), _feminine("سنة", "سنوات"), _masculine("عام", "أعوام"),
    _masculine("طلب", "طلبات"), _feminine("مكالمة", "مكالمات"), _feminine("رسالة", "رسائل"),
    _feminine("قطعة", "قطع"), _masculine("كتاب", "كتب"), _masculine("رقم", "أرقام"), _feminine("فاتورة", "فواتير"),
    _feminine("مرة", "مرات"), _masculine("شخص", "أشخاص"), _masculine("متصل", "متصلين"), _masculine("عميل", "عملاء"),
    _masculine("منتج", "منتجات"), _masculine("موظف", "موظفين"), _feminine("نقطة", "نقاط"),
    _feminine("خطوة", "خطوات"), _masculine("متر", "أمتار"), _masculine("كيلومتر", "كيلومترات"),
    _masculine("سنتيمتر", "سنتيمترات"), _masculine("مليمتر", "مليمترات"), _masculine("كيلوغرام", "كيلوغرامات"),
    _masculine("غرام", "غرامات"), _masculine("لتر", "لترات"), _masculine("طن", "أطنان"), _feminine("درجة", "درجات"),
    _masculine("فرع", "فروع"), _masculine("جهاز", "أجهزة"), _masculine("هاتف", "هواتف"),
    _masculine("خيار", "خيارات"), _masculine("إشعار", "إشعارات"), _masculine("حساب", "حسابات"),
    _masculine("عرض", "عروض"), _masculine("اشتراك", "اشتراكات"), _masculine("مشترك", "مشتركين"),
    _masculine("زبون", "زبائن"), _masculine("مقعد", "مقاعد"), _masculine("موعد", "مواعيد"),
    _masculine("صندوق", "صناديق"), _masculine("سؤال", "أسئلة"), _masculine("قسط", "أقساط"),
    _masculine("عنوان", "عناوين"), _masculine("رمز", "رموز"), _masculine("خط", "خطوط"), _masculine("عامل", "عمال"),
    _masculine("رجل", "رجال"), _masculine("طفل", "أطفال"), _feminine("ليلة", "ليالٍ"), _feminine("غرفة", "غرف"),
    _feminine("تذكرة", "تذاكر"), _feminine("علبة", "علب"), _feminine("نسخة", "نسخ"), _feminine("شركة", "شركات"),
    _feminine("مدينة", "مدن"), Noun("امرأة", "امرأتان", "نساء", "امرأة", feminine=True),
)  # fmt: skip
ADJECTIVES = (
    "إيراني", "سعودي", "إماراتي", "كويتي", "عراقي", "بحريني", "عماني", "قطري", "أردني", "مصري", "يمني", "أمريكي",
    "إسترليني", "تركي", "لبناني", "سوري", "تونسي", "ليبي", "جزائري", "مغربي", "سوداني",
)  # fmt: skip


def _forms(nouns: tuple[Noun, ...]) -> Mapping[str, Noun]:
    """Every written form of `nouns`, with and without its tanwin -> the noun."""
    found: dict[str, Noun] = {}
    for noun in nouns:
        for form in (noun.one, noun.two, f"{noun.two.removesuffix('ان')}ين", noun.few, noun.many):
            found |= {form: noun, form.replace("ً", "").replace("ٍ", ""): noun}
    return found


MONEY_FORMS = _forms(MONEY)
FORMS = {**_forms(THINGS), **MONEY_FORMS, "ثواني": THINGS[2], "شهور": THINGS[5], "سنين": THINGS[6]}
