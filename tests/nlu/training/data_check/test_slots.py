"""Slots that Rasa refuses half a minute later, or passes over."""

from pathlib import Path

import pytest

from nlu.training.data_check import check, read_domain
from nlu.training.data_check.slots import check_slots

NUMBER = "  caller_number:\n    type: text\n"
ENTITY = "      - type: from_entity\n        entity: order_number\n"
OWN_SLOT = f"  ticket:\n    type: text\n    mappings:\n{ENTITY}"
"""A slot of a designer's."""


def test_the_shipped_slots_are_right(data: Path) -> None:
    assert list(check_slots(read_domain(data))) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (NUMBER, "  caller_number:\n    type: categorical\n", "has no values to choose from"),
        (
            NUMBER,
            "  caller_number:\n    type: float\n    min_value: 10\n    max_value: 1\n",
            "no value between 10 and 1",
        ),
        (
            NUMBER,
            "  caller_number:\n    type: float\n    min_value: ten\n",
            "a bound of slot 'caller_number' is no number",
        ),
        (NUMBER, "  caller_number:\n    type: float\n    initial_value: many\n", "begins as 'many' and is a float"),
        ("    initial_value: false\n", '    initial_value: "no"\n', "begins as 'no' and is a bool"),
        ("    initial_value: fa\n", "    initial_value: en\n", "calls would begin in 'en'. Known are: fa, ar."),
        ("    influence_conversation: false\n", "    influence_conversation: nope\n", "Write true or false."),
        (
            ENTITY,
            ENTITY.replace("from_entity", "from_entities"),
            "unknown type 'from_entities'. Did you mean 'from_entity'",
        ),
        (ENTITY, "      - type: from_entity\n", "a from_entity mapping of slot 'ticket' names no entity"),
        (ENTITY, ENTITY.replace("entity: order", "enity: order"), "unknown key 'enity' in a from_entity mapping"),
        (ENTITY, "      - type: from_intent\n        intent: greet\n", "names no value"),
        (ENTITY, "      - type: from_trigger_intent\n        intent: gret\n        value: 1\n", "Did you mean 'greet'"),
        ("  called_number:\n", "  number_called:\n", "slot 'called_number' is missing, which the call fills"),
    ],
)
def test_a_mistake_is_told(data: Path, old: str, new: str, words: str) -> None:
    path = data / "domain" / "domain.yml"
    text = path.read_text(encoding="utf-8").replace("\nslots:\n", f"\nslots:\n{OWN_SLOT}")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = check(data)
    assert found.stops
    assert words in str(found)
