"""The keys of HATEF_RECORDING_KEY: the first locks, every one opens."""

import hashlib
import re
from dataclasses import dataclass, field

from bot.recordings.errors import KeyRefused

KEY = re.compile(r"[0-9a-fA-F]{64}")
ID_BYTES = 8
FEWEST_SIGNS = 8
"""A key that was typed and not drawn has fewer different digits."""


@dataclass(frozen=True, slots=True)
class Key:
    """256 bits, and a name for them that tells nothing of them."""

    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """Sixteen hex digits."""
        return hashlib.sha256(b"hatef recording key id" + self.secret).hexdigest()[: 2 * ID_BYTES]


@dataclass(frozen=True, slots=True)
class Keyring:
    """What recordings are locked and opened with."""

    keys: tuple[Key, ...] = ()

    @property
    def present(self) -> Key:
        """What new recordings are locked with. Raises KeyRefused: there is none."""
        if not self.keys:
            raise KeyRefused("is not set")
        return self.keys[0]

    def find(self, key_id: str) -> Key | None:
        """The key of that name."""
        return next((key for key in self.keys if key.key_id == key_id), None)


def parse_keys(text: str) -> Keyring:
    """Keys of 64 hex digits with commas between them, none in "". Raises KeyRefused."""
    given = [part.strip() for part in text.split(",") if part.strip()]
    for number, part in enumerate(given, 1):
        which = "" if len(given) == 1 else f", key {number},"
        if not KEY.fullmatch(part):
            raise KeyRefused(f"{which} must have 64 hexadecimal digits (it has {len(part)} signs)".strip(" ,"))
        if len(set(part.lower())) < FEWEST_SIGNS:
            raise KeyRefused(f"{which} is too plain to be drawn by chance".strip(" ,"))
    return Keyring(tuple(Key(bytes.fromhex(part)) for part in given))
