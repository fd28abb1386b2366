"""The whisper: one sentence that tells the agent who waits and why, made from the packet alone.

«خانم محمدی، موجودی و سفارش ۱۲۳۴۵ را پرسید، سفارش در راه است، می‌خواهد با اپراتور صحبت کند.»
"""

from handoff.packet import ContextPacket
from handoff.sentences import AgentSentences, HandoffSentences
from nlu.text.languages import own_digits


def whisper(packet: ContextPacket, sentences: HandoffSentences, language: str = "") -> str:
    """One sentence for the agent, in `language` or else the call's own."""
    language = language or packet.language
    said = sentences.to_agent(language)
    parts = [packet.caller.name or said.stranger]
    topics = _topics(packet, said, language)
    if topics:
        parts.append(said.asked.format(topics=said.both.join(topics)))
    state = said.states.get(packet.slot("order_state"))
    if state is not None:
        parts.append(state)
    parts.append(said.reasons.get(packet.reason, said.other_reason))
    return said.comma.join(parts) + "."


def _topics(packet: ContextPacket, said: AgentSentences, language: str) -> list[str]:
    """What was asked, each once, in the order of asking."""
    named = (_topic(intent.name, packet, said, language) for intent in packet.intents)
    return list(dict.fromkeys(topic for topic in named if topic))


def _topic(intent: str, packet: ContextPacket, said: AgentSentences, language: str) -> str:
    number = packet.slot("order_number")
    if intent == "ask_order_status" and number:
        return said.order.format(number=own_digits(number, language))
    return said.topics.get(intent, "")
