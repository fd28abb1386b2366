"""The channel of a caller in the PBX: named by X-Caller-Chan in the INVITE, or the one that our leg is joined with.

Our leg is known in the PBX by its Call-ID. A name from outside is believed where that channel is joined with our leg,
so that nobody's INVITE moves another's call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handoff.acd.ami.errors import AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.acd import Manager

CALLER_HEADER = "X-Caller-Chan"
LOOKED_AT_MOST = 64
"""Channels that may be ours and are asked for their Call-ID."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of the PBX; `bridge` is what it is joined in, "" where in nothing."""

    name: str
    uniqueid: str
    bridge: str

    @property
    def sip(self) -> bool:
        """Its Call-ID can be asked for."""
        return self.name.startswith("PJSIP/")


async def caller_channel(manager: Manager, headers: Mapping[str, str]) -> Channel | None:
    """The caller's channel; None where it cannot be told. Raises AmiError."""
    channels = channels_of(await manager.ask_list("CoreShowChannels"))
    named = next((one for one in channels if one.name == headers.get(CALLER_HEADER)), None)
    if named is not None:
        if await _ours(manager, peers(named, channels), headers.get("Call-ID", "")) is not None:
            return named
        return None
    mine = await _ours(manager, channels, headers.get("Call-ID", ""))
    joined = peers(mine, channels) if mine is not None else []
    return joined[0] if len(joined) == 1 else None


def channels_of(told: Sequence[Message]) -> list[Channel]:
    """Every channel out of the list of CoreShowChannels."""
    return [
        Channel(one.get("Channel"), one.get("Uniqueid"), one.get("BridgeId"))
        for one in told
        if one.event == "CoreShowChannel" and one.get("Channel")
    ]


def peers(channel: Channel, channels: Sequence[Channel]) -> list[Channel]:
    """What a channel is joined with."""
    return [one for one in channels if one.bridge and one.bridge == channel.bridge and one.name != channel.name]


async def _ours(manager: Manager, channels: Sequence[Channel], call_id: str) -> Channel | None:
    """The one that is our leg."""
    if not call_id:
        return None
    for one in [one for one in channels if one.sip and one.bridge][:LOOKED_AT_MOST]:
        try:
            told = await manager.ask("Getvar", {"Channel": one.name, "Variable": "CHANNEL(pjsip,call-id)"})
        except AmiRefused:  # it is over by now
            continue
        if told.get("Value") == call_id:
            return one
    return None
