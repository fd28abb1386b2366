"""Marked parts of examples: what is right passes, and each slip is told by its own name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.training.data_check.annotations import INVISIBLE, mistake, named

ENTITIES = ("order_number", "city")
PLAIN = st.text(alphabet="آابپتسشمنهو یک", min_size=1, max_size=20).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    "example",
    [
        "سلام",
        "سفارش [یک دو سه](order_number) کجاست",
        "[تهران](city)",
        "از [تهران](city) تا [قم](city)",
        'سفارش [یک دو]{"entity": "order_number"}',
        'سفارش [یک دو]{"entity": "order_number", "role": "old", "group": "1", "value": "12"}',
        "[تهران](city)\u200cام",
        "به‌خاطر [تهران](city)",
    ],
)
def test_what_is_right_passes(example: str) -> None:
    assert mistake(example, ENTITIES) is None


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("(city)[تهران]", "the brackets of an annotation are swapped"),
        ("[](city)", "nothing stands between [ and ]"),
        ("[تهران] (city)", "a blank stands between ] and what follows it"),
        ("تهران](city)", "a [ is missing before ]"),
        ("[تهران", "a [ is not closed by ]"),
        ("[تهران](city", "a ( is not closed by )"),
        ('[تهران]{"entity": "city"', "a { is not closed by }"),
        ("[تهران]", "no (entity) stands right behind ]"),
        ("[تهران] است", "no (entity) stands right behind ]"),
        ("تهران (city)", "brackets stand outside an annotation"),
        ("در[تهران](city)", "an annotation is glued to the word beside it"),
        ("[تهران](city)است", "an annotation is glued to the word beside it"),
        ("[ تهران](city)", "a blank stands behind [ or before ]"),
        ("[تهران ](city)", "a blank stands behind [ or before ]"),
        ("［تهران］(city)", "'［' is a bracket of another keyboard"),
    ],
)
def test_a_slip_is_told(example: str, what: str) -> None:
    found = mistake(example, ENTITIES)
    assert found is not None
    assert found[0] == what


@pytest.mark.parametrize(
    ("example", "what", "remedy"),
    [
        ("[قم](cty)", "entity 'cty' is not in the domain", "Did you mean 'city'?"),
        ("[قم](weather)", "entity 'weather' is not in the domain", "Add it to `entities:`."),
        ("[قم]()", "no entity is named behind ]", "Write it like this"),
        ("[قم]{city}", "{city} is no JSON", '{"entity": "order_number"}'),
        ('[قم]{"role": "a"}', '{"role": "a"} names no "entity"', '{"entity": "order_number"}'),
        ('[قم]{"entity": 3}', '{"entity": 3} names no "entity"', '{"entity": "order_number"}'),
        ('[قم]{"entity": "cty"}', "entity 'cty' is not in the domain", "Did you mean 'city'?"),
        ('[قم]{"entity": "city", "rol": "a"}', "'rol' is unknown in", "Did you mean 'role'?"),
    ],
)
def test_what_is_named_must_be_known(example: str, what: str, remedy: str) -> None:
    found = mistake(example, ENTITIES)
    assert found is not None
    assert what in found[0]
    assert remedy in found[1]


@pytest.mark.parametrize(
    ("mark", "name"), [("\u200e", "LRM"), ("\u200f", "RLM"), ("\u00ad", "soft hyphen"), ("\ufeff", "U+FEFF")]
)
def test_what_nobody_sees_is_named(mark: str, name: str) -> None:
    found = mistake(f"سلام{mark}", ENTITIES)
    assert found is not None
    assert found[0] == f"an invisible mark ({name}) stands in this example"
    assert named(INVISIBLE, f"a{mark}b") == name


def test_a_half_space_is_no_invisible_mark() -> None:
    assert not INVISIBLE.search("می\u200cخوام")
    assert named(re.compile("x"), "axb") == "U+0078"


@given(PLAIN, st.sampled_from(ENTITIES), PLAIN)
def test_any_word_between_blanks_may_be_marked(before: str, entity: str, word: str) -> None:
    assert mistake(f"{before} [{word}]({entity}) {before}", ENTITIES) is None


@given(st.text(alphabet="[](){}آب c\u200c", max_size=14))
def test_brackets_that_do_not_make_an_annotation_never_pass(example: str) -> None:
    found = mistake(example, ENTITIES)
    if found is None:
        assert not set("[](){}") & set(example)
