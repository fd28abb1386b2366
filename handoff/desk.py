"""Runs one handoff from the stored packet to a human, or to the promise of a call back.

store packet ─▶ «I connect you» ─▶ ACD 1 ─▶ ACD 2 ─▶ … ─▶ call-back promise, once it stands somewhere
                                    │ took it            (no number, or nowhere to write: «call again»)
                                    ▼
                                 Handed

Whatever a way to a human raises leads to the next way, and whatever else is raised leads to the promise.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass

from handoff.acd.company import SAY_S, speak_whole
from handoff.acd.port import Acd, CallerLeg, Outcome, SayingAcd
from handoff.callbacks.asking import NumberAsker
from handoff.dossier import Dossier, OnStep
from handoff.errors import CallbackWanted, CallerGone, TransferFailed, VoicemailWanted
from handoff.packet import ContextPacket
from handoff.promising import Promises, Unserved
from handoff.sentences import CallerSentences, HandoffSentences
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint
from handoff.voicemail.mailbox import Mailbox

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Times, s. `say_s` is the longest a sentence to the caller may take.

    `asker` asks callers which number to call back; None: the one that called. `mailbox` takes messages; None: there are
    none. `calls_messages`: who left one is called back, too.
    """

    token_life_s: int = 3600
    say_s: float = SAY_S
    asker: NumberAsker | None = None
    mailbox: Mailbox | None = None
    calls_messages: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """How a handoff ended. `state` BRIDGED: the human's call is over. REFERRED: it goes on without us.

    CALLBACK or FAILED: the caller was told and is still on our line, or was lost. ABANDONED: the caller hung up.
    `back`: the human sent the caller back to us, by that number.
    """

    packet_id: str
    state: State
    adapter: str = ""
    back: str = ""


def _nobody(_call_id: str, _state: State) -> None:
    """Nobody wants to know."""


class Desk:
    """The one way from the bot to a human.

    Args:
        acds: ways to a human, tried in this order; none at all is an immediate call-back promise.
        sentences: what callers hear.
        now_s: Unix time in seconds.
        on_step: told each state of a handoff; returns at once and never raises.
    """

    def __init__(
        self,
        store: HandoffStore,
        mint: TokenMint,
        acds: Sequence[Acd],
        sentences: HandoffSentences,
        *,
        options: DeskOptions = DeskOptions(),
        now_s: Callable[[], float] = time.time,
        on_step: OnStep = _nobody,
    ) -> None:
        self._store = store
        self._mint = mint
        self._acds = tuple(acds)
        self._options = options
        self._promises = Promises(options.asker, options.mailbox, calls_messages=options.calls_messages)
        self._sentences = sentences
        self._now_s = now_s
        self._on_step = on_step

    @property
    def acds(self) -> tuple[Acd, ...]:
        """Ways to a human, tried in this order."""
        return self._acds

    @property
    def mint(self) -> TokenMint:
        """Makes the tokens."""
        return self._mint

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
        """Store `packet`, bring `caller` to a human, tell the caller what happens; never raises.

        Cancelling it means that Hatef stops: a call back is noted.

        Args:
            opening: what to tell the caller first; None: the usual sentence, "": nothing, they know it.
        """
        file = Dossier(self._store, packet, self._on_step)
        try:
            return await self._hand_off(packet, caller, file, opening)
        except CallerGone as gone:
            return Handed(packet.packet_id, await file.caller_gone(gone.lost))
        except asyncio.CancelledError:
            await asyncio.shield(file.caller_gone("Hatef stopped during the handoff"))
            raise
        finally:
            await asyncio.shield(file.close())

    async def resume(self, packet: ContextPacket, caller: CallerLeg, why: str, without: Collection[str] = ()) -> Handed:
        """A PBX gave a caller back who was sent there: the other ways, else the promise. As `hand_off`.

        Args:
            why: what the PBX says, without personal data.
            without: the ways that led there.
        """
        file = Dossier(self._store, packet, self._on_step)
        try:
            await file.reopen(packet, f"given back by the PBX: {why}")
            left = tuple(acd for acd in self._acds if acd.name not in without)
            said = self._sentences.to_caller(packet.language)
            if left:
                await self._say(caller, said.next_try)
            return await self._bring(packet, caller, file, left)
        except CallerGone as gone:
            return Handed(packet.packet_id, await file.caller_gone(gone.lost))
        except asyncio.CancelledError:
            await asyncio.shield(file.caller_gone("Hatef stopped during the handoff"))
            raise
        finally:
            await asyncio.shield(file.close())

    async def _hand_off(self, packet: ContextPacket, caller: CallerLeg, file: Dossier, opening: str | None) -> Handed:
        said, short, acds = self._sentences.to_caller(packet.language), "", self._acds
        if opening is None or opening in self._sentences.plain:
            short = said.short_opening(packet.reason)
        opening = said.opening(packet.reason) if opening is None else opening
        if opening and acds and isinstance(acds[0], SayingAcd):
            acds, opening = (acds[0].saying(opening, short), *acds[1:]), ""
        try:
            await self._open(packet, caller, file, opening)
        except CallerGone:
            raise
        except Exception:
            log.exception("handoff %s could not be announced; it goes on", packet.packet_id)
        return await self._bring(packet, caller, file, acds)

    async def _bring(self, packet: ContextPacket, caller: CallerLeg, file: Dossier, acds: Sequence[Acd]) -> Handed:
        """One way after the other, then the promise."""
        said = self._sentences.to_caller(packet.language)
        one = Unserved(packet, caller, file, said)
        promise = self._promises.for_want_of_anybody
        try:
            outcome = await self._try_all(packet, caller, file, said, acds)
        except CallerGone:
            raise
        except CallbackWanted:
            outcome, promise = None, self._promises.chosen
        except VoicemailWanted:
            outcome, promise = None, self._promises.message
        except Exception:
            log.exception("handoff %s broke; a call back is promised", packet.packet_id)
            outcome = None
        if outcome is not None:
            return Handed(packet.packet_id, outcome.state, outcome.adapter, outcome.back)
        return Handed(packet.packet_id, await self._promise(one, promise))

    async def _open(self, packet: ContextPacket, caller: CallerLeg, file: Dossier, text: str) -> None:
        """Store the packet while the first sentence is said: a slow disk makes no silence."""
        storing = asyncio.create_task(file.open(packet))
        try:
            await self._say(caller, text)
        finally:
            await asyncio.wait({storing})

    async def _try_all(
        self, packet: ContextPacket, caller: CallerLeg, file: Dossier, said: CallerSentences, acds: Sequence[Acd]
    ) -> Outcome | None:
        token = self._mint.mint(packet.packet_id, int(self._now_s()) + self._options.token_life_s)
        for acd in acds:
            if acd is not acds[0]:
                await self._say(caller, said.next_try)
            outcome = await _try(acd, acd.transfer(packet, token, caller, file.step), file)
            if outcome is not None:
                return outcome
        return None

    async def _promise(self, one: Unserved, promise: Callable[[Unserved], Awaitable[str]]) -> State:
        """Nobody took the call. A promise is made only of what stands: it then holds even if the caller goes."""
        try:
            text = await promise(one) if await one.file.move(State.FAILED) else one.said.unrecorded
            await self._say(one.caller, text)
        except CallerGone:
            log.info("handoff %s: the caller left during the promise", one.packet.packet_id)
        return one.file.state

    async def _say(self, caller: CallerLeg, text: str) -> None:
        await speak_whole(caller, text, self._options.say_s)


async def _try(acd: Acd, transfer: Coroutine[None, None, Outcome], file: Dossier) -> Outcome | None:
    """The outcome of one ACD, or None where it did not take the call."""
    try:
        return await transfer
    except (CallerGone, CallbackWanted, VoicemailWanted):
        raise
    except TransferFailed as error:
        log.warning("handoff by %s failed: %s", acd.name, error)
        await file.move(State.FAILED, f"{error.adapter}: {error.problem}")
    except Exception as error:  # any fault of a way to a human leads to the next one
        log.error("handoff by %s broke", acd.name, exc_info=error)
        await file.move(State.FAILED, f"{acd.name}: {type(error).__name__}")
    return None
