"""The secrets and the way to humans, before anything is started."""

import stat
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.releases.voices import voice_choice
from bot.service import assembly as house
from bot.settings.settings import Settings, Sip, SipAccount, Speech


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HATEF_TOKEN_SECRET", raising=False)
    settings = Settings(home=tmp_path)
    first = house._token_secret(settings)
    assert len(first) >= 32
    assert house._token_secret(settings) == first
    assert stat.S_IMODE((settings.state / "secret").stat().st_mode) == 0o600


def test_the_environments_secret_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_TOKEN_SECRET", "x" * 32)
    assert house._token_secret(Settings(home=tmp_path)) == b"x" * 32


def test_a_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_TOKEN_SECRET", "secret")
    with pytest.raises(StartError, match="HATEF_TOKEN_SECRET is too short"):
        house._token_secret(Settings(home=tmp_path))


def test_an_account_without_a_password_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HATEF_SIP_PASSWORD", raising=False)
    settings = Settings(home=tmp_path, sip=Sip(account=SipAccount(user="200", registrar="sip:pbx")))
    with pytest.raises(StartError, match="HATEF_SIP_PASSWORD"):
        house._gateway_options(settings)


def test_the_account_takes_its_password_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_SIP_PASSWORD", "secret")
    settings = Settings(home=tmp_path, sip=Sip(account=SipAccount(user="200", registrar="sip:pbx")))
    account = house._gateway_options(settings).account
    assert account is not None
    assert (account.user, account.password) == ("200", "secret")
    assert "secret" not in repr(account)


@pytest.mark.parametrize(("voices", "engine"), [({}, "espeak"), ({"fa": Path("amir.onnx")}, "piper")])
def test_a_piper_voice_takes_over_where_one_is_named(tmp_path: Path, voices: dict[str, Path], engine: str) -> None:
    settings = Settings(home=tmp_path, speech=Speech.model_validate({"voices": voices}))
    assert voice_choice(settings, "fa").engine == engine


async def test_each_part_that_is_ready_is_told() -> None:
    async def work() -> str:
        return "engine"

    lines: list[str] = []
    assert await house._told(work(), "the dialogue", lines.append) == "engine"
    assert len(lines) == 1
    assert lines[0].startswith("the dialogue: ready after 0.")
