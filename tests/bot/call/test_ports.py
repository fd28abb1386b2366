"""The real rooms fit the borders of a call; mypy compares their types, this their members."""

import asyncio
from typing import Any, cast

import pytest

from bot.call.ports import CallLeg, HumanDesk, Recognisers, SpeechInput
from handoff.desk import Desk
from tests.bot.conftest import ScriptedLeg
from voice.events import Party
from voice.gateway.leg import Leg, LegFacts
from voice.gateway.sip_thread import SipThread
from voice.listen.listener import Listener
from voice.listen.pool import ListenerPool

LEG: type[CallLeg] = Leg
DESK: type[HumanDesk] = Desk
EARS: type[Recognisers] = ListenerPool


def members(border: Any) -> set[str]:
    """What a Protocol asks for."""
    known = {name for one in border.__mro__ for name in (*vars(one), *vars(one).get("__annotations__", {}))}
    return {name for name in known if not name.startswith("_")}


@pytest.mark.parametrize(("border", "room"), [(Recognisers, ListenerPool), (HumanDesk, Desk)])
def test_rooms(border: Any, room: Any) -> None:
    assert members(border) <= {name for one in room.__mro__ for name in vars(one)}


async def test_legs() -> None:
    facts = LegFacts(True, Party("0912", "192.0.2.1"), "100", {}, 0.0)
    real = Leg(facts, cast(SipThread, None), asyncio.get_running_loop())
    for leg in (real, ScriptedLeg()):
        assert [name for name in members(CallLeg) if not hasattr(leg, name)] == []


def test_ears() -> None:
    methods = {name for name in members(SpeechInput) if callable(getattr(SpeechInput, name, None))}
    assert methods <= {name for one in Listener.__mro__ for name in vars(one)}
