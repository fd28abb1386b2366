"""Each says what is wrong with the PBX's manager, and what the owner can do."""

import pytest

from handoff.acd.ami.errors import AmiAway, AmiError, AmiGarbled, AmiLoginRefused, AmiRefused, AmiUnsafe
from handoff.errors import HandoffError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (AmiAway("connecting", "Connection refused"), "manager.conf"),
        (AmiGarbled("who answers there is no Asterisk manager"), "handoff.asterisk.ami"),
        (AmiLoginRefused("hatef", "Authentication failed"), "HATEF_AMI_SECRET"),
        (AmiLoginRefused("hatef", "Authentication failed"), "permit"),
        (AmiRefused("Redirect", "Permission denied"), "Redirect: Permission denied"),
        (AmiUnsafe("Channel"), "nothing was sent"),
    ],
)
def test_it_is_told(error: AmiError, told: str) -> None:
    assert told in str(error)
    assert isinstance(error, HandoffError)


def test_what_was_unsafe_is_not_quoted() -> None:
    assert "Originate" not in str(AmiUnsafe("Value"))
