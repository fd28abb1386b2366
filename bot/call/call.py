"""One call, top to bottom: answer, greet, listen, understand, act, say, hand off or say goodbye.

Whatever breaks on the way ends in a spoken apology and a human, never in silence (`_rescue`).
"""

import logging
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace

from bot.call.confirmation import YES, Confirmation
from bot.call.context import Rooms
from bot.call.handover import CallerOnLine
from bot.call.in_line import wait_in_line
from bot.call.keypad import Meaning, meaning
from bot.call.language.choice import Tongue
from bot.call.moment import with_words
from bot.call.ports import CallEar, CallLeg
from bot.call.prompt_player import Mouth
from bot.call.record import Memory
from bot.call.repeats import Repeats
from bot.call.signals import CallSignals
from bot.call.turn import Heard
from bot.call.turn_taking import Expect, Line
from bot.call.understanding import Intent, doubtful, understood
from bot.dialogue.client import Caller, HandoffWish, Reply, UserTurn
from bot.errors import BotError, CallerGone, DialogueBadAnswer
from handoff import rules
from handoff.errors import HandoffError
from handoff.states import State
from voice.errors import LegOver, VoiceError
from voice.events import EndCause

log = logging.getLogger(__name__)

ROOM_ERRORS = (BotError, VoiceError, HandoffError, TimeoutError, OSError)
ENDINGS: Mapping[EndCause, str] = {
    "hung_up": "caller_hung_up",
    "lost": "line_lost",
    "held_too_long": "held_too_long",
    "drained": "service_stopped",
}
"""How a call ended that did not come to its goodbye, in the journal's words."""
KEYS_BY_TONE = "the far side offers no telephone-event: keys are heard as tones in the sound"
ORDER_KEYS = 5
"""Digits of the one number that the dialogue asks for."""
NUMBER_KEYS_LEAST = 3
"""So many keys are meant as a number, whether it was asked for or not."""


class Call:
    """One incoming call. `run` is its whole life."""

    _signals: CallSignals  # while it runs

    def __init__(self, leg: CallLeg, rooms: Rooms) -> None:
        self._leg = leg
        self._rooms = rooms
        self._tongue = Tongue(rooms, leg.id, leg.called, self._speak)
        language = self._tongue.language
        self._caller = Caller(leg.id, leg.remote.user, leg.called, language)
        self._prompts = rooms.prompts[language]
        self._apology = rooms.apologies[language]
        leg.farewell = rooms.farewells.get(language, b"")
        self._limits = rooms.options.limits
        self._failures = 0
        self._repeats = Repeats()
        self._confirmation = Confirmation(rooms.dialogue)
        self._memory = Memory(self._caller, leg.invited_s, rooms.journal, rooms.on_live)
        self._mouth = Mouth(leg.play, rooms.speaker, rooms.wording, language, self._memory.spoke, rooms.own_languages)

    async def run(self) -> None:
        """Hold the call from the INVITE to its end; never raises."""
        async with aclosing(CallSignals(self._leg.events)) as signals:
            await self._hold(signals)

    async def _hold(self, signals: CallSignals) -> None:
        self._signals = signals
        reason = "failed"
        ear: CallEar | None = None
        try:
            await self._leg.answer()
            self._memory.answered()
            if self._leg.keys_by_tone:
                self._memory.note(KEYS_BY_TONE)
            reply = await wait_in_line(
                self._leg, signals, self._rooms, self._tongue.language, self._keyed, self._memory.spoke
            )
            if reply is None:
                ear = self._tongue.open_ear(signals.hear)
                self._leg.listen(ear.feed, ear.sent)
                reason = await self._converse(self._line(ear))
            else:
                reason = await self._ended_in_line(reply)
        except (CallerGone, LegOver):
            reason = self._over()
        except Exception as fault:  # noqa: BLE001 - the edge of a call: it ends in an apology and a human
            reason = await self._rescue(fault)
        finally:
            self._leg.listen(None)
            if ear is not None:
                ear.close()
            try:
                await self._leg.hangup()
            finally:
                self._memory.ended(reason)

    def _line(self, ear: CallEar) -> Line:
        barge_in = self._rooms.options.speech.barge_in
        return Line(self._signals, ear, self._mouth, self._rooms.patience, barge_in=barge_in)

    async def _keyed(self, heard: Heard, asked: Reply) -> Reply:
        """What keys ask for while the caller waits in line."""
        reply = await self._respond(heard, asked)
        self._memory.caller_did(heard, reply)
        return reply

    async def _ended_in_line(self, reply: Reply) -> str:
        if reply.handoff is None:
            return "goodbye"
        return await self._hand_over(reply.handoff, announced=bool(reply.texts))

    async def _converse(self, line: Line) -> str:
        """Turn after turn until goodbye or a human; returns the reason of end for the journal."""
        reply = await self._tongue.greeted(await self._greet(), self._greet)
        self._memory.learn(reply)
        while not reply.hangup and reply.handoff is None:
            expect = _expected(reply)
            key_count = 1 if self._tongue.one_key else ORDER_KEYS
            heard = await line.exchange(reply.texts, expect, key_count=key_count, wait_s=reply.wait_s)
            heard, answer = await self._tongue.hear(self._caller, heard, reply)
            if isinstance(answer, Heard):
                reply = self._tongue.reconsider(answer, await self._respond(answer, reply))
            else:
                reply = answer
            if not reply.hangup and self._repeats.stuck(reply.texts, reply.intent):
                reply = replace(reply, texts=(), handoff=HandoffWish(rules.Reason.NO_PROGRESS.value))
            self._memory.caller_did(heard, reply)
        if reply.texts:
            await line.announce(reply.texts)
        if reply.handoff is None:
            return "goodbye"
        return await self._hand_over(reply.handoff, announced=bool(reply.texts))

    async def _greet(self) -> Reply:
        greeting = await with_words(self._rooms.dialogue.start(self._caller), self._moment)
        if greeting.is_empty:
            raise DialogueBadAnswer("it had no greeting")
        return greeting

    async def _moment(self) -> None:
        await self._mouth.speak((self._prompts.moment,))

    def _speak(self, language: str) -> None:
        """The call's language was settled; from here on everything is in it."""
        self._caller = replace(self._caller, language=language)
        self._prompts = self._rooms.prompts[language]
        self._apology = self._rooms.apologies[language]
        self._leg.farewell = self._rooms.farewells.get(language, b"")
        self._mouth.language = language
        self._memory.language_changed(language)

    async def _respond(self, heard: Heard, asked: Reply) -> Reply:
        """What to do about what was heard: the call's own rules first, then the dialogue."""
        self._memory.does("answering")
        still_asked = replace(asked, texts=(), intent="", wait_s=0.0)
        if (settled := await self._confirmation.settle(self._caller, heard, self._prompts.go_ahead)) is not None:
            self._failures = 0 if settled.intent == YES else self._failures
            return settled
        if heard.kind == "silence":
            return self._judged(rules.Heard("silence"), still_asked)
        if heard.kind == "keys":
            meant = meaning(heard.text, ORDER_KEYS, asked=_expected(asked) == "digits")
            if meant is Meaning.HUMAN:
                return self._judged(rules.Heard("keys", keys=rules.HUMAN_KEY), still_asked)
            if meant is Meaning.NOTHING:
                return self._judged(rules.Heard("words"), replace(still_asked, texts=self._keys_help(heard, asked)))
        likely = heard.likely if _expected(asked) == "general" else None
        unsure = doubtful(likely, heard.confidence, self._rooms.options.speech.minimum_confidence)
        if heard.kind == "speech" and (unsure or not heard.text):
            return self._judged(rules.Heard("words"), still_asked)
        said = UserTurn(keys=heard.text) if heard.kind == "keys" else UserTurn(heard.text, heard.confidence)
        reply = await with_words(self._rooms.dialogue.turn(self._caller, said), self._moment)
        if reply.is_empty:
            raise DialogueBadAnswer("it had nothing to say")
        if reply.handoff is not None or heard.kind == "keys":
            return reply if reply.handoff is not None else self._judged(rules.Heard("keys"), reply)
        intent = Intent(reply.intent, reply.intent_confidence)
        confidence = understood(self._tongue.language, likely, heard.confidence, intent)
        return self._judged(rules.Heard("words", reply.intent, confidence), reply, still_asked)

    def _keys_help(self, heard: Heard, asked: Reply) -> tuple[str, ...]:
        """What the caller can do, where the keys pressed do nothing."""
        if self._tongue.one_key:
            return asked.texts
        number = _expected(asked) == "digits" or len(heard.text) >= NUMBER_KEYS_LEAST
        return (self._prompts.keys_number if number else self._prompts.keys,)

    def _judged(self, heard: rules.Heard, reply: Reply, still_asked: Reply | None = None) -> Reply:
        """Count failures in a row; a reply without words is filled by the ladder's rung, a human replaces it.

        `still_asked` stands where the reply is to something that the caller hardly said.
        """
        before, verdict = self._failures, rules.judge(heard, self._failures, self._limits)
        self._failures = verdict.failures
        if verdict.step is rules.Step.HAND_OFF and verdict.reason is not None:
            return replace(reply, texts=(), handoff=HandoffWish(verdict.reason.value, verdict.skill))
        refused = verdict.step in (rules.Step.REPROMPT, rules.Step.OFFER_KEYS)
        if still_asked is not None and refused and heard.intent not in rules.FALLBACK_INTENTS:
            tried = replace(still_asked, intent=reply.intent, intent_confidence=reply.intent_confidence)
            return replace(tried, texts=(self._prompts.unclear,))
        if verdict.step is rules.Step.CONFIRM or (reply.hangup and heard.confidence < self._limits.end_at):
            if (question := self._confirmation.ask(reply, self._prompts.confirm)) is not None:
                return question
            if verdict.step is rules.Step.CONFIRM:
                self._failures = before  # it is answered all the same: no failure
            return reply
        if reply.texts or reply.hangup:
            return reply
        if heard.kind != "silence":
            return replace(reply, texts=(self._prompts.unclear,))
        again = verdict.step is rules.Step.OFFER_KEYS
        return replace(reply, texts=(self._prompts.silence_again if again else self._prompts.silence,))

    async def _hand_over(self, wish: HandoffWish, *, announced: bool = False) -> str:
        """Bring the caller to a human with everything learned."""
        self._leg.listen(None)
        self._tongue.close_ear()
        packet = self._memory.packet(wish)
        caller = CallerOnLine(self._leg, self._signals, self._mouth, self._prompts.apology, self._apology)
        handed = await self._rooms.desk.hand_off(packet, caller, announced=announced)
        self._memory.handoff_outcome = handed.state.value
        cut = self._leg.ended is not None and self._leg.ended.cause != "hung_up"
        return self._over() if cut or handed.state is State.ABANDONED else f"handoff_{handed.state.value}"

    def _over(self) -> str:
        """Why the call is over without us, for the journal."""
        return ENDINGS[self._leg.ended.cause if self._leg.ended is not None else "hung_up"]

    async def _rescue(self, fault: Exception) -> str:
        """A part broke: to a human, with an apology. The last rung is the apology kept in memory."""
        known = isinstance(fault, ROOM_ERRORS)
        log.log(
            logging.WARNING if known else logging.ERROR, "call %s broke: %s", self._leg.id, fault, exc_info=not known
        )
        self._memory.note(type(fault).__name__)
        if not self._memory.picked_up:
            return "not_answered"  # nobody heard us yet: there is no one to hand over
        try:
            return await self._hand_over(HandoffWish(rules.Reason.COMPONENT_FAILED.value))
        except (CallerGone, LegOver):
            return self._over()
        except Exception as second:  # still the edge of the call: the apology needs no other part
            known = isinstance(second, ROOM_ERRORS)
            log.error("call %s: the handoff after it failed too: %s", self._leg.id, second, exc_info=not known)
        try:
            await self._mouth.play_pcm(self._prompts.apology, self._apology)
        except LegOver:
            return self._over()
        return "failed"


def _expected(reply: Reply) -> Expect:
    match reply.expect:
        case "digits":
            return "digits"
        case "yesno":
            return "yesno"
    return "general"
