"""What callers and agents hear while a human takes over, per language; whoever opens the desk hands the words over."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.reasons import Reason
from nlu.text.languages import FALLBACK

ASKED = frozenset({Reason.ASKED_FOR_HUMAN, Reason.KEY_ZERO})
FAULTS = frozenset({Reason.COMPONENT_FAILED, Reason.CRM_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class CallerSentences:
    """What one language's callers hear, in the order a handoff says it; an empty sentence is not said.

    `transferring_now` is said instead of `transferring` where nothing can begin before its end.
    `busy` is for who waits until the agent is free, `unrecorded` is the end where nothing could be written down.
    `queue_ahead` holds {callers}, those before this one, `queue_minutes` {minutes}; `queue_next` is for who is next,
    `queue_talking` follows it where those who could take them talk to others.
    """

    transferring: str
    transferring_now: str
    sorry_transferring: str
    busy: str
    waiting: str
    connecting: str
    next_try: str
    queue_ahead: str
    queue_next: str
    queue_talking: str
    queue_minutes: str
    offer_callback: str
    offer_voicemail: str
    callback_chosen: str
    queue_one_ahead: str
    queue_soon: str
    queue_closed: str
    callback: str
    call_again: str
    unrecorded: str

    def opening(self, reason: str) -> str:
        """The first sentence; with an apology where something of ours broke."""
        return self.sorry_transferring if reason in FAULTS else self.transferring

    def short_opening(self, reason: str) -> str:
        """The same in a word, for who asked for it; "" for whom a human is a surprise."""
        return self.transferring_now if reason in ASKED else ""


@dataclass(frozen=True, slots=True)
class AgentSentences:
    """What an agent hears: the pieces of the whisper, and what is said where the caller is gone.

    `topics` by intent, `topics_about` too, with slots in braces, `facts` by kind and value (`order_shipped`),
    `speaks` by language, `moods` by level, `reasons` by `Reason`; `asked` holds {topics}.
    """

    stranger: str
    asked: str
    both: str
    comma: str
    topics: Mapping[str, str]
    topics_about: Mapping[str, str]
    facts: Mapping[str, str]
    speaks: Mapping[str, str]
    moods: Mapping[str, str]
    reasons: Mapping[str, str]
    other_reason: str
    accept: str
    caller_left: str
    not_reached: str


@dataclass(frozen=True, slots=True)
class TelephoneSentences:
    """What an agent hears who telephones Hatef to say whether they work."""

    who: str
    pin: str
    wrong: str
    refused: str
    menu: str
    ready: str
    away: str
    out: str
    bye: str


@dataclass(frozen=True, slots=True)
class HandoffSentences:
    """All that a handoff says, by language; all hold `FALLBACK`, which stands in for a language that has none.

    `plain`: what the dialogue says of it to who asked for a human, and no more than `transferring` does.
    """

    callers: Mapping[str, CallerSentences]
    agents: Mapping[str, AgentSentences]
    telephones: Mapping[str, TelephoneSentences]
    plain: frozenset[str] = frozenset()

    def to_caller(self, language: str) -> CallerSentences:
        """What a caller of that language hears."""
        return self.callers.get(language, self.callers[FALLBACK])

    def to_agent(self, language: str) -> AgentSentences:
        """What an agent hears in that language."""
        return self.agents.get(language, self.agents[FALLBACK])

    def by_telephone(self, language: str) -> TelephoneSentences:
        """What an agent hears in that language who telephones Hatef."""
        return self.telephones.get(language, self.telephones[FALLBACK])
