"""The secrets and the way to humans, before anything is started."""

import stat
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.releases.voices import voice_choice
from bot.service import assembly as house
from bot.settings.secrets import Secrets
from bot.settings.sections import Speech
from bot.settings.settings import Settings, load_settings
from nlu.text.languages import Code

NONE = Secrets()
ACCOUNT = 'sip: {account: {user: "200", registrar: "sip:pbx"}}\n'


def told(folder: Path, text: str = "language: fa\n", secrets: Secrets = NONE) -> Settings:
    (folder / "config.yml").write_text(text, encoding="utf-8")
    return load_settings(folder / "config.yml", secrets)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = told(tmp_path)
    first = house._token_secret(settings)
    assert len(first) >= 32
    assert house._token_secret(settings) == first
    assert stat.S_IMODE((settings.state / "secret").stat().st_mode) == 0o600


def test_the_environments_secret_wins(tmp_path: Path) -> None:
    assert house._token_secret(told(tmp_path, secrets=Secrets(token_secret="x" * 32))) == b"x" * 32


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="HATEF_TOKEN_SECRET is too short"):
        house._token_secret(told(tmp_path, secrets=Secrets(token_secret="secret")))


def test_an_account_without_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="HATEF_SIP_PASSWORD"):
        house._password(told(tmp_path, ACCOUNT))


def test_the_account_takes_its_password_from_the_environment(tmp_path: Path) -> None:
    assert house._password(told(tmp_path, ACCOUNT, Secrets(sip_password="secret"))) == "secret"
    assert house._password(told(tmp_path)) == ""


@pytest.mark.parametrize(("voices", "engine"), [({}, "espeak"), ({"fa": Path("amir.onnx")}, "piper")])
def test_a_piper_voice_takes_over_where_one_is_named(tmp_path: Path, voices: dict[Code, Path], engine: str) -> None:
    settings = Settings(home=tmp_path, speech=Speech(voices=voices))
    assert voice_choice(settings, "fa").engine == engine


async def test_each_part_that_is_ready_is_told() -> None:
    async def work() -> str:
        return "engine"

    lines: list[str] = []
    assert await house._told(work(), "the dialogue", lines.append) == "engine"
    assert len(lines) == 1
    assert lines[0].startswith("the dialogue: ready after 0.")
