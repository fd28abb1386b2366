"""Numbers as people say, write and key them: another way to make them than the code that finds them."""

import random
from collections.abc import Callable

from nlu.numbers.cardinals_ar import cardinal as cardinal_ar
from nlu.numbers.cardinals_fa import cardinal as cardinal_fa
from nlu.numbers.identifiers import bank_card, iban, iran_national_id, saudi_id

ONES = {
    "fa": "صفر یک دو سه چهار پنج شش هفت هشت نه".split(),
    "ar": "صفر واحد اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split(),
}
COLLOQUIAL = {
    "fa": "صفر یه دو سه چار پنش شیش هفت هشت نه".split(),
    "ar": "زيرو واحد اثنين تلاتة اربعة خمسة ستة سبعة تمنية تسعة".split(),
}
FILLERS = {"fa": [" بعد ", " اِ ", " خب بعدش ", " ... "], "ar": [" بعدين ", " اه ", " يعني ", " ... "]}
CARD_DIGITS = 16
PERSIAN, ARABIC = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"), str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def number(kind: str, language: str, dice: random.Random) -> str:
    """A number of that kind with a right checksum; an IBAN without its country."""
    if kind == "mobile":
        head = dice.choice(["0912", "0935", "0919"] if language == "fa" else ["0501", "0555"])
        return head + "".join(dice.choices("0123456789", k=7 if language == "fa" else 6))
    heads = {
        "card": ["6037", "6104", "5022", "6219", "5892"],
        "national_id": ["001", "228", "043"] if language == "fa" else ["10", "11", "23"],
        "iban": [""],
    }
    length = {"card": 16, "national_id": 10, "iban": 24}[kind]
    check: Callable[[str], bool] = {
        "card": bank_card,
        "national_id": iran_national_id if language == "fa" else saudi_id,
        "iban": lambda digits: iban(f"IR{digits}"),
    }[kind]
    while True:
        head = dice.choice(heads[kind])
        digits = head + "".join(dice.choices("0123456789", k=length - len(head)))
        if check(digits):
            return digits


def _groups(digits: str, sizes: list[int]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(digits):
        size = sizes[min(len(found), len(sizes) - 1)]
        found.append(digits[at : at + size])
        at += size
    return found


def _cardinal(group: str, language: str) -> str:
    zeros = len(group) - len(group.lstrip("0"))
    name = cardinal_fa if language == "fa" else cardinal_ar
    zero = ONES[language][0]
    return " ".join([*[zero] * zeros, *([name(int(group))] if int(group) else [])])


def _ones(digits: str, language: str) -> str:
    return " ".join(ONES[language][int(digit)] for digit in digits)


def say(digits: str, style: str, language: str, dice: random.Random) -> str:
    """`digits` in one of the styles of the sentences."""
    four = [4]
    mobile = [4, 3, 2, 2]
    if style in ("ones", "commas", "order", "amount"):
        joiner = "، " if style == "commas" else " "
        return joiner.join(_ones(group, language) for group in _groups(digits, four))
    if style == "colloquial":
        return " ".join(COLLOQUIAL[language][int(digit)] for digit in digits)
    if style in ("pairs", "threes", "fours", "groups"):
        sizes = {"pairs": [2], "threes": [3], "fours": four, "groups": mobile}[style]
        return " ".join(_cardinal(group, language) for group in _groups(digits, sizes))
    if style == "mixed":
        return f"{_ones(digits[:4], language)} {' '.join(_groups(digits[4:], four))}"
    if style == "fillers":
        return dice.choice(FILLERS[language]).join(_ones(group, language) for group in _groups(digits, four))
    if style in ("first_then", "thousand", "repeat", "zwnj", "error_words"):
        return _hard(digits, style, language, dice)
    if style == "intl":
        return ("+98" if language == "fa" else "+966") + digits[1:]
    place = len(digits) // 2
    other = "" if len(digits) == CARD_DIGITS else str((int(digits[place]) + 1) % 10)
    wrong = digits[:place] + other + digits[place + 1 :]
    written = {
        "error": wrong,
        "glued": digits,
        "dots": ".".join(_groups(digits, four)),
        "slash": "/".join(_groups(digits, four)),
        "newline": "\n".join(_groups(digits, four)),
        "twice": digits,
        "nozero": digits.lstrip("0"),
        "parens": f"({digits[:4]}) {digits[4:]}",
        "letters": digits,
        "lower_space": " ".join(_groups(digits, four)),
        "zerozero": ("0098" if language == "fa" else "00966") + digits[1:],
        "plain": digits,
        "four": " ".join(_groups(digits, four)),
        "dashes": "-".join(_groups(digits, [3, 6, 1] if len(digits) == 10 else four)),
        "persian": digits.translate(PERSIAN),
        "persian4": " ".join(_groups(digits, four)).translate(PERSIAN),
        "arabic": digits.translate(ARABIC),
        "arabic4": " ".join(_groups(digits, four)).translate(ARABIC),
    }
    return written[style]


BETWEEN = {"fa": ["بعدیش", "سپس", "بعد از اون"], "ar": ["وبعدها", "ثم", "بعد ذلك"]}


def _hard(digits: str, style: str, language: str, dice: random.Random) -> str:
    """Ways that no list of number words foresees."""
    groups = _groups(digits, [4])
    if style == "first_then":
        return f" {dice.choice(BETWEEN[language])} ".join(_ones(group, language) for group in groups)
    if style == "thousand":
        return " ".join(_cardinal(group, language) for group in groups)
    if style == "zwnj":
        return " ".join(_cardinal(group, language) for group in _groups(digits, [2])).replace(" و ", "\u200cو\u200c")
    if style == "error_words":  # a digit was not heard
        return _ones(digits[:7] + digits[8:], language)
    said, at = [], 0
    while at < len(digits):
        count = 1
        while count < 4 and digits[at : at + count + 1] == digits[at] * (count + 1):
            count += 1
        said.append(
            f"{ONES[language][count]} تا {ONES[language][int(digits[at])]}"
            if count > 1
            else ONES[language][int(digits[at])]
        )
        at += count
    return " ".join(said)
