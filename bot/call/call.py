"""One call, top to bottom: answer, greet, listen, understand, act, say, hand off or say goodbye.

Whatever breaks on the way ends in a spoken apology and a human, never in silence (`_rescue`).
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from bot.call.answering import Answering
from bot.call.context import CallContext
from bot.call.endings import how_ended
from bot.call.handover import CallerPort
from bot.call.in_line import wait_in_line
from bot.call.language.choice import LanguageChoice
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.call.record import CallRecord
from bot.call.recording import CallRecording
from bot.call.repeats import Repeats
from bot.call.signals import CallSignals
from bot.call.taken_back import taken_back
from bot.call.turn_taking import TurnTaking
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Reply
from bot.errors import BotError, CallerGone
from handoff.errors import HandoffError
from handoff.reasons import Reason
from handoff.states import State
from voice.errors import LegOver, VoiceError

log = logging.getLogger(__name__)

ROOM_ERRORS = (BotError, VoiceError, HandoffError, TimeoutError, OSError)


class Call:
    """One incoming call. `run` is its whole life."""

    def __init__(self, leg: CallLeg, context: CallContext) -> None:
        self._leg = leg
        self._context = context
        self._language = LanguageChoice(context, leg.id, leg.called, self._speak)
        language = self._language.language
        self._caller = Caller(leg.id, leg.remote.user, leg.called, language)
        self._prompts = context.prompts[language]
        self._apology = context.apologies[language]
        leg.farewell = context.farewells.get(language, b"")
        self._answering = Answering(context, self._moment)
        self._repeats = Repeats()
        self._sent_back = ""  # the number by which a human sent the caller back
        self._record = CallRecord(self._caller, leg.invited_s, context.journal, context.on_live, context.own_slots)
        self._recording = CallRecording(leg, context.recorder, self._record)
        self._player = PromptPlayer(
            leg.play, context.speaker, context.wording, language, self._record.spoke, context.own_languages
        )

    async def run(self) -> None:
        """Hold the call from the INVITE to its end; never raises."""
        async with aclosing(CallSignals(self._leg.events)) as self._signals:
            await self._hold()

    async def _hold(self) -> None:
        reason = "failed"
        try:
            reason = await self._saved(self._begin)
            while number := self._sent_back:
                self._sent_back = ""
                first = partial(taken_back, self._context, self._caller, number, self._moment)
                reason = await self._saved(partial(self._serve, first))
        finally:
            try:
                await self._leg.hangup()
            finally:
                self._recording.end()
                self._record.ended(reason)

    async def _saved(self, part: Callable[[], Awaitable[str]]) -> str:
        """The reason of end of a part of the call, whatever breaks in it."""
        try:
            return await part()
        except (CallerGone, LegOver):
            return how_ended(self._leg)
        except Exception as fault:  # noqa: BLE001 - the edge of a call: it ends in an apology and a human
            return await self._rescue(fault)

    async def _begin(self) -> str:
        await self._leg.answer()
        self._record.answered(keys_by_tone=self._leg.keys_by_tone)
        await self._recording.begin(self._player, self._context.prompts, self._language.open_languages, self._signals)
        return await self._serve(self._greeted)

    async def _serve(self, first: Callable[[], Awaitable[Reply]]) -> str:
        """From the first words to goodbye or a human, with a recogniser of its own; the reason of end."""
        line, language = (self._leg, self._signals, self._context), self._language.language
        reply = await wait_in_line(*line, language, self._keyed, self._record.spoke)
        if reply is not None:
            return await self._ended_with(reply, "" if reply.texts else None)
        ear = self._language.open_ear(self._signals.hear)
        self._leg.listen(ear.feed, ear.sent)
        barge_in = self._context.options.speech.barge_in
        turns = TurnTaking(self._signals, ear, self._player, self._context.patience, barge_in=barge_in)
        try:
            return await self._converse(turns, first)
        finally:
            self._leg.listen(None)
            ear.close()

    async def _keyed(self, heard: CallerTurn, asked: Reply) -> Reply:
        """What keys ask for while the caller waits in line."""
        reply = await self._respond(heard, asked)
        self._record.caller_did(heard, reply)
        return reply

    async def _ended_with(self, reply: Reply, opening: str | None) -> str:
        return "goodbye" if reply.handoff is None else await self._hand_over(reply.handoff, opening)

    async def _converse(self, line: TurnTaking, first: Callable[[], Awaitable[Reply]]) -> str:
        """Turn after turn until goodbye or a human; returns the reason of end for the journal."""
        reply = await first()
        self._record.learn(reply)
        while not reply.hangup and reply.handoff is None:
            one_key = self._language.one_key or self._answering.one_key
            key_count = 1 if one_key else reply.length or self._context.options.unasked_digits
            heard = await line.exchange(reply.texts, reply.expect, key_count=key_count, wait_s=reply.wait_s)
            heard, answer = await self._language.hear(self._caller, heard, reply)
            if isinstance(answer, CallerTurn):
                reply = self._language.reconsider(answer, await self._respond(answer, reply))
            else:
                reply = answer
            reply = self._repeats.instead(reply, self._prompts.help)
            self._record.caller_did(heard, reply := self._recording.follows(reply))
        if reply.texts and reply.handoff is None:  # else the desk says them while a telephone rings
            await line.announce(reply.texts)
        return await self._ended_with(reply, " ".join(reply.texts) or None)

    async def _greeted(self) -> Reply:
        return await self._language.greeted(await self._greet(), self._greet)

    async def _greet(self) -> Reply:
        return await self._answering.greet(self._caller)

    async def _respond(self, heard: CallerTurn, asked: Reply) -> Reply:
        self._record.does("answering")
        try:
            return await self._answering.answer(self._caller, heard, asked, one_key=self._language.one_key)
        except Exception:
            self._record.caller_did(heard, Reply())  # the human who takes over is told what nobody could answer
            raise

    async def _moment(self) -> None:
        await self._player.speak((self._prompts.moment,))

    def _speak(self, language: str) -> None:
        """The call's language was settled; from here on everything is in it."""
        self._caller = replace(self._caller, language=language)
        self._prompts = self._context.prompts[language]
        self._apology = self._context.apologies[language]
        self._leg.farewell = self._context.farewells.get(language, b"")
        self._player.language = language
        self._record.language_changed(language)

    async def _hand_over(self, wish: HandoffWish, opening: str | None = None) -> str:
        """Bring the caller to a human with everything learned."""
        self._recording.resume()
        self._leg.listen(None)
        self._language.close_ear()
        packet = self._record.packet(wish, await self._answering.found(self._caller, self._record.learned))
        apology = self._prompts.apology, self._apology
        caller = CallerPort(self._leg, self._signals, self._player, *apology, takes_back=True)
        handed = await self._context.desk.hand_off(packet, caller, opening=opening)
        self._record.handoff_outcome = handed.state.value
        self._sent_back = handed.back
        cut = self._leg.ended is not None and self._leg.ended.cause != "hung_up"
        return how_ended(self._leg) if cut or handed.state is State.ABANDONED else f"handoff_{handed.state.value}"

    async def _rescue(self, fault: Exception) -> str:
        """A part broke: to a human, with an apology. The last rung is the apology kept in memory."""
        known = isinstance(fault, ROOM_ERRORS)
        level = logging.WARNING if known else logging.ERROR
        log.log(level, "call %s broke: %s", self._leg.id, fault, exc_info=not known)
        self._record.note(type(fault).__name__)
        if not self._record.picked_up:
            return "not_answered"  # nobody heard us yet: there is no one to hand over
        try:
            return await self._hand_over(HandoffWish(Reason.COMPONENT_FAILED.value))
        except (CallerGone, LegOver):
            return how_ended(self._leg)
        except Exception as second:  # still the edge of the call: the apology needs no other part
            known = isinstance(second, ROOM_ERRORS)
            log.error("call %s: the handoff after it failed too: %s", self._leg.id, second, exc_info=not known)
        try:
            await self._player.play_pcm(self._prompts.apology, self._apology)
        except LegOver:
            return how_ended(self._leg)
        return "failed"
