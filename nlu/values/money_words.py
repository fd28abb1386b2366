"""What currencies are called. IRT is the toman (ten rials); other codes are ISO 4217.

A name that several lands have («دينار», «ريال») is told by the land behind it, by the kind («amount(KWD)»), or is the
first of its codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlu.text.languages import ARABIC, FALLBACK, PERSIAN
from nlu.text.letters import fold

CURRENCIES = "IRT IRR USD EUR AED IQD KWD SAR QAR OMR BHD JOD EGP MAD DZD TND LYD SYP LBP YER SDG".split()


@dataclass(frozen=True, eq=False)
class Money:
    """The currencies of one language."""

    names: Mapping[str, str]
    """Codes, the likeliest first, and the names that they share."""
    lands: Mapping[str, str]
    """How the code begins, and what stands behind the name."""
    parts: Mapping[int, str]
    """How many of them make one, and their names."""
    endings: str
    """A pattern of what is written onto a name."""
    usual: tuple[str, ...]
    """What may be meant where no name is said."""


_FA = Money(
    names={
        "IRT": "تومان, تومن, تمن, تومنی, تومانی", "IRR": "ریال, ریالی", "USD": "دلار", "EUR": "یورو",
        "AED MAD": "درهم", "IQD KWD BHD JOD": "دینار", "SYP LBP": "لیره, لیر",
    },
    lands={"IQ": "عراق, عراقی", "KW": "کویت, کویتی", "AE": "امارات, اماراتی"},
    parts={},
    endings="(?:ه|م|ها|ش|س|ست|اس|ه‌)?",
    usual=("IRT", "IRR"),
)  # fmt: skip
_AR = Money(
    names={
        "SAR QAR OMR YER IRR": "ريال, ريالات, ريالا, ريالين, ﷼",
        "IQD KWD BHD JOD DZD TND LYD": "دينار, دنانير, دينارا, دينارين",
        "AED MAD": "درهم, دراهم, درهما, درهمين",
        "EGP SDG": "جنيه, جنيهات, جنيها, جنيهين, جني", "SYP LBP": "ليرة, ليرات, ليرتين",
        "IRT": "تومان, تومانات, تومن", "USD": "دولار, دولارات, دولارين", "EUR": "يورو",
    },
    lands={
        "SA": "سعودي, سعودية", "IQ": "عراقي, عراقية", "KW": "كويتي", "BH": "بحريني", "AE": "إماراتي, اماراتي",
        "QA": "قطري",
        "OM": "عماني", "JO": "أردني", "EG": "مصري, مصرية", "IR": "إيراني, ايراني", "MA": "مغربي", "DZ": "جزائري",
        "TN": "تونسي", "LY": "ليبي", "SY": "سوري, سورية", "LB": "لبناني, لبنانية", "YE": "يمني", "SD": "سوداني",
    },
    parts={1000: "فلس, فلوس, بيسة", 100: "هللة, هللات, قرش, قروش, سنتيم"},
    endings="",
    usual=("IQD", "SAR"),
)  # fmt: skip
_MONEY: Mapping[str, Money] = {PERSIAN.code: _FA, ARABIC.code: _AR}
DUAL = "ین"


def _table(rows: Mapping[str, str]) -> dict[str, str]:
    """Folded names, and what they stand for."""
    return {fold(name.strip()): key for key, row in rows.items() for name in row.split(",")}


def _either(names: Mapping[str, str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


@lru_cache(maxsize=8)
def _patterns(money: Money) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names, lands = _table(money.names), _table(money.lands)
    name = rf"(?:ال)?(?P<name>{_either(names)}){money.endings}(?:\s+(?:ال)?(?P<land>{_either(lands)})ه?)?(?!\w)"
    parts = _either({fold(one.strip()): "" for row in money.parts.values() for one in row.split(",")}) or "(?!)"
    return re.compile(name), re.compile(rf"\s*(?P<part>{parts})(?!\w)")


@dataclass(frozen=True)
class Named:
    """A currency that is named in a text: its code, where the name stands, and whether it is a dual («ريالين»)."""

    code: str
    start: int
    end: int
    dual: bool


def money_of(language: str) -> Money:
    """The currencies of a language."""
    return _MONEY.get(language, _MONEY[FALLBACK])


def named(text: str, money: Money, unit: str) -> list[Named]:
    """Every currency that is named in folded `text`, in order; `unit` settles a name that several lands have."""
    found = []
    for match in _patterns(money)[0].finditer(text):
        codes = _table(money.names)[match["name"]].split()
        land = _table(money.lands).get(match["land"] or "")
        of_land = next((code for code in codes if land and code.startswith(land)), "")
        code = of_land or (unit if unit in codes else codes[0])
        found.append(Named(code, match.start(), match.end(), match["name"].endswith(DUAL)))
    return found


def part_of_one(text: str, money: Money) -> int:
    """How many of the parts that folded `text` begins with make one («فلس»: 1000); 0 where it begins with none."""
    match = _patterns(money)[1].match(text)
    parts = {fold(name.strip()): count for count, row in money.parts.items() for name in row.split(",")}
    return parts[match["part"]] if match else 0


def called(code: str, money: Money) -> str:
    """What a currency is called, with its land where several share the name: «دينار عراقي»; the code if unknown."""
    for codes, row in money.names.items():
        if code in codes.split():
            land = next((of for begins, of in money.lands.items() if code.startswith(begins)), "")
            name = row.split(",")[0].strip()
            return f"{name} {land.split(',')[0]}".strip() if " " in codes else name
    return code
