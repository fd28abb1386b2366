"""The bounded tracker store."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import asyncio, json
from rasa.shared.core.domain import Domain
from nlu.rasa.recent_tracker_store import RecentTrackerStore as S

async def main():
    store = S(Domain.empty(), max_calls=3)
    for n in range(3):
        await store.get_or_create_tracker(f"call-{n}")
    await store.save(await store.retrieve("call-0"))
    await store.get_or_create_tracker("call-3")
    swapped = S(Domain.empty(), max_calls=3)
    return {"kept": sorted(await store.keys()), "after": sorted(await swapped.keys())}

print(json.dumps(asyncio.run(main())))
"""


def test_the_longest_silent_call_is_forgotten_and_a_new_model_knows_the_rest(
    in_rasa: Callable[[str], Any],
) -> None:
    found = in_rasa(CODE)
    assert found["kept"] == ["call-0", "call-2", "call-3"]
    assert found["after"] == found["kept"]
