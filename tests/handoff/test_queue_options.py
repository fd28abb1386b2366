"""The queues of the configuration."""

from handoff.queue_options import MAIN, AgentOptions, QueueOptions, queues_of


def test_agents_without_a_queue_have_one_and_nobody_has_none() -> None:
    agents = (AgentOptions("101", "sip:101@pbx"),)
    (queue,) = queues_of((), agents)
    assert queue.name == MAIN
    assert queues_of((), ()) == ()


def test_the_queues_of_the_configuration_are_those_that_there_are() -> None:
    queues = (QueueOptions("sales"), QueueOptions("support"))
    assert queues_of(queues, ()) == queues
