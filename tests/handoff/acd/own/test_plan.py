"""Which queue a caller comes to."""

from dataclasses import replace

import pytest

from handoff.acd.own.plan import agents_of, chosen, plan_of, rules_of
from handoff.hours import parse_span
from handoff.packet import ContextPacket
from handoff.queue_options import AgentOptions, QueueOptions

PLANS = [
    plan_of(QueueOptions("complaints", skills=("complaints",), overflow="night"), "fa"),
    plan_of(QueueOptions("arabic", languages=("ar",), overflow="night"), "fa"),
    plan_of(QueueOptions("shop", numbers=("2*",), overflow="arabic"), "fa"),
    plan_of(QueueOptions("night", numbers=("900",), overflow="complaints"), "fa"),
    plan_of(QueueOptions("rest"), "fa"),
]


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"skill": "complaints"}, ["complaints", "night"]),
        ({"language": "ar"}, ["arabic", "night", "complaints"]),
        ({"called": "204"}, ["shop", "arabic", "night", "complaints"]),
        ({"called": "900"}, ["night", "complaints"]),
        ({}, ["rest"]),
    ],
)
def test_the_first_that_fits_and_where_it_overflows(
    packet: ContextPacket, change: dict[str, str], names: list[str]
) -> None:
    assert [plan.name for plan in chosen(PLANS, replace(packet, **change))] == names  # type: ignore[arg-type]


def test_where_none_fits_it_is_the_last(packet: ContextPacket) -> None:
    assert [plan.name for plan in chosen(PLANS[:3], packet)] == ["shop", "arabic"]


def test_what_the_configuration_says_is_the_plan() -> None:
    options = QueueOptions(
        "q", ring_s=7, accept_s=4, wrap_up_s=9, misses=2, open=("sat 08:00-09:00",), when_empty="wait"
    )
    plan = plan_of(options, "ar", b"music")
    assert (plan.ring.ring_s, plan.ring.accept_s, plan.ring.language) == (7, 4, "ar")
    assert (plan.rules.wrap_up_s, plan.rules.misses, plan.needs_staff, plan.music) == (9, 2, False, b"music")
    assert plan.open == (parse_span("sat 08:00-09:00"),)
    assert plan_of(replace(options, accept_by_key=False), "fa").ring.accept_s == 0.0


def test_an_agent_without_queues_serves_them_all() -> None:
    queues = (QueueOptions("sales"), QueueOptions("support"))
    sara, omar = agents_of(
        (
            AgentOptions("101", "sip:101@pbx", "Sara", ("fa", "ar"), {"complaints": 2}),
            AgentOptions("102", "sip:102@pbx", queues=("sales",)),
        ),
        queues,
    )
    assert (sara.queues, omar.queues) == (frozenset({"sales", "support"}), frozenset({"sales"}))
    assert (sara.name, sara.languages, sara.level("complaints")) == ("Sara", ("fa", "ar"), 2)


def test_the_boards_rules_are_those_of_the_options() -> None:
    rules = rules_of(QueueOptions("sales", wrap_up_s=5, rest_s=6, misses=7, handling_s=8))
    assert (rules.name, rules.wrap_up_s, rules.rest_s, rules.misses, rules.handling_s) == ("sales", 5, 6, 7, 8)
