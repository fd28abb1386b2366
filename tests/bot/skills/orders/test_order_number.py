"""Numbers said in parts."""

import pytest

from bot.skills.orders.order_number import Parts, Taken, take


@pytest.mark.parametrize(
    ("readings", "before", "taken"),
    [
        (["12345"], None, Taken(("12345",))),
        (["1200345", "12345"], ["99"], Taken(("12345",))),
        (["12"], None, Taken(part=Parts(("12",)), further=True)),
        (["345", "300405"], ["12"], Taken(("12345",))),
        (["3", "13"], ["12"], Taken(part=Parts(("123", "1213")), further=True)),
        (["123"], ["12"], Taken(("12123",), Parts(("123",)))),
        (["1234"], ["123"], Taken(part=Parts(("1234",)))),
        (["3456"], ["12"], Taken(part=Parts(("3456",)))),
        (["123456"], None, Taken()),
        (["123456"], ["1"], Taken()),
        ([], ["12"], Taken()),
    ],
)
def test_what_becomes_of_it(readings: list[str], before: list[str] | None, taken: Taken) -> None:
    assert take(readings, Parts.from_slot(before)) == taken


@pytest.mark.parametrize("value", [None, [], "12", ["12345"], ["x"], [""]])
def test_a_slot_of_no_use(value: object) -> None:
    assert Parts.from_slot(value) is None


def test_a_slot_keeps_what_can_be_part_of_a_number() -> None:
    parts = Parts.from_slot(["12", 34, "123456"])
    assert parts is not None
    assert Parts.from_slot(parts.as_slot()) == parts == Parts(("12", "34"))
