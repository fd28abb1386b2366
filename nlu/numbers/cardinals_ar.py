"""Arabic cardinal numbers in words, with gender and case: 25 -> «خمسة وعشرون», feminine «خمس وعشرون».

The rules are those of Wright, A Grammar of the Arabic Language, vol. 1, §§ 318-328: three to ten take the gender
opposite to the thing counted, one and two its own, eleven and twelve agree in both parts.
"""

from __future__ import annotations

from dataclasses import dataclass

MASCULINE = ("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
FEMININE = ("صفر", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
TENS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
HUNDREDS = ("", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")
LIMIT = 10**12


@dataclass(frozen=True)
class Form:
    """How the counted thing asks for its number: feminine or not, oblique (after a preposition, spoken) or not.

    `tamyiz`: a thousand counted by eleven to ninety-nine in the accusative, as it is said («أحد عشر ألفًا»).
    """

    feminine: bool = False
    oblique: bool = False
    tamyiz: bool = False


@dataclass(frozen=True)
class Scale:
    """A thousand, a million, a milliard: one, two, three to ten, more."""

    value: int
    one: str
    two: str
    two_oblique: str
    few: str


SCALES = (
    Scale(10**9, "مليار", "ملياران", "مليارين", "مليارات"),
    Scale(10**6, "مليون", "مليونان", "مليونين", "ملايين"),
    Scale(10**3, "ألف", "ألفان", "ألفين", "آلاف"),
)


_DUALS = {"مئتان", "مئتين"} | {name for scale in SCALES for name in (scale.two, scale.two_oblique)}


def _teen(value: int, form: Form) -> str:
    unit = value - 10
    if form.feminine:
        first = ("", "إحدى", "اثنتي" if form.oblique else "اثنتا", *FEMININE[3:10])[unit]
        return f"{first} عشرة"
    first = ("", "أحد", "اثني" if form.oblique else "اثنا", *MASCULINE[3:10])[unit]
    return f"{first} عشر"


def below_hundred(value: int, form: Form) -> str:
    """1..99 in words."""
    units = FEMININE if form.feminine else MASCULINE
    if value == 2 and form.oblique:
        return "اثنتين" if form.feminine else "اثنين"
    if value <= 10:
        return units[value]
    if value < 20:
        return _teen(value, form)
    tens, unit = divmod(value, 10)
    name = TENS[tens] + ("ين" if form.oblique else "ون")
    if unit == 0:
        return name
    first = "إحدى" if unit == 1 and form.feminine else below_hundred(unit, form)
    return f"{first} و{name}"


def below_thousand(value: int, form: Form) -> str:
    """1..999 in words."""
    hundreds, rest = divmod(value, 100)
    if hundreds == 0:
        return below_hundred(rest, form)
    name = "مئتين" if hundreds == 2 and form.oblique else HUNDREDS[hundreds]
    return f"{name} و{below_hundred(rest, form)}" if rest else name


def _scaled(count: int, scale: Scale, form: Form) -> str:
    if count == 1:
        return scale.one
    if count == 2:
        return scale.two_oblique if form.oblique else scale.two
    rest = count % 100
    if rest in (1, 2) and count > 100:  # «مئة ألف وألف», as with every other counted noun
        return f"{_scaled(count - rest, scale, form)} و{_scaled(rest, scale, form)}"
    words = below_thousand(count, Form(oblique=form.oblique))  # thousands and millions are masculine
    if 3 <= rest <= 10:
        return f"{words} {scale.few}"
    # A hundred is bound to its thousand: «مئتا ألف» without the n.
    bound = construct(words)
    return f"{words} {scale.one}ًا" if form.tamyiz and rest > 10 else f"{bound if form.tamyiz else words} {scale.one}"


def construct(words: str) -> str:
    """A cardinal right before what it counts: «مئتان», «ألفين» lose their n, «ألفًا» its ending."""
    for ending, bound in (("تان", "تا"), ("تين", "تي"), ("فان", "فا"), ("فين", "في"), ("نان", "نا"), ("نين", "ني"),
                          ("اران", "ارا"), ("ارين", "اري"), ("ًا", "")):  # fmt: skip
        last = words.rpartition(" ")[2].removeprefix("و")
        if last.endswith(ending) and (last in _DUALS or ending == "ًا"):
            return words.removesuffix(ending) + bound
    return words


def cardinal(value: int, form: Form | None = None) -> str:
    """`value` (0 to 10^12 - 1) in words.

    Raises:
        ValueError: outside that range.
    """
    form = form or Form()
    if not 0 <= value < LIMIT:
        raise ValueError(f"no Arabic words for {value}: it must be from 0 to 10^12 - 1")
    if value == 0:
        return MASCULINE[0]
    found: list[str] = []
    for scale in SCALES:
        count, value = divmod(value, scale.value)
        if count:
            found.append(_scaled(count, scale, form))
    if value:
        found.append(below_thousand(value, form))
    return " و".join(found)
