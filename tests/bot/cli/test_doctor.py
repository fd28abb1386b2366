"""The doctor names each lack with its remedy."""

import asyncio
import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.doctor import examine
from bot.findings import Finding
from bot.releases.train import MARK, graph_folder
from bot.service.board import Board
from bot.service.status import Part
from bot.settings.sections import ConsoleSection, Handoff, Sip, SipAccount, Speech
from bot.settings.settings import Settings
from nlu.training.rasa_environment import free_port
from tests.bot.service.served import STATUS, served
from tests.voice.listen.loudness_model import write_model
from tests.voice.listen.sherpa.loud_models import write_transducer


def about(findings: tuple[Finding, ...], word: str) -> Finding:
    return next(finding for finding in findings if word in finding.what)


def test_an_empty_folder_lacks_models_and_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_RASA_PYTHON", str(tmp_path / "none"))
    findings = examine(Settings(home=tmp_path, sip=Sip(port=free_port())))
    assert about(findings, "Rasa environment").remedy == "make setup"
    assert about(findings, "no trained Rasa model").remedy == "hatef train"
    assert about(findings, "no handoff.target").level == "note"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        finding = about(examine(Settings(home=tmp_path, sip=Sip(port=port))), "UDP port")
    assert finding.level == "lack"
    assert f"127.0.0.1:{port} is taken: it is in use by" in finding.what
    assert f"process {os.getpid()}" in finding.what


def test_the_console_tells_its_address_and_what_opens_it(tmp_path: Path) -> None:
    told = examine(Settings(home=tmp_path, sip=Sip(port=free_port()), console=ConsoleSection(port=0)))
    assert f"{tmp_path}/var/api_token, made at the first start" in about(told, "console: http://").what
    off = examine(Settings(home=tmp_path, sip=Sip(port=free_port()), console=ConsoleSection(enabled=False)))
    assert about(off, "console: off").level == "note"
    open_to_all = ConsoleSection(host="0.0.0.0", port=0)
    found = examine(Settings(home=tmp_path, sip=Sip(port=free_port()), console=open_to_all))
    assert "reverse proxy" in about(found, "console.host 0.0.0.0").remedy


def test_an_account_without_a_password_is_a_lack(tmp_path: Path) -> None:
    sip = Sip(port=free_port(), account=SipAccount(user="200", registrar="sip:pbx"))
    assert about(examine(Settings(home=tmp_path, sip=sip)), "HATEF_SIP_PASSWORD").level == "lack"


def test_files_that_are_named_but_missing_are_lacks(tmp_path: Path) -> None:
    speech = Speech(models={"fa": Path("big")}, voices={"fa": Path("amir.onnx")})
    findings = examine(Settings(home=tmp_path, sip=Sip(port=free_port()), speech=speech))
    assert about(findings, f"speech.models.fa: {tmp_path / 'big'} is not there").level == "lack"
    assert about(findings, f"speech.voices.fa: {tmp_path / 'amir.onnx'} is not there").level == "lack"


async def test_the_hatef_that_runs_is_told(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, sip=Sip(port=free_port()))
    found = about(await asyncio.to_thread(examine, settings), "Hatef runs")
    assert found.level == "ok" and str(settings.state / "control.sock") in found.what
    async with served(settings.state, Board()):
        found = about(await asyncio.to_thread(examine, settings), "Hatef runs")
    assert (found.level, f"process {os.getpid()}" in found.what) == ("ok", True)
    ill = replace(STATUS, parts=(Part("Rasa", None, False),), database_behind=True)
    async with served(settings.state, Board(), ill):
        found = about(await asyncio.to_thread(examine, settings), "Hatef runs")
    assert (found.level, found.remedy) == ("lack", "hatef status")
    assert "Rasa, the database" in found.what


def test_a_handoff_target_is_shown(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, sip=Sip(port=free_port()), handoff=Handoff(target="sip:queue-{token}@pbx"))
    assert about(examine(settings), "queue-{token}").level == "ok"


def test_the_sip_library_that_runs_is_named(tmp_path: Path) -> None:
    assert "calls at once" in about(examine(Settings(home=tmp_path, sip=Sip(port=free_port()))), "pjsua2").what


def test_files_that_are_there_but_not_whole_are_lacks(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()
    (tmp_path / "amir.onnx").write_bytes(b"")
    speech = Speech(models={"fa": Path("big")}, voices={"fa": Path("amir.onnx")})
    findings = examine(Settings(home=tmp_path, sip=Sip(port=free_port()), speech=speech))
    model = about(findings, "am/final.mdl is missing")
    assert (model.level, model.remedy) == ("lack", "name the model's folder in config.yml")
    assert about(findings, "amir.onnx.json is missing").level == "lack"


def test_a_model_for_sherpa_is_named_with_its_limit_or_its_lack(tmp_path: Path) -> None:
    folder = write_transducer(tmp_path / "streaming")
    settings = Settings(home=tmp_path, sip=Sip(port=free_port()), speech=Speech(models={"ar": Path("streaming")}))
    found = about(examine(settings), "recogniser ar")
    assert found.level == "ok" and "(sherpa-onnx); it hears what is said without knowing the bot's words" in found.what
    (folder / "joiner.onnx").unlink()
    found = about(examine(settings), "joiner.onnx is missing")
    assert found.level == "lack" and "speech.models.ar" in found.what


def test_a_graph_that_lost_a_file_is_a_lack(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, sip=Sip(port=free_port()))
    graph = write_model(graph_folder(settings, "fa", "general"))
    (graph / MARK).write_text("{}")
    assert about(examine(settings), "recogniser fa").level == "ok"
    (graph / "graph/HCLG.fst").unlink()
    finding = about(examine(settings), "recogniser fa")
    assert (finding.level, finding.remedy) == ("lack", "hatef train --force")
    assert "HCLG.fst" in finding.what


def test_what_the_next_training_would_stop_at_is_a_lack(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip: {port: 5060}\n", encoding="utf-8")
    findings = examine(Settings(home=tmp_path, sip=Sip(port=free_port())))
    assert about(findings, "`pipeline:` is missing").level == "lack"
