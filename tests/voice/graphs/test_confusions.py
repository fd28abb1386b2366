"""What an Arabic sound may be heard as."""

from voice.graphs.confusions import ears
from voice.lexicon.phones import phone_table


def test_a_throat_sound_may_be_heard_as_a_weaker_one_or_not_at_all() -> None:
    output = {phone: at for at, phone in enumerate(phone_table("ar").phones, 1)}
    found = {(meant, heard): price for meant, heard, price in ears("ar")}
    assert found[output["ħ"], output["h"]] < found[output["ħ"], 0]
    assert found[output["q"], output["g"]] > 0


def test_no_sound_is_heard_as_itself_twice_or_for_nothing() -> None:
    found = ears("ar")
    assert len({(meant, heard) for meant, heard, _ in found}) == len(found)
    assert all(meant != heard and meant > 0 and price > 0 for meant, heard, price in found)
    assert max(heard for _, heard, _ in found) <= len(phone_table("ar").phones)


def test_persian_has_none() -> None:
    assert ears("fa") == ()
