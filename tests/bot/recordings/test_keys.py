"""What is a key, what is none, and that nothing shows one."""

import secrets

import pytest

from bot.recordings.errors import NEW_KEY, KeyRefused
from bot.recordings.keys import Keyring, parse_keys

ONE, TWO = secrets.token_hex(32), secrets.token_hex(32)


def test_the_first_locks_and_every_one_opens() -> None:
    keys = parse_keys(f" {ONE} , {TWO.upper()},")
    assert keys.present.secret == bytes.fromhex(ONE)
    assert [keys.find(parse_keys(text).present.key_id) for text in (ONE, TWO)] == list(keys.keys)
    assert keys.find("0" * 16) is None


def test_none_is_told_only_where_one_is_needed() -> None:
    keys = parse_keys("")
    assert keys == Keyring()
    with pytest.raises(KeyRefused, match="is not set") as told:
        _ = keys.present
    assert NEW_KEY in str(told.value)


@pytest.mark.parametrize(
    "text", ["secret", ONE[:-1], ONE + "0", "g" * 64, "ab" * 32, f"{ONE},{TWO[:-2]}", f"{ONE};{TWO}"]
)
def test_what_is_no_key_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(KeyRefused) as told:
        parse_keys(text)
    assert text not in str(told.value)
    assert TWO[:-2] not in str(told.value)


def test_a_key_is_named_by_what_tells_nothing_of_it() -> None:
    key = parse_keys(ONE).present
    assert len(key.key_id) == 16
    assert key.key_id not in ONE
    assert ONE not in repr(key)
    assert parse_keys(ONE).present.key_id == key.key_id != parse_keys(TWO).present.key_id
