"""The demo's verdict: passes only when the journal, the packet and the times are right."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.writer import Journal
from bot.lab.demo.report import DemoReport
from bot.lab.demo.scenario import SCENARIO
from bot.store.database import open_database


def journal_of(folder: Path, *, wrong_intent_at: int = -1, outcome: str = "bridged") -> str:
    url = f"sqlite:///{folder / 'hatef.db'}"
    engine = open_database(url)
    journal = Journal(engine)
    journal.call_started(CallStart("c1", "0912", "100", "fa", datetime.now(UTC)))
    for number, step in enumerate(SCENARIO):
        intent = "greet" if number == wrong_intent_at else step.intent
        journal.turn("c1", Turn(2 * number, "caller", step.said, intent=intent))
        journal.turn("c1", Turn(2 * number + 1, "bot", f"… {step.reply_has} …"))
    journal.call_ended(CallEnd("c1", 1000, "handoff", outcome))
    journal.close()
    engine.dispose()
    return url


def report_on(folder: Path, database: str, answer_s: float) -> DemoReport:
    report = DemoReport(database, folder)
    for step in SCENARIO:
        report.answered(step, answer_s)
    return report


def failures(folder: Path, database: str, answer_s: float = 0.5) -> list[str]:
    report = report_on(folder, database, answer_s)
    report.finish([], [])
    return [what for what, good in report._checks if not good]


def test_everything_right_but_the_packet(tmp_path: Path) -> None:
    assert failures(tmp_path, journal_of(tmp_path)) == ["the context packet is stored"]


def test_a_wrong_intent_fails(tmp_path: Path) -> None:
    assert any("understood as" in what for what in failures(tmp_path, journal_of(tmp_path, wrong_intent_at=1)))


def test_a_late_answer_fails(tmp_path: Path) -> None:
    assert "every answer within 1400 ms" in failures(tmp_path, journal_of(tmp_path), answer_s=1.5)


def test_a_call_without_a_human_fails(tmp_path: Path) -> None:
    assert "the call was handed to the agent" in failures(tmp_path, journal_of(tmp_path, outcome="callback"))


def test_no_call_at_all_fails(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hatef.db'}"
    open_database(url).dispose()
    assert not report_on(tmp_path, url, 0.1).finish([], [])


def test_the_folder_holds_transcript_packet_and_timings(tmp_path: Path) -> None:
    report_on(tmp_path, journal_of(tmp_path), 0.5).finish([{"event": "ended"}], [])
    assert json.loads((tmp_path / "timings.json").read_text())["answer_ms"][SCENARIO[0].said] == 500
    assert len(json.loads((tmp_path / "transcript.json").read_text())) == 2 * len(SCENARIO)
    assert (tmp_path / "transcript.txt").is_file()
    assert (tmp_path / "packet.json").is_file()
