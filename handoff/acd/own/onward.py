"""Where a caller may go from an agent of our own queues: to another agent, to a number that is allowed, to the bot.

what was dialled ─▶ user part ─┬─ an agent's id, or the user part of their telephone ─▶ that telephone
  (the host is never called:   ├─ `back` ─▶ the bot
   it is a stranger's word)    ├─ `numbers` ─▶ `dial`
                               └─ anything else: nowhere
"""

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import unquote

from handoff.acd.own.agents import Agent
from handoff.acd.own.distributor import Place
from handoff.acd.own.tally import Tally
from handoff.acd.own.trip import Errand
from handoff.acd.port import Destination
from handoff.options import TransferRules
from handoff.sentences import HandoffSentences
from handoff.summary import whisper
from handoff.uui import HEADER, UserToUser, pack

TOKEN_HEADER = "X-Hatef-Token"
_NUMBER = re.compile(r"[0-9A-Za-z+*#._-]{1,64}")


class Directory:
    """All places, by what agents dial. Nothing in it changes."""

    def __init__(self, agents: Sequence[Agent], rules: TransferRules) -> None:
        self._rules = rules
        self._agents = {user_of(agent.uri): agent for agent in agents} | {agent.id: agent for agent in agents}

    @property
    def ring_s(self) -> float:
        """How long each is rung."""
        return self._rules.ring_s

    def agent(self, agent_id: str) -> Agent | None:
        """One of our own."""
        return self._agents.get(agent_id)

    def find(self, dialled: str) -> Destination | None:
        """The place that a URI or number leads to; None: nowhere."""
        user = user_of(dialled)
        if not _NUMBER.fullmatch(user):
            return None
        if (agent := self._agents.get(user)) is not None:
            return Destination(user, agent.uri, agent.id, agent.languages[0] if agent.languages else "")
        if user in self._rules.back:
            return Destination(user)
        if self._rules.dial is not None and any(fnmatchcase(user, pattern) for pattern in self._rules.numbers):
            return Destination(user, self._rules.dial.format(number=user.replace("#", "%23")))
        return None


class AgentsOnward:
    """`Onward` of one caller who has a place in a queue, and an agent."""

    def __init__(
        self,
        directory: Directory,
        errand: Errand,
        sentences: HandoffSentences,
        language: str,
        place: Place,
        tally: Tally,
    ) -> None:
        """`language`: of agents who have none of their own; "": the call's."""
        packet = errand.packet
        self._directory = directory
        self._packet = packet
        self._takes_back = errand.caller.takes_back
        self._sentences = sentences
        self._language = language
        self._place = place
        self._tally = tally
        self.ring_s = directory.ring_s
        self.caller = packet.caller
        packed = pack(UserToUser(errand.token.encode("ascii")))
        self.headers: Mapping[str, str] = {TOKEN_HEADER: errand.token, HEADER: packed}

    def find(self, dialled: str) -> Destination | None:
        """See `Onward.find`. No agent goes to themselves."""
        found = self._directory.find(dialled)
        offer = self._place.offer
        if found is None or (found.is_bot and not self._takes_back):
            return None
        return None if offer is not None and found.agent_id == offer.agent_id else found

    def begins(self, to: Destination) -> bool:
        """See `Onward.begins`."""
        if to.agent_id and not self._place.borrow(to.agent_id):
            return False
        self._tally.note(self._who(to), "called by the agent")
        return True

    def failed(self, to: Destination, why: str) -> None:
        """See `Onward.failed`."""
        if to.agent_id:
            self._place.give_back(to.agent_id)
        self._tally.note(self._who(to), why)

    def moved(self, to: Destination) -> None:
        """See `Onward.moved`."""
        if to.agent_id:
            self._place.borrowed(to.agent_id)
        present = self._directory.agent(self._place.offer.agent_id) if self._place.offer is not None else None
        self._place.sent_on(to.agent_id)
        self._tally.moved(present, "" if to.is_bot else self._who(to))

    def joined(self, to: Destination) -> None:
        """See `Onward.joined`."""
        if to.agent_id:
            self._place.borrowed(to.agent_id)
        self._tally.note(self._who(to), "joined")

    def left(self, to: Destination) -> None:
        """See `Onward.left`."""
        if to.agent_id:
            self._place.give_back(to.agent_id)
        self._tally.note(self._who(to), "left")

    def whisper(self, to: Destination) -> str:
        """See `Onward.whisper`."""
        return whisper(self._packet, self._sentences, self._spoken(to))

    @property
    def not_reached(self) -> str:
        """See `Onward.not_reached`."""
        return self._sentences.to_agent(self._language or self._packet.language).not_reached

    def invitation(self, to: Destination) -> str:
        """See `Onward.invitation`."""
        return f"{self.whisper(to)} {self._sentences.to_agent(self._spoken(to) or self._packet.language).accept}"

    def _spoken(self, to: Destination) -> str:
        return to.language or self._language

    def _who(self, to: Destination) -> str:
        agent = self._directory.agent(to.agent_id)
        return f"{agent.id} {agent.name}".strip() if agent is not None else to.name


def user_of(dialled: str) -> str:
    """The user part of a SIP or tel URI; a number is one already."""
    scheme, colon, rest = dialled.partition(":")
    if colon and scheme.lower() not in ("sip", "tel"):
        return ""
    return unquote((rest if colon else dialled).partition("@")[0].partition(";")[0])
