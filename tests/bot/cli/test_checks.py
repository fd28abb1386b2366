"""The checks before anything is loaded."""

import socket
from pathlib import Path
from typing import Any

import pytest

from bot.cli import checks
from bot.errors import StartError
from bot.findings import Finding
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from nlu.training.rasa_environment import free_port


def settings(folder: Path, **values: Any) -> Settings:
    values["sip"] = {"port": free_port(), **values.get("sip", {})}
    values["console"] = {"port": free_port(), **values.get("console", {})}
    return Settings.model_validate({"home": folder, **values})


def lacks(found: Any) -> list[str]:
    return [str(finding) for finding in found if finding.level == "lack"]


def test_a_fresh_folder_lacks_nothing(tmp_path: Path) -> None:
    fresh = settings(tmp_path)
    assert lacks(checks.local(fresh)) == []
    assert lacks(checks.outside(fresh)) == []
    checks.before_start(fresh)


@pytest.mark.parametrize(("kind", "name"), [(socket.SOCK_DGRAM, "UDP"), (socket.SOCK_STREAM, "TCP")])
def test_a_taken_port_names_its_owner(tmp_path: Path, kind: socket.SocketKind, name: str) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        found = lacks(checks.local(settings(tmp_path, sip={"port": taken.getsockname()[1]})))
    assert len(found) == 1
    assert found[0].startswith(f"{name} port 127.0.0.1:")
    assert "is in use by" in found[0]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"sip": {"host": "192.0.2.7"}}, "sip.host: 192.0.2.7 is no address of this machine"),
        ({"sip": {"host": "nosuch.invalid"}}, "sip.host: no machine is known as nosuch.invalid"),
        ({"sip": {"account": {"user": "200", "registrar": "sip:127.0.0.2"}}}, "HATEF_SIP_PASSWORD is not"),
        ({"handoff": {"voicemail": {"enabled": True}}}, "handoff.voicemail is on, and HATEF_RECORDING_KEY is not set"),
        ({"speech": {"recordings": "nowhere"}}, "speech.recordings: there is no folder"),
    ],
)
def test_what_does_not_let_hatef_start(tmp_path: Path, values: dict[str, Any], told: str) -> None:
    with pytest.raises(StartError, match=told):
        checks.before_start(settings(tmp_path, **values))


def test_all_that_is_lacking_is_told_at_once(tmp_path: Path) -> None:
    wrong = {"recordings": "nowhere", "models": {"fa": "nowhere"}}
    with pytest.raises(StartError) as caught:
        checks.before_start(settings(tmp_path, speech=wrong))
    assert len(str(caught.value).splitlines()) == 2


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("sip: {port: 0}\n", encoding="utf-8")
    told = load_settings(tmp_path / "config.yml", Secrets(token_secret="secret"))
    assert "HATEF_TOKEN_SECRET is too short" in lacks(checks.local(told))[0]


def test_rights_of_others_are_told_and_mended_at_the_start(tmp_path: Path) -> None:
    fresh = settings(tmp_path)
    (fresh.state / "log").mkdir(parents=True)
    (fresh.state / "log" / "a.log").touch()
    for path in (*tmp_path.parents, tmp_path, fresh.state, fresh.state / "log"):
        assert path.is_dir()
    fresh.state.chmod(0o755)
    found = [finding for finding in checks.local(fresh) if "other users" in finding.what]
    assert found and not any(finding.stops and finding.level == "lack" for finding in found)
    checks.before_start(fresh)
    assert not [finding for finding in checks.local(fresh) if "other users" in finding.what]


def test_a_state_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    assert "is a file and no folder" in lacks(checks.local(settings(tmp_path)))[0]


def test_the_crm_and_the_journal_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"garbage " * 1000)
    found = lacks(
        checks.outside(
            settings(
                tmp_path,
                crm={"url": f"sqlite:///{tmp_path}/none.db", "sample": False},
                journal={"url": f"sqlite:///{tmp_path}/journal.db"},
            )
        )
    )
    assert "there is no" in found[0]
    assert "file is not a database" in found[1]


def test_what_may_come_back_does_not_stop_the_start(tmp_path: Path) -> None:
    away = settings(tmp_path, handoff={"agent": "sip:200@nosuch.invalid"})
    found = [finding for finding in checks.outside(away) if finding.level == "lack"]
    assert [finding.stops for finding in found] == [False]
    assert "handoff.agent: no machine is known as nosuch.invalid" in found[0].what
    checks.before_start(away)


def test_a_state_folder_of_somebody_else_stops_every_command_that_writes(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(StartError, match="is a file and no folder"):
        checks.before_work(settings(tmp_path))
    with pytest.raises(StartError, match="is a file and no folder"):
        checks.before_talk(settings(tmp_path))


def test_a_taken_port_of_the_console_is_told_and_stops_no_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = settings(tmp_path, console={"port": taken.getsockname()[1]})
        (lack,) = lacks(checks.local(found))
        checks.before_start(found)
    assert "set another console.port" in lack
    assert "set another console.port" in caplog.text
    assert lacks(checks.local(settings(tmp_path, console={"port": 0}))) == []
    assert lacks(checks.local(settings(tmp_path, console={"enabled": False}))) == []


def test_a_secret_of_the_api_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(f"sip: {{port: {free_port()}}}\nconsole: {{port: 0}}\n", encoding="utf-8")
    with pytest.raises(StartError, match="HATEF_API_TOKEN"):
        checks.before_start(load_settings(tmp_path / "config.yml", Secrets(api_token="short")))


def test_a_webhook_without_a_secret_stops_the_start(tmp_path: Path) -> None:
    told = {"webhook": {"url": "https://crm.example/hatef"}}
    (lack,) = lacks(checks.local(settings(tmp_path, handoff=told)))
    assert "HATEF_WEBHOOK_SECRET" in lack


def test_a_conversation_that_is_typed_needs_no_port_and_no_agent(tmp_path: Path) -> None:
    checks.before_talk(settings(tmp_path, sip={"host": "192.0.2.7"}, handoff={"agent": "sip:1@nosuch.invalid"}))
    with pytest.raises(StartError, match="there is no"):
        checks.before_talk(settings(tmp_path, crm={"url": f"sqlite:///{tmp_path}/none.db", "sample": False}))


def test_a_package_that_is_missing_is_named_with_the_command_that_brings_it() -> None:
    [lack] = checks.missing_packages(("numpy", "nosuch_package"))
    assert str(lack).startswith("the package nosuch_package is not installed; ")


def test_a_finding_is_one_sentence_with_its_remedy() -> None:
    assert str(Finding("lack", "it is away", "bring it back")) == "it is away; bring it back"
