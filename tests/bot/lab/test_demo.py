"""The demo's parts that need no telephone; the demo itself is run by .ci/run."""

from pathlib import Path

import yaml

from bot.lab.demo import run
from bot.lab.demo.scenario import AGENT_SAYS, SCENARIO, SOUNDS
from bot.lab.serving import write_config
from bot.settings.settings import Settings, load_settings
from voice.softphone.remote import RemotePhone

ROOT = Path(__file__).resolve().parents[3]


def test_every_sound_of_the_scenario_is_there() -> None:
    assert all((SOUNDS / name).is_file() for name in (AGENT_SAYS, *(step.sound for step in SCENARIO)))


def test_the_servers_configuration_is_the_projects_with_changes(tmp_path: Path) -> None:
    settings = load_settings(ROOT / "config.yml")
    path = write_config(settings, tmp_path, {"handoff": {"agent": "sip:a@b"}, "sip": {"max_calls": 3}}, 12_345)
    written = load_settings(path)
    assert (written.home, written.sip.port, written.sip.max_calls) == (ROOT, 12_345, 3)
    assert written.handoff.agent == "sip:a@b"
    assert written.database_url(written.journal.url) == f"sqlite:///{tmp_path / 'hatef.db'}"
    assert "pipeline" in yaml.safe_load(path.read_text(encoding="utf-8"))


def test_an_earlier_demos_journal_is_forgotten(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    state = run._fresh_state(settings, tmp_path / "out")
    for name in ("hatef.db", "hatef.db-wal", "crm.db", "kept.log"):
        (state / name).write_text("x")
    run._fresh_state(settings, tmp_path / "out")
    assert [path.name for path in state.iterdir()] == ["kept.log"]


def test_speech_is_summed_over_its_edges() -> None:
    phone = RemotePhone()
    phone.events = [
        {"event": "far_speech_ended", "t": 0.5},
        {"event": "far_speech_started", "t": 1.0},
        {"event": "far_speech_ended", "t": 2.5},
        {"event": "far_speech_started", "t": 3.0},
        {"event": "far_speech_ended", "t": 3.5},
    ]
    assert run._spoken_s(phone, 1.0) == 2.0
