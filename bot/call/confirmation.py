"""«موجودیِ حساب را می‌خواهید؟»: what was understood with doubt is asked before the dialogue is told of it.

understood, doubtful ──▶ question, the turn is held ──yes, or which of two──▶ the held turn
                                   │ no: «go ahead, then»; the number, where one is still asked for
                                   │ key *, or a yes that was hardly said: the question again
                                   │ silence: the question still stands
                                   └ anything else: a turn like any other
"""

from dataclasses import dataclass, replace

from bot.call.keypad import HUMAN_KEY, STAR
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Reply
from bot.prompts.call import CallPrompts
from nlu.text.fold import match_key
from nlu.text.languages import LANGUAGES

YES, NO, REPEAT = "affirm", "deny", "repeat"
LIKELY_YES = 0.3
"""What is less likely to have been said releases nothing: the question comes again."""
ENDS = frozenset({"goodbye", "thank", "cancel", YES, NO})
"""Intents that are no request: they are not offered."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What was asked, and what the dialogue is told for each thing asked about; or the reply that ends the call."""

    question: Reply
    before: Reply
    """What was asked before it, and still is where the answer is no."""
    turns: tuple[CallerTurn, ...] = ()
    end: Reply | None = None


class Confirmation:
    """The question of one call that is open, if there is one."""

    def __init__(self) -> None:
        self._held: _Held | None = None

    @property
    def offers(self) -> bool:
        """Two things were offered: one key is the whole answer."""
        return self._held is not None and len(self._held.turns) > 1

    def ask(self, intents: tuple[str, ...], said: CallerTurn, tried: Reply, prompts: CallPrompts) -> Reply:
        """The question whether `said` means the intent, or which of two; `tried` has what is to be kept of the turn."""
        first, *others = (prompts.confirm[intent] for intent in intents)
        texts = (prompts.offer, first, prompts.or_else, *others, prompts.first_or_second) if others else (first,)
        question = replace(tried, texts=texts, expect="general" if others else "yesno", handoff=None, hangup=False)
        named = tuple(said if intent == tried.intent else CallerTurn("speech", f"/{intent}") for intent in intents)
        self._held = _Held(question, tried, named)
        return question

    def ask_whether_over(self, reply: Reply, prompts: CallPrompts) -> Reply | None:
        """Hold a reply that hangs up, and ask whether it is meant; None where there is no question for it."""
        question = prompts.confirm.get(reply.intent)
        if question is None:
            return None
        asked = replace(reply, texts=(question,), expect="yesno", handoff=None, hangup=False, told=False)
        self._held = _Held(asked, Reply(), end=reply)
        return asked

    def settle(self, heard: CallerTurn, intent: str, language: str, prompts: CallPrompts) -> CallerTurn | Reply | None:
        """What to tell the dialogue, or what to reply; None where nothing was asked or the answer is none of it.

        Args:
            intent: what the dialogue takes the answer for.
        """
        held, self._held = self._held, None
        if held is None or heard.kind == "silence":
            self._held = held
            return None
        if heard.kind == "keys":
            return self._keyed(held, heard.keys, prompts)
        if intent == REPEAT:
            return self._again(held, REPEAT)
        if held.turns[1:] and (number := _ordinal(heard.text, language)) is not None:
            return held.turns[number]
        if held.turns[1:] and intent == YES:
            return self._which(held, prompts)
        if intent == YES and heard.likely is not None and heard.likely < LIKELY_YES:
            return self._again(held, "")  # nobody asked for it: a third time would be a circle
        if intent == YES:
            return held.end or held.turns[0]
        if intent == NO and held.before.expect == "digits":
            return replace(held.before, texts=(prompts.keys_number,), intent=NO)
        if intent == NO:
            return replace(held.question, texts=(prompts.go_ahead,), expect="general", intent=NO)
        return None

    def _keyed(self, held: _Held, keys: str, prompts: CallPrompts) -> CallerTurn | Reply | None:
        if keys == STAR:
            return self._again(held, REPEAT)
        if not keys.strip(HUMAN_KEY) or not held.turns[1:]:
            self._held = held if keys.strip(HUMAN_KEY) and len(keys) == 1 else None  # a key that does nothing
            return None
        chosen = {str(number): turn for number, turn in enumerate(held.turns, 1)}
        return chosen.get(keys) or self._which(held, prompts)

    def _which(self, held: _Held, prompts: CallPrompts) -> Reply:
        """How to choose of the two, without the two: they were just said."""
        self._held = held
        return replace(held.question, texts=(prompts.first_or_second,), intent="")

    def _again(self, held: _Held, intent: str) -> Reply:
        self._held = held
        return replace(held.question, intent=intent)


def _ordinal(text: str, language: str) -> int | None:
    """0: the first of two was named, 1: the second; None: neither, or both («هر دو»)."""
    words = {match_key(word) for word in text.split()}
    spoken = LANGUAGES[language]
    named = [any(match_key(name) in words for name in names) for names in (spoken.first, spoken.second, spoken.both)]
    return named.index(True) if named.count(True) == 1 and not named[2] else None
