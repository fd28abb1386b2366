"""The built-in queue of one telephone (`handoff.agent`): the short form of a queue with one agent who is always ready.

agent    busy ····· free  ring ········ picks up ─ whisper ──────────┬─ bridge
caller   «busy» hum «busy» «waiting» hum «waiting»─┤ «connecting» hum┘

It is rung without a key and without music, as ever: it is the way of those who have told nobody of keys.
"""

from handoff.acd.own.agents import Agent
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.queue_acd import QueueAcd
from handoff.acd.own.ring import RingOptions
from handoff.acd.port import AgentLine
from handoff.options import RingRules
from handoff.sentences import HandoffSentences

LONE = "agent"
"""Name of the queue, and of its agent."""


def lone_plan(rules: RingRules, ring: RingOptions, *, rest_s: float = 3.0, every_s: float = 6.0) -> QueuePlan:
    """The queue, `rest_s` between two rings; a caller who finds the agent taken waits for as long as all rings last."""
    return QueuePlan(
        rules=QueueRules(LONE, rest_s=rest_s),
        ring=ring,
        most_rings=rules.attempts,
        most_wait_s=rules.free_s,
        most_waiting=1_000,
        announces=False,
        every_s=every_s,
        offers_callback=False,
    )


def lone_agent(uri: str) -> Agent:
    """The one agent of that queue."""
    return Agent(LONE, uri, queues=frozenset({LONE}))


def lone_queue(line: AgentLine, uri: str, sentences: HandoffSentences, plan: QueuePlan) -> QueueAcd:
    """The queue with a board of its own. On the event loop."""
    return QueueAcd(line, Distributor([lone_agent(uri)], [plan.rules], ready=[LONE]), [plan], sentences)
