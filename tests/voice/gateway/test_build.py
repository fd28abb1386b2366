"""Which pjsua2 runs."""

import sys
from pathlib import Path

import pytest

from voice.errors import SipStackMissing
from voice.gateway.build import OWN_MAX_CALLS, WHEEL_MAX_CALLS, Build, installed, load


def test_the_installed_build_is_described() -> None:
    build = installed()
    assert build.path.exists()
    assert build.max_calls == {"own": OWN_MAX_CALLS, "wheel": WHEEL_MAX_CALLS}[build.flavour]


def test_only_the_wheel_needs_advice() -> None:
    assert Build("own", 512, Path("x")).advice == ""
    assert "hatef setup" in Build("wheel", 4, Path("x")).advice


def test_a_missing_library_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pjsua2", None)
    with pytest.raises(SipStackMissing, match="hatef setup"):
        load()
