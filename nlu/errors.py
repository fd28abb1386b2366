"""What can go wrong in this room.

NluError
├── DataProblem        a training file is wrong: file, line, what, how to mend it
├── TrainingFailed     `rasa train` ended badly: its last lines
├── RasaMissing        the Rasa environment is not there
├── BadKind            a slot is declared with a kind that there is not
└── RasaFailed         the Rasa server did not start, died, or refused a model
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class NluError(Exception):
    """Root of this room's errors."""


@dataclass(eq=False)
class DataProblem(NluError):
    """A mistake in the training data, told in one line."""

    path: Path
    line: int  # from 1; 0 where the whole file is meant
    what: str
    remedy: str
    stops: bool = True
    """Whether the bot would be broken by it; False for style, which stops no training."""

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


@dataclass(eq=False)
class TrainingFailed(NluError):
    """`rasa train` ended with an error."""

    exit_code: int
    last_lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"rasa train ended with code {self.exit_code}:\n  " + "\n  ".join(self.last_lines)


@dataclass(eq=False)
class RasaMissing(NluError):
    """No interpreter with Rasa at the expected place."""

    python: Path

    def __str__(self) -> str:
        lack = f"no {self.python} that you may run and that has Rasa"
        return f"Rasa is not installed: {lack}. Run: hatef setup (in a clone: make setup)"


@dataclass(eq=False)
class RasaFailed(NluError):
    """The Rasa server did not do what was asked."""

    doing: str
    last_lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        tail = ("\n  " + "\n  ".join(self.last_lines)) if self.last_lines else ""
        return f"the Rasa server failed while {self.doing}; see log/rasa.log in the state folder.{tail}"


@dataclass(eq=False)
class BadKind(NluError):
    """A slot is declared with a kind that there is not."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"kind {self.kind!r}: {self.what}"
