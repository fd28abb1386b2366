"""How running calls end when the service stops: each in its time, with a sentence, and the owner told why."""

import asyncio
import time
from collections.abc import Callable, Iterable

from voice.gateway.leg import Leg

POLL_S = 0.05
HANDED_BACK_S = 2.0  # after a bridge, so long for its owner to say goodbye itself


async def end_in_time(legs: Callable[[], Iterable[Leg]], within_s: float, bridged_within_s: float) -> int:
    """Wait for the legs to end; after `within_s` dismiss those that are left, bridged ones after `bridged_within_s`.

    Returns how many were dismissed.
    """
    began_s = time.monotonic()
    dismissed = 0
    while alive := [leg for leg in legs() if leg.ended is None]:
        waited_s = time.monotonic() - began_s
        due = [leg for leg in alive if waited_s >= (bridged_within_s if _with_people(leg) else within_s)]
        if not due:
            await asyncio.sleep(POLL_S)
            continue
        dismissed += len(due)
        # A bridge ends with the first of its legs: what both hear is settled before.
        await asyncio.gather(*[leg.dismiss(leg.last_words) for leg in due])
    return dismissed


def _with_people(leg: Leg) -> bool:
    return leg.bridged or time.monotonic() - leg.bridge_ended_s < HANDED_BACK_S
