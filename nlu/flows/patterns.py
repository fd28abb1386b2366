"""What callers say in the middle of any flow, by intent. The flows themselves need no rule for it.

an intent of        while a question is open
`SMALL_TALK`        its response, and the question again
`EXITS`             everything under way is over, and the action is run
"cancel", "deny"    the flow is over; what it interrupted goes on («no» where yes or no is asked for is an answer)
"dont_know"         the step's `unknown`, else a human
"wait"              `utter_wait`, and nothing is asked
`REPEATS`           the question again
"wrong"             an earlier answer of this flow is put right, or asked for again
"more"              the flow is over: «go ahead»
a flow's trigger    that flow, and back to this one; the flow's own: the question again
another rule's      that rule, and the question again
anything else       not understood: the question again, by and by with more help, at last a human
"""

from __future__ import annotations

from collections.abc import Mapping

INFORM, CANCEL, DENY, AFFIRM = "inform", "cancel", "deny", "affirm"
DONT_KNOW, WAIT, REPEAT, WRONG, MORE = "dont_know", "wait", "repeat", "wrong", "more"
REPEATS = frozenset({REPEAT, "slower", "louder"})
SMALL_TALK: Mapping[str, str] = {
    "greet": "utter_greet_short",
    AFFIRM: "utter_please",
    "thank": "utter_welcome",
}
EXITS: Mapping[str, str] = {
    "talk_to_human": "action_hand_off",
    "complaint": "action_hand_off",
    "goodbye": "action_goodbye",
}
LOST = frozenset({"", "nlu_fallback", "out_of_scope"})
ANSWERED = LOST | {INFORM, CANCEL, DENY, DONT_KNOW, WAIT, WRONG, MORE, *REPEATS, *SMALL_TALK, *EXITS}
"""Intents that a flow answers itself while it asks; any other that is no trigger is left to the designers' rules."""
TRIES_MOST = 3
"""So many refused answers to one question bring a human; the one before is asked for by keys."""
