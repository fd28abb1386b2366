"""The language of one call, as `lock` decides it, put into effect: who listens, who speaks, what is asked."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.call import ladder
from bot.call.context import CallContext
from bot.call.language.evidence import Evidence, choose, known_share
from bot.call.language.lock import KEYS, LanguageLock, asked_for, by_number
from bot.call.language.parallel import ParallelRecognisers
from bot.call.ports import SpeechInput
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Reply
from bot.errors import DialogueError
from handoff.reasons import Reason
from voice.events import OnListenEvent, Utterance

log = logging.getLogger(__name__)


class LanguageChoice:
    """One call's language. `speak` is told of every change: player, prompts and record follow it."""

    def __init__(self, context: CallContext, call_id: str, called: str, speak: Callable[[str], None]) -> None:
        options = context.options
        dialled = by_number(called, options.languages.by_number)
        if dialled is not None and dialled not in context.languages:
            log.warning("call %s: no recogniser for '%s', which its number stands for", call_id, dialled)
            dialled = None
        self._context = context
        self._call_id = call_id
        self._speak = speak
        self._detects = options.languages.detect and len(context.languages) > 1
        self._lock = LanguageLock(dialled or options.language, by_number=dialled is not None, detects=self._detects)
        self._used = self._lock.language  # what the ear was told last
        self._ear: SpeechInput | None = None
        self._kept: dict[str, Evidence] = {}
        """What was heard when it was unclear in which language."""

    @property
    def language(self) -> str:
        """What the call is held in now."""
        return self._lock.language

    @property
    def open_languages(self) -> tuple[str, ...]:
        """Those that the caller may turn out to speak."""
        return (self.language,) if self._lock.locked else self._context.languages

    @property
    def one_key(self) -> bool:
        """One key is a whole turn: it chooses the language."""
        return not self._lock.locked

    def open_ear(self, on_event: OnListenEvent) -> SpeechInput:
        """The call's recogniser, or both; `on_event` is told what comes of what they hear."""

        def ear(language: str, on_event: OnListenEvent) -> SpeechInput:
            return self._context.listeners.open(self._call_id, language, on_event)

        if not self._detects:
            self._ear = ear(self.language, on_event)
            return self._ear
        both = self._ear = ParallelRecognisers(ear, self.language, on_event)
        if not self._lock.locked:
            self._listen_in_all(both)
        return both

    def close_ear(self) -> None:
        """Nobody listens any more; the recogniser is free for another call. May be called twice."""
        if self._ear is not None:
            self._ear.close()

    async def greeted(self, reply: Reply, greet: Callable[[], Awaitable[Reply]]) -> Reply:
        """The greeting in the caller's own language where the CRM knows it, in both where nobody does."""
        recorded = str(reply.slots.get("language") or "")
        if reply.slots.get("customer_id") and recorded in self._context.languages:
            before = self.language
            self._lock.record(recorded)
            self._use(self.language)
            return reply if self.language == before else await greet()
        if self._lock.locked or reply.handoff is not None or reply.hangup:
            return reply
        others = [language for language in self._context.languages if language != self.language]
        return replace(reply, texts=(*reply.texts, *(self._context.prompts[other].choose for other in others)))

    async def hear(self, caller: Caller, heard: CallerTurn, asked: Reply) -> tuple[CallerTurn, CallerTurn | Reply]:
        """The caller's turn as it is to be remembered, and what to answer: a turn, or the reply to it."""
        if wanted := self._wanted(heard):
            return heard, self._chosen(wanted, heard, asked)
        if self._lock.locked or heard.kind != "speech" or not isinstance(self._ear, ParallelRecognisers):
            return heard, heard
        evidence = [self._evidence(*one) for one in self._ear.utterances.items()]
        complete = len(evidence) == len(self._ear.languages)
        chosen = self._lock.weigh(evidence, self._context.options.languages.certainty, complete=complete)
        if chosen is None:
            self._kept = {one.language: one for one in evidence if await self._understood(caller, one)}
            return heard, self._question()
        self._use(chosen.language)
        heard = replace(heard, text=chosen.text, confidence=chosen.confidence)
        return heard, heard

    def reconsider(self, heard: CallerTurn, reply: Reply) -> Reply:
        """`reply`, or the question of the language where too little has been understood in this one."""
        if heard.kind != "speech":
            return reply
        lost = reply.handoff is None or reply.handoff.reason == Reason.NO_MATCH
        understood = not lost or reply.hangup or reply.intent not in ladder.FALLBACK_INTENTS
        if not self._lock.turn(understood=understood) or not isinstance(self._ear, ParallelRecognisers):
            return reply
        self._kept = {}
        self._listen_in_all(self._ear)
        return self._question()

    def _wanted(self, heard: CallerTurn) -> str | None:
        """The language that the caller asks for: by key while it is open, by name at any time."""
        if heard.kind == "keys":
            wanted = None if self._lock.locked else KEYS.get(heard.keys)
        elif heard.kind == "speech":
            wanted = self._named(heard)
        else:
            return None
        return wanted if wanted in self._context.languages else None

    def _named(self, heard: CallerTurn) -> str | None:
        said = [(heard.text, heard.confidence)]
        if not self._lock.locked and isinstance(self._ear, ParallelRecognisers):
            said = [(one.text, one.confidence) for one in self._ear.utterances.values()]
        least = self._context.options.speech.minimum_confidence
        named = {asked_for(text) for text, confidence in said if confidence >= least} - {None}
        wanted = named.pop() if len(named) == 1 else None
        if wanted is not None and self._is_sentence_in(wanted):
            return None
        # In this language already: then it is a sentence like any other.
        return None if self._lock.locked and wanted == self.language else wanted

    def _is_sentence_in(self, wanted: str) -> bool:
        """All listened, and it is surely a sentence in the language that another one heard the name of.

        «أعرف طلبي» may sound like «عربی» to Persian ears.
        """
        if self._lock.locked or not isinstance(self._ear, ParallelRecognisers):
            return False
        evidence = [self._evidence(*one) for one in self._ear.utterances.items()]
        if len(evidence) != len(self._ear.languages):
            return False
        chosen = choose(evidence, self._context.options.languages.certainty)
        return chosen is not None and chosen.language == wanted and asked_for(chosen.text) is None

    def _chosen(self, wanted: str, heard: CallerTurn, asked: Reply) -> CallerTurn | Reply:
        """Go on in `wanted`, with what was said before the question where it made sense in that language."""
        self._lock.settle(wanted)
        self._use(wanted)
        before = self._kept.pop(wanted, None)
        if before is not None:
            return replace(heard, kind="speech", text=before.text, confidence=before.confidence)
        return replace(asked, texts=(self._context.prompts[wanted].go_on,), intent="")

    def _question(self) -> Reply:
        return Reply(texts=tuple(self._context.prompts[language].choose for language in self._context.languages))

    def _evidence(self, language: str, said: Utterance) -> Evidence:
        known = known_share(said.text, self._context.vocabularies.get(language, frozenset()))
        return Evidence(language, said.text, said.confidence, known, said.score, said.fit)

    async def _understood(self, caller: Caller, one: Evidence) -> bool:
        """Whether the dialogue would take it for something that it knows; nothing is told, nothing kept."""
        if not one.text:
            return False
        speaker = replace(caller, language=one.language)
        try:
            found = await self._context.dialogue.understand(speaker, CallerTurn("speech", one.text, one.confidence))
        except DialogueError:
            return False  # if it is broken, the turn itself will tell
        return found.intent not in ladder.FALLBACK_INTENTS

    def _listen_in_all(self, ears: ParallelRecognisers) -> None:
        for language in self._context.languages:
            ears.add(language)

    def _use(self, language: str) -> None:
        if isinstance(self._ear, ParallelRecognisers):
            self._ear.keep(language)
        elif self._ear is not None and language != self._used:
            self._ear.switch(language)
        self._used = language
        self._speak(language)
