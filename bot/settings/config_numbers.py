"""Which number an owner meant who wrote «30s», «۵۰۶۰», «1,000» or «95%»."""

import re

from nlu.text.languages import ascii_digits

NUMBER = re.compile(r"([-+−]?)(\d{1,3}(?:[,٬_]\d{3})+|\d+)(?:[.٫](\d+)|,(\d{1,2}))?\s*(\D*)")
BEHIND = re.compile(r"\s*(#|;|//|/udp|/tcp).*$")
"""Comments of other kinds of files, and what a PBX writes behind a port."""
SECONDS = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds", "میلی‌ثانیه", "میلی ثانیه"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "ثانیه", "ثانية"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "دقیقه", "دقيقة"), 60.0),
    **dict.fromkeys(("h", "hour", "hours", "ساعت", "ساعة"), 3600.0),
}
IN_SECONDS = {"seconds": 1.0, "milliseconds": 0.001}
BARE = frozenset({"", "calls", "ports", "port", "lufs", "db", "dbfs", "تماس"})
"""What may stand behind a number without changing it."""


def meant(text: str, unit: str = "", *, share: bool = False) -> float | None:
    """The number in the field's `unit` («seconds», «milliseconds» or none); None where it cannot be told.

    `share`: the field is a share of one, so «95%» is 0.95.
    """
    found = NUMBER.fullmatch(BEHIND.sub("", ascii_digits(text.strip().strip("\"'"))))
    if found is None:
        return None
    sign, whole, part, after_comma, behind = found.groups()
    value = float(f"{re.sub('[,٬_]', '', whole)}.{part or after_comma or 0}") * (-1 if sign in ("-", "−") else 1)
    behind = behind.strip().casefold().rstrip(".")
    if share:
        return round(value / 100, 4) if behind in ("%", "٪", "percent") or (not behind and value > 1) else value
    if behind in BARE:
        return value
    if unit in IN_SECONDS and behind in SECONDS:
        return round(value * SECONDS[behind] / IN_SECONDS[unit], 6)
    return None
