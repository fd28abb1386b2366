"""An agent telephones Hatef and keys in whether they work: `handoff.agent_number`.

The call is answered, each sentence is cut by the first key, and every wait is bounded: nobody stays on this line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing

from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from bot.errors import CallerGone
from bot.tasks import call_off
from handoff.acd.own.agents import Agent
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.phone_menu import Asked, Locks, PhoneMenu, Step
from handoff.sentences import HandoffSentences, TelephoneSentences
from voice.errors import LegOver, VoiceError
from voice.events import KeyPressed

log = logging.getLogger(__name__)

END = "#"
KEY_S = 8.0
"""How long is waited for a key, behind the sentence."""
LONGEST_S = 180.0
MOST_KEYS = 16
FEW = frozenset({Asked.MENU})
"""One key is the whole answer."""


class AgentTelephone:
    """Answers agents' own calls.

    Args:
        pins: by agent.
        player_for: the voice on a leg, in a language.
        language: of those who have none of their own.
    """

    def __init__(
        self,
        distributor: Distributor,
        pins: Mapping[str, str],
        sentences: HandoffSentences,
        player_for: Callable[[CallLeg, str], PromptPlayer],
        language: str,
        *,
        key_s: float = KEY_S,
    ) -> None:
        self._distributor = distributor
        self._pins = pins
        self._sentences = sentences
        self._player_for = player_for
        self._language = language
        self._key_s = key_s
        self._locks = Locks(distributor.now_s)

    async def run(self, leg: CallLeg) -> None:
        """Hold one call to its end; never raises for what the far side does."""
        try:
            async with asyncio.timeout(LONGEST_S), aclosing(CallSignals(leg.events)) as signals:
                await leg.answer()
                await self._converse(leg, signals)
        except (CallerGone, LegOver, TimeoutError):
            log.info("an agent's own call %s ended before its goodbye", leg.id)
        finally:
            await leg.hangup()

    async def _converse(self, leg: CallLeg, signals: CallSignals) -> None:
        agent = self._who_calls(leg)
        menu = PhoneMenu(self._pins, self._locks, agent.id if agent else "")
        language = agent.languages[0] if agent and agent.languages else self._language
        player, said = self._player_for(leg, language), self._sentences.by_telephone(language)
        step = menu.begin()
        while step.asked is not Asked.OVER:
            keys = await self._ask(_texts(step, said), player, signals, few=step.asked in FEW)
            step = menu.entered(keys)
            if step.did is not None:
                self._distributor.wants(menu.agent_id, step.did)
        await _say(player, _texts(step, said))

    def _who_calls(self, leg: CallLeg) -> Agent | None:
        """The agent whose telephone it is, by the user part of the address."""
        seats = self._distributor.board.seats
        user = leg.remote.user
        return next((seat.agent for seat in seats if user and user in (seat.agent.id, _user(seat.agent.uri))), None)

    async def _ask(self, texts: list[str], player: PromptPlayer, signals: CallSignals, *, few: bool) -> str:
        """What is keyed in, "" where nothing is. Raises CallerGone."""
        saying = asyncio.create_task(_say(player, texts))
        try:
            keys = await self._key(signals, saying)
        finally:
            await call_off(saying)
        while keys and not few and END not in keys and len(keys) < MOST_KEYS:
            key = await self._key(signals)
            if not key:
                break
            keys += key
        return keys.partition(END)[0]

    async def _key(self, signals: CallSignals, saying: asyncio.Task[bool] | None = None) -> str:
        """The next key, "" where none comes: while something is said, and so long behind it. Raises CallerGone."""
        while True:
            event = await signals.next(self._key_s if saying is None else None, saying)
            if isinstance(event, KeyPressed):
                return event.digit
            if event is None:
                return ""
            if saying is not None and saying.done():
                saying = None


async def _say(player: PromptPlayer, texts: list[str]) -> bool:
    """Whether it could be said; who hears nothing knows the keys perhaps."""
    try:
        await player.speak(texts)
    except LegOver:
        raise
    except VoiceError as error:
        log.warning("a sentence to an agent was lost: %s", error)
        return False
    return True


def _texts(step: Step, said: TelephoneSentences) -> list[str]:
    return [getattr(said, name) for name in step.say]


def _user(uri: str) -> str:
    """The user part of a SIP address."""
    return uri.partition(":")[2].partition("@")[0]
