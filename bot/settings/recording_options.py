"""What recordings are told: section `recordings` of `config.yml`, with its usual values and bounds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge, Le

Which = Literal["none", "handoffs", "all"]
"""Calls that are kept; "handoffs": those that a human took."""
OptOut = Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
"""0 is the way to a human, everywhere."""


@dataclass(frozen=True)
class RecordingOptions:
    """Whether, what and how long."""

    which: Which = "none"
    consent: bool = True
    """The caller is told before anything of him is recorded; a call in which that did not sound whole is not kept."""
    opt_out_key: OptOut = ""
    """Ends and deletes the recording, until the caller's first turn is over; "": there is none."""
    keep_days: Annotated[int, Ge(1), Le(3_650)] = 90
    transcribe: bool = True
    """What people said to each other is written down afterwards, where the machine has time."""
    folder: Path = Path("var/recordings")
    least_free_mb: Annotated[int, Ge(0), Le(1_000_000)] = 500
    """Below so much room on its disk nothing is recorded: journal and promises come first."""
