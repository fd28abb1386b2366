"""Secrets leave the environment before any child is started."""

import subprocess
import sys

import pytest

from bot.settings import secrets as own_secrets


def test_secrets_are_known_and_no_child_inherits_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_secrets, "_taken", {})
    for name in ("HATEF_SIP_PASSWORD", "HATEF_TOKEN_SECRET", "HATEF_RASA_TOKEN", "HATEF_CRM_API_KEY"):
        monkeypatch.setenv(name, "geheim")
    monkeypatch.setenv("HATEF_STATE", "/state")
    own_secrets.take_from_environment()
    assert own_secrets.secret("HATEF_SIP_PASSWORD") == "geheim"
    assert own_secrets.secret("HATEF_NONE") == ""
    seen = subprocess.run(
        [sys.executable, "-c", "import os; print(dict(os.environ))"], capture_output=True, text=True, check=True
    ).stdout
    assert "geheim" not in seen
    assert "/state" in seen
    assert own_secrets.environment_of_another_hatef()["HATEF_TOKEN_SECRET"] == "geheim"
