"""Which channel of the PBX is the caller's."""

from collections.abc import Mapping, Sequence

import pytest

from handoff.acd.ami.connection import NOTHING
from handoff.acd.ami.errors import AmiAway, AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.channels import caller_channel

Row = tuple[str, str, str]
CALLER, HATEF = ("PJSIP/trunk-1", "1.1", "b1"), ("PJSIP/hatef-2", "1.2", "b1")
OTHERS: list[Row] = [("PJSIP/trunk-3", "1.3", "b2"), ("PJSIP/hatef-4", "1.4", "b2"), ("Local/5@x-1", "1.5", "")]
CALL_IDS = {"PJSIP/hatef-2": "ours", "PJSIP/hatef-4": "another", "PJSIP/trunk-1": "trunk", "PJSIP/trunk-3": "trunk3"}


class Pbx:
    """Shows `rows`; knows Call-IDs of PJSIP channels."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.asked: list[str] = []

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        assert action == "CoreShowChannels"
        names = ("Channel", "Uniqueid", "BridgeId")
        return [Message((("Event", "CoreShowChannel"), *zip(names, row, strict=True))) for row in self.rows]

    up: bool = True

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        assert (action, fields["Variable"]) == ("Getvar", "CHANNEL(pjsip,call-id)")
        self.asked.append(fields["Channel"])
        if fields["Channel"] not in CALL_IDS:
            raise AmiRefused("Getvar", "No such channel")
        return Message((("Response", "Success"), ("Value", CALL_IDS[fields["Channel"]])))


async def found(rows: Sequence[Row], **headers: str) -> str:
    channel = await caller_channel(Pbx(rows), {name.replace("_", "-"): value for name, value in headers.items()})
    return channel.name if channel else ""


async def test_it_is_named_in_the_invite() -> None:
    pbx = Pbx([*OTHERS, CALLER, HATEF])
    channel = await caller_channel(pbx, {"X-Caller-Chan": "PJSIP/trunk-1", "Call-ID": "ours"})
    assert channel is not None
    assert (channel.name, channel.uniqueid) == ("PJSIP/trunk-1", "1.1")
    assert pbx.asked == ["PJSIP/hatef-2"], "one question is enough"


async def test_it_is_what_our_leg_is_joined_with() -> None:
    assert await found([*OTHERS, CALLER, HATEF], Call_ID="ours") == "PJSIP/trunk-1"


async def test_nobodys_invite_moves_another_call() -> None:
    assert await found([*OTHERS, CALLER, HATEF], X_Caller_Chan="PJSIP/trunk-3", Call_ID="ours") == ""
    assert await found([*OTHERS, CALLER, HATEF], X_Caller_Chan="Local/5@x-1", Call_ID="ours") == ""


async def test_a_name_that_is_not_there_is_passed_over() -> None:
    assert await found([*OTHERS, CALLER, HATEF], X_Caller_Chan="PJSIP/gone", Call_ID="ours") == "PJSIP/trunk-1"


@pytest.mark.parametrize(
    ("rows", "call_id"),
    [
        ([], "ours"),
        ([CALLER, HATEF], ""),
        ([CALLER, HATEF], "unknown"),
        ([HATEF], "ours"),
        ([("PJSIP/hatef-2", "1.2", ""), ("PJSIP/trunk-1", "1.1", "")], "ours"),
        ([CALLER, HATEF, ("PJSIP/third-9", "1.9", "b1")], "ours"),
        ([("", "", ""), HATEF], "ours"),
        ([("PJSIP/gone-7", "1.7", "b9")], "ours"),
    ],
)
async def test_where_it_cannot_be_told_nobody_is_moved(rows: list[Row], call_id: str) -> None:
    assert await found(rows, Call_ID=call_id) == ""


async def test_a_pbx_that_goes_away_meanwhile() -> None:
    class Gone(Pbx):
        async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
            raise AmiAway(action, "closed")

    with pytest.raises(AmiAway):
        await caller_channel(Gone([CALLER, HATEF]), {"Call-ID": "ours"})


async def test_not_every_channel_of_a_large_pbx_is_asked() -> None:
    pbx = Pbx([(f"PJSIP/x-{n}", f"9.{n}", f"c{n}") for n in range(500)])
    assert await caller_channel(pbx, {"Call-ID": "ours"}) is None
    assert len(pbx.asked) == 64
