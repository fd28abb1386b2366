"""What a file of prompts must hold: sections of sentences, and which of them are filled in.

    call       what the call itself says                  bot.prompts.call.CallPrompts
    skills     what the bot answers                       bot.prompts.skills.SkillPrompts
    handoff    what callers hear on the way to a human    handoff.sentences.CallerSentences
    callbacks  what people hear who are called back       handoff.callbacks.sentences.CallbackSentences
    voicemail  what callers hear who leave a message      handoff.voicemail.sentences.VoicemailSentences
    agent      what the human hears                       handoff.sentences.AgentSentences
    telephone  what agents hear who telephone Hatef       handoff.sentences.TelephoneSentences

A field of these classes is a sentence, or a table of them. A sentence is named by its path: `call.confirm.complaint`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from bot.prompts import skills
from bot.prompts.call import CallPrompts
from bot.prompts.skills import SkillPrompts
from handoff.callbacks.sentences import CallbackSentences
from handoff.reasons import Reason
from handoff.sentences import AgentSentences, CallerSentences, TelephoneSentences
from handoff.voicemail.sentences import VoicemailSentences
from nlu.text.languages import CODES

SECTIONS: Mapping[str, type] = {
    "call": CallPrompts,
    "skills": SkillPrompts,
    "handoff": CallerSentences,
    "callbacks": CallbackSentences,
    "voicemail": VoicemailSentences,
    "agent": AgentSentences,
    "telephone": TelephoneSentences,
}
PLACES: Mapping[str, frozenset[str]] = {
    **{f"skills.{name}": places for name, places in skills.PLACES.items()},
    "handoff.queue_ahead": frozenset({"callers"}),
    "handoff.queue_minutes": frozenset({"minutes"}),
    "call.opt_out": frozenset({"key"}),
    "callbacks.greeting": frozenset({"company"}),
    "callbacks.read_back": frozenset({"number"}),
    "agent.asked": frozenset({"topics"}),
}
"""What each sentence has to be filled with; one that is not here has nothing to fill."""
FILLED_BY_SLOTS = "agent.topics_about."
"""Sentences of this table name one slot or more of the domain, each in braces."""
JOINTS = frozenset({"agent.both", "agent.comma"})
"""What stands between two pieces: it need not hold a word."""
FOR_AGENTS = "agent."
"""Pieces of a sentence, heard by people who work here: not judged as whole sentences of the bot are."""


@dataclass(frozen=True)
class Table:
    """Sentences by a key: what a key is, which there are (None: not known), and whether each must be there."""

    of: str
    unknown: str
    keys: Collection[str] | None
    whole: bool = False


def tables(intents: Collection[str] | None) -> Mapping[str, Table]:
    """Every table by its path; `intents` are those of the domain, None where they are not known."""
    asked = Table("intent", "is not in the domain", intents)
    return {
        "call.confirm": asked,
        "agent.topics": asked,
        "agent.topics_about": asked,
        "agent.facts": Table("fact", "is unknown", None),
        "agent.speaks": Table("language", "is unknown", CODES, whole=True),
        "agent.moods": Table("mood", "is unknown", ("upset", "angry"), whole=True),
        "agent.reasons": Table("reason", "is no reason of a handoff", tuple(Reason), whole=True),
    }


def names(section: str) -> tuple[str, ...]:
    """What stands below a section, in the order of its class."""
    return tuple(field.name for field in fields(SECTIONS[section]))
