"""Kept answers: as long as they may be, never more than so many, never a failure."""

from dataclasses import replace

from bot.crm.services.cache import ANSWERS_MOST, Cache
from bot.crm.services.load import read_services
from bot.crm.services.model import FOUND, LATE, NONE, Result
from tests.bot.crm.services.conftest import DATA

BRANCHES = replace(read_services(DATA).services["branches_in_city"], keep_s=10.0)


def test_what_is_kept() -> None:
    now = 0.0
    cache = Cache(lambda: now)
    cache.keep(BRANCHES, {"city": "a"}, Result(FOUND, {"km": 0}))
    cache.keep(BRANCHES, {"city": "b"}, Result(LATE))
    cache.keep(BRANCHES, {"city": "c"}, Result(NONE))
    cache.keep(replace(BRANCHES, keep_s=0.0), {"city": "d"}, Result(FOUND))
    now = 4.0
    assert cache.get(BRANCHES, {"city": "a"}) == Result(FOUND, {"km": 0}, age_s=4.0)
    assert cache.get(BRANCHES, {"city": "b"}) is None
    assert cache.get(BRANCHES, {"city": "c"}) == Result(NONE, age_s=4.0)
    assert cache.get(BRANCHES, {"city": "d"}) is None
    now = 10.0
    assert cache.get(BRANCHES, {"city": "a"}) is None


def test_the_oldest_makes_room() -> None:
    cache = Cache(lambda: 0.0)
    for number in range(ANSWERS_MOST + 1):
        cache.keep(BRANCHES, {"city": number}, Result(FOUND))
    assert cache.get(BRANCHES, {"city": 0}) is None
    assert cache.get(BRANCHES, {"city": 1}) is not None
