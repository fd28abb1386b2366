"""How designers declare what a slot holds."""

import pytest

from nlu.errors import BadKind
from nlu.values.kinds import Choice, Kind, expected, parse_kind


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("digits(5)", Kind("digits", 5, 5)),
        ("digits(3..6)", Kind("digits", 3, 6)),
        ("digits", Kind("digits", 1, 19)),
        ("mobile", Kind("mobile", 8, 11)),
        ("card", Kind("card", 16, 16, sensitive=True)),
        ("date", Kind("date")),
        ("date(past)", Kind("date", tense="past")),
        ({"kind": "date", "tense": "future"}, Kind("date", tense="future")),
        ({"kind": "digits", "least": 4, "most": 6, "sensitive": True}, Kind("digits", 4, 6, sensitive=True)),
        (
            {"kind": "choice", "choices": {"home": {"fa": ["خانه", "منزل"], "ar": "البيت، بيتي"}}},
            Kind("choice", choices=(Choice("home", {"fa": ("خانه", "منزل"), "ar": ("البيت", "بيتي")}),)),
        ),
    ],
)
def test_what_may_be_declared(declared: str | dict[str, object], kind: Kind) -> None:
    assert parse_kind(declared) == kind


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("digit(5)", "did you mean digits"),
        ("colour", "known are digits"),
        ("digits(0)", "0 to 0 is no length"),
        ("digits(6..3)", "6 to 3 is no length"),
        ("card(16)", "(16) says nothing of it"),
        ("date(soon)", "(soon) says nothing of it"),
        ({"name": "date"}, "a mapping with `kind:`"),
        ({"kind": "date", "tens": "past"}, "did you mean tense"),
        ({"kind": "digits", "least": "five"}, "whole numbers"),
        ({"kind": "mobile", "least": 3}, "is no length"),
        ({"kind": "card", "sensitive": "yes"}, "true or false"),
        ({"kind": "choice"}, "`choices` is a mapping"),
        ({"kind": "choice", "choices": {"home": ["خانه"]}}, "`home` needs its phrases by language"),
        ({"kind": "choice", "choices": {"home": {"fa": ""}}}, "a language without a phrase"),
        ({"kind": "date", "choices": {}}, "only a choice has `choices`"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(declared: str | dict[str, object], told: str) -> None:
    with pytest.raises(BadKind) as caught:
        parse_kind(declared)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("declared", "listened"),
    [
        ("digits(5)", {"kind": "digits", "length": 5}),
        ("digits(3..6)", {"kind": "digits", "length": 0}),
        ("card", {"kind": "digits", "length": 16, "key": "card"}),
        ("iqama", {"kind": "digits", "length": 10, "key": "national_id"}),
        ({"kind": "digits(4)", "sensitive": True}, {"kind": "digits", "length": 4, "key": "security_code"}),
        ("yesno", {"kind": "yesno", "length": 0}),
        ("text", {"kind": "free", "length": 0}),
        ("time", {"kind": "date", "length": 0}),
        ("city", {"kind": "general", "length": 0}),
    ],
)
def test_what_the_line_listens_for(declared: str | dict[str, object], listened: dict[str, object]) -> None:
    assert expected(parse_kind(declared)) == listened


def test_a_choice_is_named_by_its_first_phrase() -> None:
    choice = Choice("home", {"fa": ("خانه", "منزل")})
    assert (choice.said("fa"), choice.said("ar")) == ("خانه", "home")
