"""What the bot says, by language, from data/prompts/LANGUAGE.yml: read once at start and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.errors import PromptsBroken
from bot.prompts.call import CallPrompts
from bot.prompts.check import read_prompts
from bot.prompts.shape import SECTIONS, names
from bot.prompts.skills import SkillPrompts
from bot.settings.paths import SHARE
from handoff.callbacks.sentences import CallbackSentences
from handoff.sentences import AgentSentences, CallerSentences, HandoffSentences, TelephoneSentences
from handoff.voicemail.sentences import VoicemailSentences

SHIPPED = SHARE / "data"


@dataclass(frozen=True, slots=True)
class Prompts:
    """One language's sentences, a section a field."""

    call: CallPrompts
    skills: SkillPrompts
    handoff: CallerSentences
    callbacks: CallbackSentences
    voicemail: VoicemailSentences
    agent: AgentSentences
    telephone: TelephoneSentences


def load_prompts(data: Path = SHIPPED) -> dict[str, Prompts]:
    """Every language's prompts, in the order of `nlu.text.languages`.

    Raises:
        PromptsBroken: a file is missing or no YAML, or a sentence is missing, unknown, empty or wrongly filled in.
    """
    files = read_prompts(data)
    if broken := [str(problem) for problem in files.problems if problem.stops]:
        raise PromptsBroken(broken)
    return {code: _prompts(document.tree) for code, document in files.documents.items()}


def handoff_sentences(prompts: Mapping[str, Prompts]) -> HandoffSentences:
    """What a handoff needs of them."""
    callers = {code: own.handoff for code, own in prompts.items()}
    telephones = {code: own.telephone for code, own in prompts.items()}
    plain = frozenset(own.skills.hand_off for own in prompts.values())
    return HandoffSentences(callers, {code: own.agent for code, own in prompts.items()}, telephones, plain)


def _prompts(tree: Mapping[str, Any]) -> Prompts:
    return Prompts(**{section: kind(**_frozen(tree[section], section)) for section, kind in SECTIONS.items()})


def _frozen(held: Mapping[str, Any], section: str) -> dict[str, Any]:
    """The fields of a section; tables so that nobody changes them."""
    found = {name: held[name] for name in names(section)}
    return {name: MappingProxyType(dict(one)) if isinstance(one, dict) else one for name, one in found.items()}
