"""The secrets and the way to humans, before anything is started."""

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
