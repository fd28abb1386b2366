"""What the owner sets of a handoff, as the rooms read it."""

import pytest

from handoff.options import AsteriskRules, RingRules


@pytest.mark.parametrize(
    ("queues", "skill", "queue"),
    [
        ({"general": "support"}, "", "support"),
        ({"general": "support"}, "complaints", "support"),
        ({"general": "support", "complaints": "602"}, "complaints", "602"),
        ({"complaints": "602"}, "", ""),
        ({"complaints": "602"}, "sales", ""),
    ],
)
def test_the_queue_of_a_skill(queues: dict[str, str], skill: str, queue: str) -> None:
    assert AsteriskRules(queues=queues).queue_of(skill) == queue


@pytest.mark.parametrize(
    ("ami", "address"),
    [("127.0.0.1:5038", ("127.0.0.1", 5038)), ("[::1]:5039", ("::1", 5039)), ("pbx.example:1", ("pbx.example", 1))],
)
def test_the_address_of_the_manager_interface(ami: str, address: tuple[str, int]) -> None:
    assert AsteriskRules(ami=ami).address == address


def test_a_caller_waits_for_a_busy_agent_as_long_as_for_one_who_does_not_pick_up() -> None:
    assert RingRules(ring_s=10, attempts=3).free_s == 30
