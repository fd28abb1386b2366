"""How many processors are free for us (Linux: proc(5), cgroups(7)): what is idle, of those that we may use."""

import os
from dataclasses import dataclass
from pathlib import Path

_IDLE, _IO_WAIT = 3, 4  # columns of a line of /proc/stat
QUOTA = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True, slots=True)
class ProcessorReading:
    """Idle time of our processors so far, s; how many there are; how many processes want one just now, but ours."""

    idle_s: float
    count: float
    wanted: int


def read_processors(stat: Path = Path("/proc/stat"), quota: Path = QUOTA) -> ProcessorReading | None:
    """The processors that this process may run on; None where the system does not tell."""
    ours = os.sched_getaffinity(0)
    try:
        lines = stat.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    rows = [line.split() for line in lines if line.startswith("cpu") and line[3].isdigit()]
    idle = sum(int(row[1 + _IDLE]) + int(row[1 + _IO_WAIT]) for row in rows if int(row[0][3:]) in ours)
    running = next((int(line.split()[1]) for line in lines if line.startswith("procs_running")), 1)
    wanted = max(0, running - 1)  # it is us who read
    return ProcessorReading(idle / os.sysconf("SC_CLK_TCK"), min(len(ours), _quota(quota)), wanted)


def _quota(path: Path) -> float:
    """How many processors a container may use at once (cgroup v2)."""
    try:
        allowed, _, period = path.read_text(encoding="ascii").partition(" ")
        return int(allowed) / int(period)
    except (OSError, ValueError):  # no limit: "max"
        return float("inf")
