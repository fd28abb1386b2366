"""What a call answers to a turn: its own rules first, then the dialogue, which hears only of what was understood.

keys ─────────────▶ 0: a human; of no use here: what can be done; otherwise told to the dialogue
speech ─▶ understood as ─▶ the answer to an open question ─▶ what was held
                        └▶ the ladder ─▶ accept, or lost in a way that designers answer ─▶ told to the dialogue
silence ────────────────────▲        ├─▶ confirm, offer two ─▶ held, and asked
                                     └─▶ reprompt, keypad, human
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.call.confirmation import ENDS, Confirmation
from bot.call.context import CallContext
from bot.call.keypad import Meaning, meaning
from bot.call.ladder import (
    FALLBACK_INTENTS,
    HUMAN_KEY,
    INTENT_REASONS,
    UNKNOWN_INTENTS,
    Failed,
    Judged,
    Step,
    Verdict,
    judge,
    keys_of_no_use,
)
from bot.call.learned import Learned
from bot.call.moment import with_words
from bot.call.understanding import Intent, doubtful, understood
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Reply, Understood
from bot.dialogue.suggestions import Found
from bot.errors import DialogueBadAnswer
from bot.prompts.call import CallPrompts

NUMBER_KEYS_LEAST = 3
"""So many keys are meant as a number, whether it was asked for or not."""
OFFER_AT = 0.15
"""An intent less likely than this is not offered to who was not understood; docs/nlu.md has the figures."""


class Answering:
    """Of one call. `moment` says a word to who waits for the dialogue.

    Every method raises what `Dialogue.turn` does.
    """

    def __init__(self, context: CallContext, moment: Callable[[], Awaitable[None]]) -> None:
        self._context = context
        self._moment = moment
        self._confirmation = Confirmation()
        self._limits = context.options.limits
        self._failed = Failed()
        self._likeliest: tuple[str, ...] = ()
        """What the last words may have meant, where they were not understood; the likeliest first."""

    @property
    def one_key(self) -> bool:
        """One key is the whole answer to what was asked."""
        return self._confirmation.offers

    async def greet(self, caller: Caller) -> Reply:
        """The first words."""
        greeting = await with_words(self._context.dialogue.start(caller), self._moment)
        if greeting.is_empty:
            raise DialogueBadAnswer("it had no greeting")
        return greeting

    async def found(self, caller: Caller, learned: Learned) -> Found:
        """What the records say for the human: who calls, and the answer to what was wanted and not settled."""
        slots = {"caller_number": caller.number, "language": caller.language, **learned.known}
        return await self._context.suggest((*self._likeliest, *learned.unsettled), slots, learned.unanswered)

    async def answer(self, caller: Caller, heard: CallerTurn, asked: Reply, *, one_key: bool = False) -> Reply:
        """The reply to one turn; `asked` is what the caller was asked, `one_key`: keys choose the language only."""
        prompts = self._context.prompts[caller.language]
        likely = heard.likely if asked.expects_anything else None
        told = heard.kind == "speech" and bool(heard.text) and not self._doubtful(heard, likely)
        found = (
            await with_words(self._context.dialogue.understand(caller, heard), self._moment) if told else Understood()
        )
        settled = self._confirmation.settle(heard, found.intent, caller.language, prompts)
        if settled is not None:
            return await self._settled(caller, settled)
        still_asked = replace(asked, texts=(), intent="", wait_s=0.0, told=False)
        if heard.kind == "keys":
            return await self._keyed(caller, heard, still_asked, asked.texts if one_key else None)
        if heard.kind == "silence":
            return self._silent(still_asked, prompts)
        sure = understood(caller.language, likely, heard.confidence, Intent(found.intent, found.confidence))
        tried = replace(still_asked, intent=found.intent, intent_confidence=found.confidence)
        return replace(
            await self._spoken(caller, heard, found, sure if told else 0.0, tried), sure=sure if told else 0.0
        )

    def _doubtful(self, heard: CallerTurn, likely: float | None) -> bool:
        return doubtful(likely, heard.confidence, self._context.options.speech.minimum_confidence)

    async def _settled(self, caller: Caller, settled: CallerTurn | Reply) -> Reply:
        """The answer to a question: what was held, or what else is to be said."""
        reply = settled if isinstance(settled, Reply) else await self._told(caller, settled)
        if reply.told:
            self._understood()
        return reply

    async def _keyed(
        self, caller: Caller, heard: CallerTurn, still_asked: Reply, languages: tuple[str, ...] | None
    ) -> Reply:
        """`languages`: what is said to who keyed no language where one is asked for."""
        asks_number = still_asked.expect == "digits"
        match meaning(heard.keys, still_asked.length or self._context.options.unasked_digits, asked=asks_number):
            case Meaning.HUMAN:
                return _human(
                    still_asked, self._take(judge(Judged("keys", keys=HUMAN_KEY), self._failed, self._limits))
                )
            case Meaning.NOTHING:
                verdict = self._take(keys_of_no_use(self._failed, self._limits))
                prompts = self._context.prompts[caller.language]
                number = asks_number or len(heard.keys) >= NUMBER_KEYS_LEAST
                texts = languages or (prompts.keys_number if number else prompts.keys,)
                return _human(still_asked, verdict) if verdict.reason else replace(still_asked, texts=texts)
        self._understood()
        return await self._told(caller, heard)

    def _understood(self) -> None:
        """What was not understood before matters no more."""
        self._failed, self._likeliest = Failed(), ()

    def _silent(self, still_asked: Reply, prompts: CallPrompts) -> Reply:
        verdict = self._take(judge(Judged("silence"), self._failed, self._limits))
        if verdict.reason is not None:
            return _human(still_asked, verdict)
        first = verdict.step is Step.REPROMPT
        return replace(still_asked, texts=(prompts.silence if first else prompts.silence_again,))

    async def _spoken(self, caller: Caller, said: CallerTurn, found: Understood, sure: float, tried: Reply) -> Reply:
        """The ladder's step; `tried` asks on for what was asked for."""
        prompts = self._context.prompts[caller.language]
        turn = Judged(
            "words",
            found.intent,
            sure,
            askable=found.intent in prompts.confirm,
            likeliest=[
                intent
                for intent, confidence in found.ranking
                if intent in prompts.confirm and intent not in ENDS and confidence >= OFFER_AT
            ],
        )
        if tried.expect == "digits" and turn.askable and sure < self._limits.accept_at:
            turn = replace(turn, confidence=0.0)  # a number is asked for: what is asked about is open, or was misheard
        verdict = self._take(judge(turn, self._failed, self._limits))
        self._likeliest = tuple(turn.likeliest) if verdict.step is not Step.ACCEPT else ()
        match verdict.step:
            case Step.ACCEPT:
                reply = await self._told(caller, said)
                unsure = reply.hangup and sure < self._limits.end_at
                return (self._confirmation.ask_whether_over(reply, prompts) if unsure else None) or reply
            case Step.CONFIRM | Step.OFFER_TWO:
                return self._confirmation.ask(verdict.intents, said, tried, prompts)
            case Step.HAND_OFF if turn.intent not in INTENT_REASONS:
                return _human(tried, verdict)
        if verdict.step is Step.HAND_OFF or _is_designers(verdict.step, turn.intent):
            reply = await self._told(caller, said)
            return reply if verdict.reason is None or reply.handoff is not None else _human(reply, verdict)
        if verdict.step is Step.REPROMPT:
            return replace(tried, texts=(prompts.unclear,))
        return replace(tried, texts=(prompts.keys_number if tried.expect == "digits" else prompts.keypad,))

    def _take(self, verdict: Verdict) -> Verdict:
        self._failed = verdict.failed
        return verdict

    async def _told(self, caller: Caller, said: CallerTurn) -> Reply:
        reply = await with_words(self._context.dialogue.turn(caller, said), self._moment)
        if reply.is_empty:
            raise DialogueBadAnswer("it had nothing to say")
        return replace(reply, told=True)


def _is_designers(step: Step, intent: str) -> bool:
    """Whether the designers' rules answer a turn that got nowhere: any but one not understood again."""
    return intent in FALLBACK_INTENTS and bool(intent) and (step is Step.REPROMPT or intent not in UNKNOWN_INTENTS)


def _human(reply: Reply, verdict: Verdict) -> Reply:
    assert verdict.reason is not None
    return replace(reply, texts=(), handoff=HandoffWish(verdict.reason.value, verdict.skill))
