"""How a conversation is held: say it again, say goodbye, bring a human."""

from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason

ASKS = ("expect", "offer", "reason")
"""Keys of a payload that hold as long as what was said with them."""
REASONS = {
    "talk_to_human": Reason.ASKED_FOR_HUMAN,
    "complaint": Reason.COMPLAINT,
    "dont_know": Reason.NO_NUMBER,
    "account_trouble": Reason.ACCOUNT_TROUBLE,
    "emergency": Reason.EMERGENCY,
    "insult": Reason.COMPLAINT,
    "directory": Reason.ASKED_FOR_HUMAN,
    "call_me_back": Reason.CALL_WANTED,
}


@action("action_repeat")
async def repeat(tracker: Tracker, tools: Tools) -> Answer:
    """What the bot said last, with what it asked for: the kind of answer, and whether it offered a human."""
    answer = Answer()
    for message in tracker.said_last_turn():
        if text := message.get("text"):
            answer = answer.say(str(text))
        custom = (message.get("data") or {}).get("custom") or {}
        if asked := {key: custom[key] for key in ASKS if custom.get(key)}:
            answer = answer.custom(asked)
    return answer if answer.responses else answer.say(tools.say(tracker.language).nothing_to_repeat)


@action("action_tell_recorded")
async def tell_recorded(tracker: Tracker, tools: Tools) -> Answer:
    """Whether the caller's voice is recorded, as the settings have it."""
    texts = tools.say(tracker.language)
    said = {"none": texts.recorded_none, "handoffs": texts.recorded_handoffs, "all": texts.recorded_all}
    return Answer().say(said[tools.recorded])


@action("action_goodbye")
async def goodbye(tracker: Tracker, tools: Tools) -> Answer:
    """The last words, then the call ends."""
    return Answer().say(tools.say(tracker.language).goodbye).hang_up()


@action("action_hand_off")
async def hand_off(tracker: Tracker, tools: Tools) -> Answer:
    """Ask for a human; the reason follows from what the caller said. Silent where the rule has spoken already."""
    texts = tools.say(tracker.language)
    offered = _offered(tracker) if tracker.intent == "affirm" else None
    reason = offered or REASONS.get(tracker.intent, Reason.NO_MATCH)
    words = {Reason.COMPLAINT: texts.hand_off_complaint, Reason.NO_MATCH: texts.hand_off_lost}
    answer = Answer()
    if not any(message.get("text") for message in tracker.said_this_turn()):
        answer = answer.say(words.get(reason, texts.hand_off))
    return answer.hand_off(reason)


def _offered(tracker: Tracker) -> Reason | None:
    """Why the bot offered a human in its last turn; None where it did not."""
    for message in tracker.said_last_turn():
        custom = (message.get("data") or {}).get("custom") or {}
        if custom.get("offer") == "human":
            named = custom.get("reason")
            return Reason(named) if named in set(Reason) else Reason.ASKED_FOR_HUMAN
    return None
