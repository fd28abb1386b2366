"""How a flow's question is put: in the designer's words, with more help the more answers were refused."""

from collections.abc import Mapping

from bot.skills.flows.in_use import in_words
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.perform import perform
from bot.skills.runtime.registry import Tools
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason
from nlu.flows.effects import Ask, Confirm, HandOff
from nlu.text.languages import own_digits
from nlu.values import expected

HELP = {"again": "utter_ask_again", "keys": "utter_ask_keys", "rest": "utter_ask_rest"}
"""By style, what is said before the question where the designer has no question of that style."""
KEYED = "digits"


async def asked(effect: Ask, tracker: Tracker, tools: Tools, values: Mapping[str, str]) -> Answer:
    """The question, and what to listen for."""
    values = {**values, **_listed(effect, tracker.language)}
    listening = Answer().custom({"expect": {key: one for key, one in expected(effect.slot.kind).items() if one}})
    if effect.style == "silent":
        return listening
    spoken = own_digits(" ".join(effect.said), tracker.language)
    known = {**values, "value": spoken} if effect.style == "rest" else values
    return (await _question(effect, tracker, tools, known)).and_then(listening)


def _listed(effect: Ask, language: str) -> dict[str, str]:
    """What can be chosen, each with the key that chooses it."""
    if effect.slot.rows is None:
        return {}
    choices = (f"{n}، {one.said(language)}" for n, one in enumerate(effect.slot.kind.choices, 1))
    return {"rows": own_digits("؛ ".join(choices), language)}


async def _question(effect: Ask, tracker: Tracker, tools: Tools, values: Mapping[str, str]) -> Answer:
    plain = effect.step.utter or f"utter_ask_{effect.slot.name}"
    styled = f"utter_ask_{effect.slot.name}_{effect.style}"
    if styled in tools.flows.responses:
        return Answer().response(styled, **values)
    helping = Answer()
    can_be_keyed = expected(effect.slot.kind)["kind"] == KEYED
    if effect.style in HELP and (can_be_keyed or effect.style == "rest"):
        helping = Answer().response(HELP[effect.style], **values)
    own = tools.actions.get(f"action_ask_{effect.slot.name}")
    if own is not None and plain not in tools.flows.responses:
        return helping.and_then(await perform(own, tracker, tools))
    whole = effect.style == "rest" or (effect.style == "keys" and can_be_keyed)
    return helping if whole else helping.response(plain, **values)


def confirmed(effect: Confirm, tracker: Tracker, tools: Tools) -> Answer:
    """«… درست است؟»"""
    spoken = in_words(effect.slot.kind, effect.value, tracker.language, tools.now())
    own = f"utter_confirm_{effect.slot.name}"
    response = own if own in tools.flows.responses else "utter_confirm_value"
    values = {effect.slot.name: spoken, "value": spoken}
    return Answer().response(response, **values).custom({"expect": "yesno"})


def given_up(effect: HandOff, tools: Tools) -> Answer:
    """A human, after an honest word."""
    own = f"{effect.response}_{effect.slot}"
    return Answer().response(own if own in tools.flows.responses else effect.response).hand_off(Reason(effect.reason))
