"""Which pjsua2 runs: our own build or the wheel from PyPI, and what that allows. For `hatef doctor`."""

import contextlib
import ctypes
import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal

from voice.errors import SipStackMissing

OWN_MAX_CALLS = 512  # PJSUA_MAX_CALLS in deploy/build_pjsua2.sh
WHEEL_MAX_CALLS = 4  # PJSUA_MAX_CALLS the wheel was compiled with


@dataclass(frozen=True, slots=True)
class Build:
    """One installed pjsua2."""

    flavour: Literal["own", "wheel"]
    max_calls: int
    path: Path

    @property
    def advice(self) -> str:
        """What to do about it; empty for our own build."""
        if self.flavour == "own":
            return ""
        return (
            f"the PyPI wheel of pjsua2 runs: {self.max_calls} calls at most, and one hostile packet ends the "
            "process; run `hatef setup` (in a clone: make setup) as root for the build that holds 512 calls"
        )


def load() -> ModuleType:
    """Import pjsua2, with its own console log silenced; raises SipStackMissing."""
    try:
        module = importlib.import_module("pjsua2")
    except ImportError as error:
        raise SipStackMissing(str(error)) from error
    _silence(module)
    return module


def installed() -> Build:
    """Describe the pjsua2 of this interpreter; raises SipStackMissing."""
    module = load()
    own = hasattr(module.ByteVector, "assign_from_bytes")  # came with 2.16; the wheel is 2.15.1
    path = Path(module.__file__ or "")
    if own:
        return Build("own", OWN_MAX_CALLS, path)
    return Build("wheel", WHEEL_MAX_CALLS, path)


def _silence(module: ModuleType) -> None:
    # libCreate() writes to stdout before any log setting can be made, so the C level is set first.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(module._pjsua2.__file__).pj_log_set_level(0)
