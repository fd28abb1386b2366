"""The states of one handoff, and which may follow which.

              ┌──────────────────────── next try, next ACD ────────────────────────┐
              ▼                                                                    │
    STORED ─▶ RINGING ──answered──▶ WHISPERING ──heard──▶ BRIDGED                  │
      │                                 └── left to the caller ──▶ REFERRING       │
      │         ├── busy, no answer ──▶ FAILED ◀── agent hung up ── WHISPERING, or │
      │         │                         │              before the bridge stood     │
      │         │                         ├────────────────────────────────────────┤
      └───────▶ REFERRING ──NOTIFY 2xx──▶ REFERRED                                 │
                └── NOTIFY >= 300, late ─▶ FAILED ──no ACD left──▶ CALLBACK ─┬▶ CALLED_BACK
                                            └── no number to call,           └▶ CANCELLED
                                                nothing recorded: stays FAILED

An agent who is left to the caller and whom the PBX does not join is joined here: REFERRING to BRIDGED.

A caller whom the PBX's queue did not serve and gave back to us goes from REFERRED by FAILED to the next way.

The caller may hang up in any unfinished state: ABANDONED. A caller whom we lost (Hatef was killed or stopped, the line
broke) goes by FAILED to CALLBACK, out of BRIDGED too.
"""

from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where one handoff stands."""

    STORED = "stored"
    RINGING = "ringing"
    WHISPERING = "whispering"
    BRIDGED = "bridged"
    REFERRING = "referring"
    REFERRED = "referred"
    FAILED = "failed"
    CALLBACK = "callback"
    CALLED_BACK = "called_back"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"


FOLLOWERS = MappingProxyType(
    {
        State.STORED: frozenset({State.RINGING, State.REFERRING, State.FAILED, State.ABANDONED}),
        State.RINGING: frozenset({State.WHISPERING, State.FAILED, State.ABANDONED}),
        State.WHISPERING: frozenset({State.BRIDGED, State.REFERRING, State.FAILED, State.ABANDONED}),
        State.BRIDGED: frozenset({State.FAILED}),
        State.REFERRING: frozenset({State.REFERRED, State.BRIDGED, State.FAILED, State.ABANDONED}),
        State.REFERRED: frozenset({State.FAILED}),
        State.FAILED: frozenset({State.RINGING, State.REFERRING, State.CALLBACK, State.ABANDONED}),
        State.CALLBACK: frozenset({State.CALLED_BACK, State.CANCELLED}),
        State.CALLED_BACK: frozenset(),
        State.CANCELLED: frozenset(),
        State.ABANDONED: frozenset({State.CALLED_BACK}),
    }
)


def predecessors(wanted: State) -> frozenset[State]:
    """The states that `wanted` may follow."""
    return frozenset(state for state, followers in FOLLOWERS.items() if wanted in followers)
