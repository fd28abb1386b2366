"""Is a process dead, or only busy? A pure judgement, and the reading of /proc that it rests on (Linux, proc(5)).

beats come ─────▶ one piece of work without end? ──▶ DEAD
beats stay away ─┬─ it is stopped ─────────────────▶ DEAD
                 ├─ it waits for the processor, or gets a little of it ──▶ BUSY, but not for ever
                 └─ it sleeps ─────────────────────▶ DEAD
"""

import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

STOPPED = frozenset("Tt")  # by a signal, by a debugger
WANTING = frozenset("RD")  # running or waiting for the processor; waiting for the disk
STOPPED_S = 2.0
"""A process that is stopped says nothing for so long before it is given up."""
LEAST_WORK = 0.01
"""A process that had less than this share of a processor did nothing."""


class Verdict(Enum):
    """What to think of a process."""

    ALIVE = auto()
    BUSY = auto()
    DEAD = auto()


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is seen of a process from outside, and what it says of itself."""

    silent_s: float  # since its last sign of life
    working_s: float = 0.0  # how long it has been at one piece of work, by its own word
    state: str = ""  # the letter of proc(5); "": not known
    cpu_s: float = 0.0  # processor time since its last sign of life


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: `hang_s` of silence are suspicious, `stuck_s` of silence or at one piece of work prove it dead."""

    hang_s: float = 5.0
    stuck_s: float = 30.0


USUAL_PATIENCE = Patience()


def judge(seen: Vitals, patience: Patience) -> tuple[Verdict, str]:
    """The verdict, and where it is DEAD the reason."""
    if seen.state in STOPPED and seen.silent_s > min(STOPPED_S, patience.hang_s):
        return Verdict.DEAD, f"it is stopped and did not answer for {seen.silent_s:.0f} s"
    if seen.silent_s > patience.stuck_s:
        return Verdict.DEAD, f"it did not answer for {seen.silent_s:.0f} s"
    if seen.silent_s > patience.hang_s:
        if seen.state in WANTING or seen.cpu_s > LEAST_WORK * seen.silent_s:
            return Verdict.BUSY, ""
        return Verdict.DEAD, f"it did not answer for {seen.silent_s:.0f} s and does nothing"
    if seen.working_s > patience.stuck_s:
        return Verdict.DEAD, f"it has been at one piece of work for {seen.working_s:.0f} s"
    return (Verdict.BUSY if seen.working_s > patience.hang_s else Verdict.ALIVE), ""


@dataclass(frozen=True, slots=True)
class ProcessReading:
    """One look at a process."""

    state: str
    cpu_s: float


GONE = ProcessReading("", 0.0)


def read_process(pid: int | None) -> ProcessReading:
    """State and processor time of a process, all its threads together; GONE where there is none (or no /proc)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return GONE
    fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    return ProcessReading(fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
