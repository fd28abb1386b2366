"""Every error has a root, says more than its name, and stands in the drawn tree."""

import inspect

import pytest

from handoff import errors
from handoff.errors import (
    AgentBusy,
    HandoffError,
    PacketInvalid,
    PacketVersionUnknown,
    StepRefused,
    StoreUnavailable,
    TokenExpired,
    TransferFailed,
)

ALL = [one for _, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == errors.__name__]


@pytest.mark.parametrize("one", ALL)
def test_every_error_has_the_root_and_is_drawn(one: type[Exception]) -> None:
    assert issubclass(one, HandoffError)
    assert one.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PacketInvalid("caller.number", "missing"), "caller.number"),
        (PacketVersionUnknown(9), "9"),
        (TokenExpired(12), "12 s"),
        (StoreUnavailable("putting", "disk full"), "disk full"),
        (StepRefused("ab", "bridged", "ringing"), "ringing"),
        (TransferFailed("refer", "refused", 603), "SIP 603"),
        (AgentBusy("486"), "486"),
    ],
)
def test_it_says_what_and_where(error: HandoffError, words: str) -> None:
    assert words in str(error)


def test_a_transfer_without_a_code_names_none() -> None:
    assert "SIP" not in str(TransferFailed("queue", "nobody picked up"))
