"""The whisper: one sentence that tells the agent who waits and why, made from the packet alone.

«خانم محمدی، موجودی و سفارش ۱۲۳۴۵ را پرسید، سفارش در راه است، می‌خواهد با اپراتور صحبت کند.»
"""

import string

from handoff.packet import ContextPacket
from handoff.sentences import AgentSentences, HandoffSentences
from nlu.text.languages import own_digits


def whisper(packet: ContextPacket, sentences: HandoffSentences, language: str = "") -> str:
    """One sentence for the agent, in `language` or else the call's own."""
    language = language or packet.language
    said = sentences.to_agent(language)
    parts = [
        packet.caller.name or said.stranger,
        _speaks(packet, said, language),
        said.moods.get(packet.mood.level, ""),
    ]
    topics = _topics(packet, said, language)
    if topics:
        parts.append(said.asked.format(topics=said.both.join(topics)))
    parts += _facts(packet, said)
    parts.append(said.reasons.get(packet.reason, said.other_reason))
    return said.comma.join(part for part in parts if part) + "."


def _speaks(packet: ContextPacket, said: AgentSentences, language: str) -> str:
    """That the caller speaks another language than the agent is spoken to in."""
    return "" if packet.language == language else said.speaks.get(packet.language, "")


def _topics(packet: ContextPacket, said: AgentSentences, language: str) -> list[str]:
    """What was asked, each once, in the order of asking."""
    named = (_topic(intent.name, packet, said, language) for intent in packet.intents)
    return list(dict.fromkeys(topic for topic in named if topic))


def _topic(intent: str, packet: ContextPacket, said: AgentSentences, language: str) -> str:
    """With what it is about, where the slots that name it are known."""
    about = said.topics_about.get(intent, "")
    slots = {place for _, place, _, _ in string.Formatter().parse(about) if place}
    known = {place: own_digits(packet.slot(place), language) for place in slots}
    return about.format(**known) if about and all(known.values()) else said.topics.get(intent, "")


def _facts(packet: ContextPacket, said: AgentSentences) -> list[str]:
    """What the records said, as far as there are words for it; of each kind the last."""
    last = {fact.name: fact.value for fact in packet.facts}
    spoken = (said.facts.get(f"{name}_{value}", "") for name, value in last.items())
    return [words for words in spoken if words]
