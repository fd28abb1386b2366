"""What can go wrong with recordings.

RecordingError (a BotError)
├── KeyRefused          HATEF_RECORDING_KEY is no key
├── KeyUnknown          it was locked with a key that is not told
├── RecordingMissing    there is none of that call
└── RecordingBroken     the file is no recording, or not a second of it can be read
"""

from pathlib import Path

from bot.errors import BotError

NEW_KEY = "openssl rand -hex 32"
VARIABLE = "HATEF_RECORDING_KEY"


class RecordingError(BotError):
    """The root of this room's errors."""


class KeyRefused(RecordingError):
    """The environment holds no key, or what is there is none. `why` quotes nothing of it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"{VARIABLE} {self.why}; make one and keep it safe, nothing opens recordings without it: {NEW_KEY}"


class KeyUnknown(RecordingError):
    """A recording is locked with another key. `key_id` tells keys apart and opens nothing."""

    def __init__(self, path: Path, key_id: str) -> None:
        super().__init__(path, key_id)
        self.path = path
        self.key_id = key_id

    def __str__(self) -> str:
        return (
            f"{self.path} is locked with the key {self.key_id}, which {VARIABLE} does not hold; older keys go behind "
            "the present one, with commas between them"
        )


class RecordingMissing(RecordingError):
    """Nothing is kept of that call."""

    def __init__(self, call_id: str) -> None:
        super().__init__(call_id)
        self.call_id = call_id

    def __str__(self) -> str:
        return f"no single recording begins with '{self.call_id}'; see: hatef recordings list"


class RecordingBroken(RecordingError):
    """The file cannot be read as a recording."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"{self.path} cannot be read as a recording: {self.why}"
