"""A caller whom a human sent back to the bot: the conversation goes on, with all that is known, where the number leads.

`handoff.transfers.back` in config.yml: number ─▶ an intent, told to the dialogue as if the caller had said it
                                             └▶ "": the bot asks what else there is
"""

from bot.call.context import CallContext
from bot.call.moment import Moment, with_words
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Reply


async def taken_back(context: CallContext, caller: Caller, number: str, moment: Moment) -> Reply:
    """The first words to them. Raises what `Dialogue.turn` does."""
    intent = context.back.get(number, "")
    if not intent:
        return Reply(texts=(context.prompts[caller.language].taken_back,))
    reply = await with_words(context.dialogue.turn(caller, CallerTurn("speech", f"/{intent}")), moment)
    return Reply(texts=(context.prompts[caller.language].taken_back,)) if reply.is_empty else reply
