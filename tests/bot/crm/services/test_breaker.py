"""The breaker: open after some failures, one let through after the rest."""

from bot.crm.services.breaker import FAILURES, REST_S, Breaker


def test_it_opens_rests_and_closes() -> None:
    now = 0.0
    breaker = Breaker(lambda: now)
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    now = REST_S
    assert not breaker.is_open  # one may try
    assert breaker.is_open  # the others wait for what becomes of it
    breaker.failed()
    now += REST_S - 1
    assert breaker.is_open
    breaker.answered()
    assert not breaker.is_open


def test_failures_that_are_not_in_a_row_open_nothing() -> None:
    breaker = Breaker(lambda: 0.0)
    for _ in range(5 * FAILURES):
        breaker.failed()
        breaker.answered()
    assert not breaker.is_open
