"""Keys and holds through a bridge, with both far sides scripted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.call.bridged import Invite, Wish, WishKeys, attend
from bot.call.handover import CallerPort
from bot.call.prompt_player import PromptPlayer, Spoken
from bot.call.signals import CallSignals
from bot.tasks import begin, call_off
from tests.bot.conftest import ScriptedLeg, ShortPlayback, TextVoice
from voice.events import HoldChanged, KeyPressed

MUSIC = bytes(32_000)


class Sounding(ScriptedLeg):
    """Notes how much sound it hears, and goes on hearing until it is stopped."""

    last: "Endless"

    def play(self) -> ShortPlayback:
        self.last = Endless(self.heard)
        return self.last


class Endless(ShortPlayback):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(heard)
        self._over = asyncio.Event()

    def end(self) -> None:
        self._heard.append(f"{len(self._fed)} bytes")

    def stop(self) -> None:
        self._over.set()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    async def done(self) -> Spoken:
        await self._over.wait()
        return await super().done()


class At:
    """One who talks to the caller."""

    def __init__(self, leg: ScriptedLeg) -> None:
        self.leg = leg
        self.signals = CallSignals(leg.events)


@asynccontextmanager
async def bridged(
    agent: ScriptedLeg, caller: ScriptedLeg, *others: ScriptedLeg, wish: Callable[[Wish], None] | None = None
) -> AsyncIterator[None]:
    player = PromptPlayer(caller.play, TextVoice(), lambda text, _: text, "fa")
    port = CallerPort(caller, CallSignals(caller.events), player, "sorry", b"sorry")
    running = begin(attend([At(one) for one in (agent, *others)], port, MUSIC, wish), "a bridge")
    try:
        yield
    finally:
        await call_off(running)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_keys_go_through_in_both_directions() -> None:
    agent, caller = ScriptedLeg(), ScriptedLeg()
    async with bridged(agent, caller):
        agent.events.put_nowait(KeyPressed("5", 1.0))
        for key in "12#":
            caller.events.put_nowait(KeyPressed(key, 1.0))
        await settled()
    assert (agent.pressed, caller.pressed) == (["1", "2", "#"], ["5"])


async def test_keys_that_are_tones_are_in_the_sound_already() -> None:
    agent, caller = ScriptedLeg(), ScriptedLeg()
    caller.keys_by_tone = True
    async with bridged(agent, caller):
        caller.events.put_nowait(KeyPressed("1", 1.0))
        agent.events.put_nowait(KeyPressed("5", 1.0))
        await settled()
    assert (agent.pressed, caller.pressed) == ([], ["5"])


async def test_a_caller_on_hold_hears_music_until_the_agent_is_back() -> None:
    agent, caller = ScriptedLeg(), Sounding()
    async with bridged(agent, caller):
        await settled()
        assert caller.heard == []
        agent.events.put_nowait(HoldChanged(True, 1.0))
        await settled()
        assert caller.heard == [f"{120 * 16_000} bytes"]
        assert not caller.last.over
        agent.events.put_nowait(HoldChanged(False, 2.0))
        await settled()
        assert caller.last.over


async def test_an_end_of_either_side_ends_it_quietly() -> None:
    for ends in ("agent", "caller"):
        legs = {"agent": ScriptedLeg(), "caller": ScriptedLeg()}
        async with bridged(legs["agent"], legs["caller"]):
            legs[ends].end()
            await settled()
            other = legs["caller" if ends == "agent" else "agent"]
            other.events.put_nowait(KeyPressed("1", 1.0))
            await settled()


def typed(keys: WishKeys, text: str) -> list[tuple[str, Invite | None]]:
    return [found for key in text if (found := keys.feed(key)) != ("", None)]


def test_keys_that_ask_for_somebody_are_kept_and_all_others_go_on() -> None:
    keys = WishKeys(on=True)
    assert typed(keys, "12") == [("1", None), ("2", None)]
    assert typed(keys, "*3102#") == [("", Invite("102"))]
    assert typed(keys, "*4") == [("*4", None)]
    assert typed(keys, "*") == [] and keys.wait_s is not None
    assert keys.late() == ("*", None)
    assert typed(keys, "*31") == []
    assert keys.late() == ("", Invite("1"))
    assert keys.wait_s is None
    assert typed(keys, "*3#") == []  # nobody was named
    assert typed(keys, "*31*5") == [("5", None)]  # taken back
    assert typed(WishKeys(on=False), "*3") == [("*", None), ("3", None)]


async def test_the_first_agent_alone_asks_for_somebody() -> None:
    one, two, caller = ScriptedLeg(), ScriptedLeg(), ScriptedLeg()
    wishes: list[Wish] = []
    async with bridged(one, caller, two, wish=wishes.append):
        for agent in (one, two):
            for key in "*3102#":
                agent.events.put_nowait(KeyPressed(key, 1.0))
        caller.events.put_nowait(KeyPressed("7", 1.0))
        await settled()
    assert wishes == [Invite("102")]
    assert "".join(caller.pressed) == "*3102#"
    assert (one.pressed, two.pressed) == (["7"], ["7"])


async def test_a_hold_of_one_of_two_agents_is_no_music() -> None:
    one, two, caller = ScriptedLeg(), ScriptedLeg(), Sounding()
    async with bridged(one, caller, two):
        one.events.put_nowait(HoldChanged(True, 1.0))
        await settled()
        assert caller.heard == []


async def test_who_was_on_hold_already_is_music() -> None:
    agent, caller = ScriptedLeg(), Sounding()
    agent.held = True
    async with bridged(agent, caller):
        await settled()
        assert caller.heard
