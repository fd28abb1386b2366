"""«موجودیِ حساب را می‌خواهید؟»: what was understood with doubt is asked before it is answered.

understood, doubtful ──▶ question, the reply is held ──yes──▶ the held reply
                                   │ no: «go ahead, then»
                                   │ key *, or a yes that was hardly said: the question again
                                   └ anything else: a turn like any other
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from bot.call.keypad import STAR
from bot.call.turn import Heard
from bot.dialogue.client import Caller, Dialogue, Reply, UserTurn

YES, NO, REPEAT = "affirm", "deny", "repeat"
LIKELY_YES = 0.3
"""What is less likely to have been said releases nothing: the question comes again."""


class Confirmation:
    """The question of one call; `questions` by intent, what has none is never asked."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._held: Reply | None = None
        self._question = Reply()
        """What asks about the held reply."""

    def ask(self, reply: Reply, questions: Mapping[str, str]) -> Reply | None:
        """Hold `reply` and ask whether it is meant; None where there is no question for it."""
        question = questions.get(reply.intent)
        if question is None:
            return None
        self._held = reply
        self._question = replace(reply, texts=(question,), expect="yesno", handoff=None, hangup=False)
        return self._question

    async def settle(self, caller: Caller, heard: Heard, again: str) -> Reply | None:
        """The reply to the answer; None where nothing was asked or the answer is neither yes nor no.

        Whether it is yes is asked of the dialogue in a conversation of its own, so that nothing of it is kept.

        Raises:
            DialogueError: as `Dialogue.turn`.
        """
        held, self._held = self._held, None
        if held is not None and (heard.kind, heard.text) == ("keys", STAR):
            self._held = held
            return replace(self._question, intent=REPEAT)
        if held is None or heard.kind != "speech" or not heard.text:
            return None
        aside = replace(caller, call_id=f"{caller.call_id}-{secrets.token_hex(2)}", number="")
        meant = (await self._dialogue.turn(aside, UserTurn(heard.text, heard.confidence))).intent
        if meant == YES and heard.likely is not None and heard.likely < LIKELY_YES:
            self._held = held
            return replace(self._question, intent="")  # nobody asked for it: a third time would be a circle
        if meant == YES:
            return replace(held, intent=YES)
        if meant == NO:
            return replace(held, texts=(again,), expect="general", handoff=None, hangup=False, intent=NO)
        return None
