"""One of several things, by its words, its place or its key."""

import pytest

from nlu.values.choosing import keyed
from nlu.values.kinds import parse_kind
from tests.nlu.values.reading import first

DELIVERY = {
    "kind": "choice",
    "choices": {
        "courier": {"fa": ["ارسال با پیک", "پیک"], "ar": ["التوصيل للبيت", "مندوب"]},
        "post": {"fa": ["ارسال با پست", "پست"], "ar": ["البريد"]},
        "shop": {"fa": ["تحویل حضوری", "خودم میام"], "ar": ["الاستلام من الفرع", "من المحل"]},
    },
}


@pytest.mark.parametrize(
    ("language", "text", "choice"),
    [
        ("fa", "با پیک بفرستید لطفا", "courier"),
        ("fa", "پستی باشه", "post"),
        ("fa", "حضوری", "shop"),
        ("fa", "دومی", "post"),
        ("fa", "همون آخری", "shop"),
        ("fa", "گزینه سه", "shop"),
        ("ar", "أبغى التوصيل", "courier"),
        ("ar", "الثاني", "post"),
        ("ar", "بالبريد", "post"),
        ("ar", "من المحل", "shop"),
        ("fa", "نمی‌دونم", None),
        ("fa", "پیک نمی‌خوام پست باشه", "post"),
        ("ar", "ما أريد البريد من المحل", "shop"),
        ("fa", "حظوری", "shop"),
    ],
)
def test_what_is_chosen(language: str, text: str, choice: str | None) -> None:
    assert first(DELIVERY, text, language) == choice


def test_of_two_the_other_one_is_left() -> None:
    two = {"kind": "choice", "choices": {"yes": {"fa": "با رسید"}, "no": {"fa": "بدون کاغذ"}}}
    assert first(two, "رسید نمی‌خوام", "fa") == "no"


def test_keys_count_from_one() -> None:
    kind = parse_kind(DELIVERY)
    assert [one.value for one in keyed(kind, "2")] == ["post"]
    assert keyed(kind, "4") == keyed(kind, "0") == keyed(kind, "#") == ()
