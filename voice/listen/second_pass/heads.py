"""Heads that a company made of its own calls, beside the shipped one: released, chosen, gone back to.

HEADS/LANG/NUMBER/head.npz, manifest.json   one release; its files are this user's alone
HEADS/LANG/choice.json                      {"in_use": 2, "before": [0, 1]}; 0 is the shipped head
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from voice.errors import ModelBroken, VoiceError
from voice.lexicon.phones import phone_table
from voice.listen.second_pass import weights
from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.mel import Floats
from voice.listen.second_pass.models import HEAD

SHIPPED = 0
MANIFEST, CHOICE = "manifest.json", "choice.json"
_FOR = "made_for."
"""Arrays of a head file with the SHA-256 of what it was trained on top of, as 32 bytes."""


class HeadUnknown(VoiceError):
    """There is no such release, or none to go back to."""

    def __init__(self, language: str, wanted: str) -> None:
        super().__init__(language, wanted)
        self.language = language
        self.wanted = wanted

    def __str__(self) -> str:
        return f"there is no head {self.wanted} for '{self.language}'; hatef models heads lists them"


class HeadUnfit(VoiceError):
    """A release cannot be used."""

    def __init__(self, language: str, number: int, why: str) -> None:
        super().__init__(language, number, why)
        self.language = language
        self.number = number
        self.why = why

    def __str__(self) -> str:
        return f"head {self.number} for '{self.language}' cannot be used: {self.why}; make another: hatef models adapt"


@dataclass(frozen=True, slots=True)
class Release:
    """One head; `why` it cannot be used is "" where it can."""

    number: int
    path: Path
    manifest: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class InUse:
    """What a language is heard with: a release, or None for the shipped head; `why` the chosen one is not taken."""

    release: Release | None = None
    why: str = ""


def origin(language: str) -> dict[str, str]:
    """SHA-256 of what a head of the language is made for: the order of its sounds, the encoder."""
    phones = "\n".join(phone_table(language).phones)
    return {"phones": hashlib.sha256(phones.encode()).hexdigest(), "encoder": weights.MODEL_SHA256}


def pack(arrays: Mapping[str, Floats], language: str) -> bytes:
    """A head's file: float16 arrays, and what it is made for."""
    made_for = {_FOR + name: np.frombuffer(bytes.fromhex(told), np.uint8) for name, told in origin(language).items()}
    kept = {name: array.astype(np.float16) for name, array in arrays.items() if not name.startswith(_FOR)}
    out = io.BytesIO()
    np.savez_compressed(out, **kept, **made_for)  # type: ignore[arg-type]  # its stubs take the arrays for flags
    return out.getvalue()


def unfit(path: Path, language: str) -> str:
    """Why the head in `path` cannot hear the language here; "" where it can. What it does not say is not held to it."""
    try:
        head = Head.load(path)
        with np.load(path) as stored:
            told = {name: stored[_FOR + name].tobytes().hex() for name in origin(language) if _FOR + name in stored}
    except ModelBroken as error:
        return error.why
    for name, wanted in origin(language).items():
        if told.get(name, wanted) != wanted:
            return f"it was made for other {'sounds' if name == 'phones' else 'encoder weights'} than this version's"
    if head.outputs != len(phone_table(language).phones) + 1:
        return f"it has {head.outputs} outputs where '{language}' has {len(phone_table(language).phones) + 1}"
    return _tried(head)


def _tried(head: Head) -> str:
    try:
        heard = head(np.zeros((2, WIDTH), np.float32))
    except (ValueError, KeyError):
        return "its arrays do not fit together"
    return "" if np.isfinite(heard).all() else "its arrays hold no numbers"


class HeadStore:
    """The releases of one language below `heads`, STATE/models/heads. Blocking."""

    def __init__(self, heads: Path, language: str) -> None:
        self.folder = heads / language
        self.language = language

    @property
    def making(self) -> Path:
        """Where an adaptation that is not finished lies."""
        return self.folder / "making"

    def releases(self) -> list[Release]:
        """All of them, oldest first."""
        numbers = sorted(int(path.name) for path in self.folder.glob("*") if path.name.isdecimal())
        return [self._release(number) for number in numbers]

    def in_use(self) -> InUse:
        """The chosen one where it can be used; where it cannot, the shipped head hears."""
        number, _ = self._choice()
        if number == SHIPPED:
            return InUse()
        release = self._release(number)
        return InUse(None, f"head {number}: {release.why}") if release.why else InUse(release)

    @property
    def changed_s(self) -> float:
        """When another head was chosen last (time.time); 0 where none ever was."""
        try:
            return (self.folder / CHOICE).stat().st_mtime
        except OSError:
            return 0.0

    def chosen(self) -> int:
        """The number chosen, whether it can be used or not."""
        return self._choice()[0]

    def release(self, arrays: Mapping[str, Floats], facts: Mapping[str, Any]) -> Release:
        """Keep a head as the next release, with `facts` in its manifest; it is not chosen yet. Raises OSError."""
        number = max([one.number for one in self.releases()], default=0) + 1
        packed = pack(arrays, self.language)
        manifest = {
            "number": number,
            "language": self.language,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": hashlib.sha256(packed).hexdigest(),
            "made_for": origin(self.language),
            **facts,
        }
        new = self.folder / f"{number}.new"
        shutil.rmtree(new, ignore_errors=True)
        self._make_folder()
        new.mkdir(mode=0o700)
        write_private(new / HEAD, packed)
        write_private(new / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n")
        new.replace(self.folder / str(number))
        return self._release(number)

    def use(self, number: int) -> None:
        """Hear with release `number`, or SHIPPED. Raises HeadUnknown, HeadUnfit."""
        if number != SHIPPED:
            release = self._release(number)
            if not release.path.parent.is_dir():
                raise HeadUnknown(self.language, str(number))
            if release.why:
                raise HeadUnfit(self.language, number, release.why)
        now, before = self._choice()
        if number != now:
            self._choose(number, [*before, now])

    def back(self) -> int:
        """Hear with what was in use before; its number. Raises HeadUnknown."""
        _, before = self._choice()
        usable = [number for number in before if number == SHIPPED or not self._release(number).why]
        if not usable:
            raise HeadUnknown(self.language, "to go back to")
        self._choose(usable[-1], usable[:-1])
        return usable[-1]

    def _make_folder(self) -> None:
        for folder in (self.folder.parent, self.folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _release(self, number: int) -> Release:
        folder = self.folder / str(number)
        path = folder / HEAD
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if hashlib.sha256(path.read_bytes()).hexdigest() != manifest["sha256"]:
                return Release(number, path, manifest, "its file has changed since it was released")
        except (OSError, ValueError, KeyError, TypeError) as error:
            return Release(number, path, {}, f"its files cannot be read ({type(error).__name__})")
        return Release(number, path, manifest, unfit(path, self.language))

    def _choice(self) -> tuple[int, list[int]]:
        """What is in use and what was before, oldest first; a choice that cannot be read is the shipped head."""
        try:
            told = json.loads((self.folder / CHOICE).read_text(encoding="utf-8"))
            return int(told["in_use"]), [int(number) for number in told["before"]]
        except (OSError, ValueError, KeyError, TypeError):
            return SHIPPED, []

    def _choose(self, number: int, before: list[int]) -> None:
        self._make_folder()
        fresh = self.folder / f"{CHOICE}.new"
        write_private(fresh, json.dumps({"in_use": number, "before": before}).encode() + b"\n")
        fresh.replace(self.folder / CHOICE)


def write_private(path: Path, content: bytes) -> None:
    """Write a file of this user's alone. Raises OSError."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
