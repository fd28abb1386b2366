"""What a check of this machine, its files and its neighbours found."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "lack"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, worth knowing, or missing with its remedy."""

    level: Level
    what: str
    remedy: str = ""
    stops: bool = True
    """Of a lack: whether Hatef does not start with it. What may come back by itself does not stop it."""

    running: bool = False
    """It is so because Hatef runs already: no fault to `hatef doctor`, but a second one cannot start."""

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}" if self.remedy else self.what
