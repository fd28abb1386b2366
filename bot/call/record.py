"""What one call has been so far: written to the journal as it happens, and the source of the context packet."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.call.learned import Learned
from bot.call.live import CallAnswered, CallDoing, CallLanguage, CallTurn, Doing, OnLive, nobody
from bot.call.privacy import CallPrivacy
from bot.call.prompt_player import Spoken
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Reply
from bot.dialogue.suggestions import NOTHING_FOUND, Found
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.writer import Journal
from handoff.packet import (
    ContextPacket,
    PacketCaller,
    PacketTurn,
    new_packet_id,
)

KEYS_BY_TONE = "the far side offers no telephone-event: keys are heard as tones in the sound"
LAST_TURNS = 12
"""How many turns the agent gets."""


class CallRecord:
    """One call's memory. Times inside it are ms since the INVITE came."""

    def __init__(
        self,
        caller: Caller,
        invited_s: float,
        journal: Journal,
        on_live: OnLive = nobody,
        own_slots: frozenset[str] = frozenset(),
    ) -> None:
        self.caller = caller
        self._journal = journal
        self._on_live = on_live
        self._zero_s = invited_s
        self._started_at = datetime.now(UTC) - timedelta(seconds=time.monotonic() - invited_s)
        self._privacy = CallPrivacy(journal.redaction)
        self._turns: list[PacketTurn] = []
        self.learned = Learned(own_slots)
        self._index = 0
        self._waiting: Turn | None = None
        """The caller's turn whose answer has not sounded yet."""
        self.handoff_outcome: str | None = None
        self.picked_up = False
        start = CallStart(caller.call_id, caller.number, caller.called, caller.language, self._started_at)
        journal.call_started(start)
        on_live(start)

    def now_ms(self) -> int:
        """Since the INVITE."""
        return self._ms(time.monotonic())

    def answered(self, *, keys_by_tone: bool = False) -> None:
        """The call was picked up."""
        self.picked_up = True
        self._journal.call_answered(self.caller.call_id, self.now_ms())
        self._on_live(CallAnswered(self.caller.call_id))
        if keys_by_tone:
            self.note(KEYS_BY_TONE)

    def does(self, doing: Doing) -> None:
        """The bot does something else from now on."""
        self._on_live(CallDoing(self.caller.call_id, doing))

    def language_changed(self, language: str) -> None:
        """The call goes on in another language."""
        if language != self.caller.language:
            self.caller = replace(self.caller, language=language)
            self._journal.language_changed(self.caller.call_id, language)
            self._on_live(CallLanguage(self.caller.call_id, language))

    def caller_did(self, heard: CallerTurn, answer: Reply) -> None:
        """The caller's turn, and what the bot decided to answer; complete when the answer sounds (`spoke`)."""
        self.close_turn(None)
        heard = self._privacy.heard(heard, self.caller.language)
        answer = self._privacy.reply(answer, self.caller.language)
        words = heard.kind == "speech"
        self._waiting = Turn(
            self._next_index(),
            "caller",
            heard.content,
            heard.kind,
            confidence=heard.confidence if words else None,
            intent=answer.intent or None,
            intent_confidence=answer.intent_confidence if answer.intent else None,
            slots=dict(answer.slots),
            end_of_speech_ms=self._ms(heard.ended_s),
            final_text_ms=self._ms(heard.final_s),
            answer_decided_ms=self.now_ms(),
            likely=heard.likely if words else None,
            sure=answer.sure,
        )
        self._on_live(CallTurn(self.caller.call_id, self._waiting))
        self.learned.heard(heard, self.caller.language)
        self.does("speaking" if answer.texts else "listening")
        if heard.content:
            self._turns.append(PacketTurn("caller", heard.content, self._ms(heard.ended_s)))
        self.learned.answered(answer, self.now_ms(), heard.confidence)

    def learn(self, answer: Reply, confidence: float = 1.0) -> None:
        """Keep what the dialogue knows now."""
        answer = self._privacy.reply(answer, self.caller.language)
        self.learned.answered(answer, self.now_ms(), confidence)

    def spoke(self, text: str, spoken: Spoken) -> None:
        """The caller heard `text` of the bot, which closes his turn before it; "": he heard no word of an answer."""
        first_ms = None if spoken.started_s is None else self._ms(spoken.started_s)
        self.close_turn(first_ms)
        self.does("listening")
        if not text:
            return
        text = self._privacy.spoken(text, self.caller.language)
        self._note_own(Turn(self._next_index(), "bot", text, first_sample_ms=first_ms))
        self._turns.append(PacketTurn("bot", text, first_ms or self.now_ms()))
        self.learned.spoke(text, first_ms or self.now_ms())

    def note(self, text: str) -> None:
        """Something about the call itself, such as a broken part."""
        self.close_turn(None)
        self._note_own(Turn(self._next_index(), "bot", text, "system"))

    def _note_own(self, turn: Turn) -> None:
        self._journal.turn(self.caller.call_id, turn)
        self._on_live(CallTurn(self.caller.call_id, turn))

    def close_turn(self, first_sample_ms: int | None) -> None:
        """Write the caller's waiting turn."""
        if self._waiting is None:
            return
        turn, self._waiting = self._waiting, None
        self._journal.turn(self.caller.call_id, replace(turn, first_sample_ms=first_sample_ms))

    def ended(self, reason: str) -> None:
        """The call is over."""
        self.close_turn(None)
        end = CallEnd(self.caller.call_id, self.now_ms(), reason, self.handoff_outcome)
        self._journal.call_ended(end)
        self._on_live(end)

    def packet(self, wish: HandoffWish, found: Found = NOTHING_FOUND) -> ContextPacket:
        """Everything learned, for the human who takes over; `found` is what the records say beside it."""
        self.learned.identify(found.customer_id, found.name)
        return ContextPacket(
            packet_id=new_packet_id(),
            call_id=self.caller.call_id,
            language=self.caller.language,
            reason=wish.reason,
            created_at=datetime.now(UTC),
            call_started_at=self._started_at,
            caller=PacketCaller(self.caller.number, self.learned.customer_id, self.learned.name),
            called=self.caller.called,
            skill=wish.skill,
            last_turns=tuple(self._turns[-LAST_TURNS:]),
            suggested_answer=found.answer,
            **self.learned.for_packet(),
        )

    def _ms(self, at_s: float) -> int:
        return round((at_s - self._zero_s) * 1000)

    def _next_index(self) -> int:
        self._index += 1
        return self._index - 1
