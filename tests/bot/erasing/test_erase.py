"""One caller away, and nobody else; while a call goes on, twice at once, after a kill in the middle."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.erasing import rows
from bot.erasing.erase import FILES, LINES, MESSAGES, RECORDINGS, Eraser
from bot.erasing.person import mark_of, person
from bot.journal.reader import JournalReader
from bot.journal.tables import erasures
from tests.bot.erasing.life import HERS, HIS, SECRET, SPELLINGS, Life
from tests.bot.voicemail.made import message_file

WHOM = person(HIS)
HIS_ROWS = {
    "calls": 1, "turns": 2, "handoff_packets": 1, "handoff_steps": 3, "handoff_events": 1, "handoff_callbacks": 1,
    "handoff_voicemails": 1, "recordings": 1,
}  # fmt: skip


def lived(life: Life) -> Life:
    """Both callers, with everything."""
    for call_id, number, packet_id in (("c1", HIS, "000000000001"), ("c2", HERS, "000000000002")):
        life.call(call_id, number)
        life.handoff(packet_id, call_id, number)
        life.recording(call_id)
        life.message(packet_id)
    life.spilled_call(("c3", "+989121234567"), ("c4", HERS))
    life.spilled_handoff("000000000005", "c5", HIS)
    life.spilled_handoff("000000000006", "c6", HERS)
    message_file(life.eraser.messages.folder, "000000000005", loud=10)
    message_file(life.eraser.messages.folder, "000000000006", loud=10)
    return life


def record(life: Life) -> list[tuple[str, bool, dict[str, int]]]:
    with life.engine.connect() as connection:
        found = connection.execute(select(erasures).order_by(erasures.c.asked_at_ms)).all()
    return [(row.mark, row.done_at_ms is not None, row.counts) for row in found]


def test_everything_of_him_goes_and_everything_of_her_stays(life: Life) -> None:
    lived(life)
    looked = life.eraser.look(WHOM)
    assert looked.counts == {**HIS_ROWS, FILES: 1, LINES: 2, RECORDINGS: 1, MESSAGES: 2}
    assert b"c1" in life.everything()
    gone = life.eraser.erase(WHOM)
    assert gone.counts == looked.counts
    assert gone.live == 0
    left = life.eraser.look(person(HERS))
    assert left.counts == {**HIS_ROWS, FILES: 1, LINES: 2, RECORDINGS: 1, MESSAGES: 2}
    assert life.eraser.look(WHOM).total == 0
    assert JournalReader(life.engine).call("c1") is None


def test_not_a_byte_of_him_is_left_in_any_file(life: Life) -> None:
    """Neither in the pages of the database that are free now, nor in its log."""
    lived(life)
    life.eraser.erase(WHOM)
    life.engine.dispose()
    kept = life.everything()
    for piece in (*SPELLINGS[:4], "سلام از c1", "name of c1", "name of c5", "note on c1"):
        assert piece.encode() not in kept, piece
    for piece in (HERS, "سلام از c2", "name of c2", "name of c6"):
        assert piece.encode() in kept, piece


def test_that_it_was_done_is_on_record_and_of_whom_is_not(life: Life) -> None:
    lived(life)
    life.eraser.erase(WHOM)
    ((mark, done, counts),) = record(life)
    assert (mark, done) == (mark_of(WHOM, SECRET), True)
    assert counts == {**HIS_ROWS, FILES: 1, LINES: 2, RECORDINGS: 1, MESSAGES: 2}


def test_to_look_changes_nothing(life: Life) -> None:
    lived(life)
    before = life.everything()
    life.eraser.look(WHOM)
    assert life.everything() == before
    assert record(life) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_whoever_asks_may_spell_him_as_he_likes(life: Life, spelling: str) -> None:
    life.call("c1", HIS)
    assert life.eraser.erase(person(spelling)).counts["calls"] == 1


def test_of_somebody_unknown_nothing_goes_and_it_is_on_record(life: Life) -> None:
    lived(life)
    assert life.eraser.erase(person("09100000000")).total == 0
    assert [done for _, done, _ in record(life)] == [True]
    assert life.eraser.look(WHOM).total > 0


# --- while Hatef runs ---------------------------------------------------------------------------------------------


def test_a_call_that_goes_on_is_erased_when_it_is_over(life: Life) -> None:
    life.call("over", HIS)
    life.call("on", HIS, ended=False)
    life.recording("on")
    gone = life.eraser.erase(WHOM)
    assert (gone.counts["calls"], gone.live) == (1, 1)
    assert [done for _, done, _ in record(life)] == [False]
    assert life.eraser.finish() == 0
    life.ends("on")
    life.handoff("000000000009", "on", HIS)  # it came of the call meanwhile
    assert life.eraser.finish() == 1
    ((_, done, counts),) = record(life)
    assert done
    assert (counts["calls"], counts["turns"], counts[RECORDINGS], counts["handoff_packets"]) == (2, 4, 1, 1)
    assert life.eraser.look(WHOM).total == 0
    assert life.eraser.finish() == 0


def test_without_the_secret_nobody_can_finish_it(life: Life) -> None:
    life.call("on", HIS, ended=False)
    life.eraser.erase(WHOM)
    life.ends("on")
    eraser = life.eraser
    Eraser(eraser.engine, eraser.shelf, eraser.messages, eraser.spill, b"another").finish()
    assert JournalReader(life.engine).call("on") is not None


def test_two_at_once_do_no_harm(life: Life) -> None:
    lived(life)
    barrier = threading.Barrier(2)

    def erase() -> int:
        barrier.wait()
        while True:
            try:
                return life.eraser.erase(WHOM).counts.get("calls", 0)
            except OperationalError:  # as the command does: asked again
                continue

    with ThreadPoolExecutor(2) as both:
        counts = [one.result() for one in [both.submit(erase), both.submit(erase)]]
    assert sorted(counts) == [0, 1]
    assert life.eraser.look(WHOM).total == 0
    assert life.eraser.look(person(HERS)).counts["calls"] == 1


def test_a_kill_in_the_middle_is_gone_on_with(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings are gone, rows are not: the line of the record is open, and whoever comes next finishes it."""
    lived(life)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(rows, "remove", _killed)
        life.eraser.erase(WHOM)
    assert [done for _, done, _ in record(life)] == [False]
    assert life.eraser.finish() == 1
    assert life.eraser.look(WHOM).total == 0


def _killed(*_: object) -> dict[str, int]:
    raise KeyboardInterrupt


def test_a_database_that_is_locked_is_told_and_nothing_is_half_done(life: Life) -> None:
    lived(life)
    with life.engine.connect() as other:
        other.execute(text("INSERT INTO agent_states VALUES ('a', 'ready', '', 1)"))
        with pytest.raises(OperationalError, match="locked"):
            life.eraser.erase(WHOM)
        other.rollback()
    assert life.eraser.look(WHOM).counts["calls"] == 1
    assert record(life) == []
