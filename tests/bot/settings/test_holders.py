"""Secrets and what they open."""

import pytest

from bot.errors import StartError
from bot.settings.holders import holder_of, parse_holders

ONE, TWO = "a" * 16, "b" * 40


def test_one_secret_alone_may_do_everything() -> None:
    (holder,) = parse_holders(ONE)
    assert (holder.name, holder.may_write) == ("api", True)


def test_several_programs_each_with_its_right() -> None:
    holders = parse_holders(f"desk:{ONE}, wall:read:{TWO},crm:write:{'c' * 16},")
    assert [(one.name, one.may_write) for one in holders] == [("desk", True), ("wall", False), ("crm", True)]


@pytest.mark.parametrize("authorization", [f"Bearer {ONE}", f"bearer {ONE}", f"BEARER   {ONE} "])
def test_the_secret_opens(authorization: str) -> None:
    holders = parse_holders(f"wall:read:{TWO},desk:{ONE}")
    found = holder_of(authorization, holders)
    assert found is not None and found.name == "desk"


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", f"Bearer {ONE}x", f"Bearer {ONE[:-1]}", f"Basic {ONE}", ONE, f"Bearer {ONE} {TWO}", "Bearer \udcff"],
)
def test_nothing_else_opens(authorization: str) -> None:
    assert holder_of(authorization, parse_holders(ONE)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no secret"),
        (" , ", "holds no secret"),
        ("short", "needs 16"),
        (f"desk:{ONE},desk:{TWO}", "names desk twice"),
        (f"desk:admin:{ONE}", "cannot be read"),
        (f"a:b:c:{ONE}", "cannot be read"),
        (f"دفتر:{ONE}", "a name has"),
        (f":{ONE}", "a name has"),
        (f"desk:{'ه' * 16}", "the secret of desk"),
        (f"desk:{ONE} {ONE}", "the secret of desk"),
    ],
)
def test_what_cannot_be_read_says_so_and_quotes_no_secret(text: str, words: str) -> None:
    with pytest.raises(StartError, match=words) as told:
        parse_holders(text)
    assert ONE not in str(told.value) and "ههه" not in str(told.value)


def test_a_holder_shows_no_secret() -> None:
    assert ONE not in repr(parse_holders(ONE))
