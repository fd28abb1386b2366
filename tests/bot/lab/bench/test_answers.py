"""The benchmark's clockwork on a phone whose events are written by the test."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.call.repeats import SAME_MOST
from bot.errors import StartError
from bot.lab.bench import answers as bench
from bot.lab.bench.answers import Measured
from bot.settings.settings import Settings
from voice.softphone.remote import PhoneSilent, RemotePhone


class ScriptedPhone(RemotePhone):
    """Every command is done at once; the far side answers 300 ms after speech and stops 120 ms into it."""

    async def do(self, what: str, **arguments: Any) -> None:
        now_s, name = time.monotonic(), arguments.get("id")
        if what == "call":
            self._add("answered", now_s, name)
            self._add("far_speech_started", now_s + 0.05, name)
            self._add("far_speech_ended", now_s - 5, name)
        elif what == "play":
            start_s = now_s + 1
            self._add("play_ended", now_s, name, speech_started_t=start_s, speech_ended_t=start_s + 1)
            self._add("far_speech_started", start_s + 1.3, name)
            self._add("far_speech_ended", start_s + 0.12, name)
        elif what == "stats":
            self._add("stats", now_s, name, frames=500, late=3)
        elif what == "hangup":
            self._add("ended", now_s, name)

    async def wait(self, event: str, timeout_s: float = 5.0, **facts: Any) -> dict[str, Any]:
        found = [e for e in self.events if e["event"] == event and e["id"] == facts["id"]]
        if not found:
            raise PhoneSilent(event, [])
        return found[-1]

    def _add(self, event: str, at_s: float, name: object, **more: float) -> None:
        self.events.append({"event": event, "t": at_s, "id": name, **more})


async def test_delays_are_taken_from_the_phones_own_clock() -> None:
    measured = Measured()
    await bench._call(ScriptedPhone(), "sip:x", "c0", 1, measured)
    assert measured.lost == 0
    assert 45 <= measured.greeting_ms[0] <= 60
    assert measured.answer_ms == [300]
    assert measured.stop_ms == [120]
    assert (measured.frames, measured.late) == (500, 3)


async def test_a_silent_call_is_counted_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ANSWER_S", 0.1)

    class Silent(ScriptedPhone):
        async def do(self, what: str, **arguments: Any) -> None: ...

    measured = Measured()
    await bench._call(Silent(), "sip:x", "c0", 1, measured)
    assert measured.lost == 1


async def test_who_waits_in_line_is_no_silent_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "TONE_GAP_S", 0.5)

    class InLine(ScriptedPhone):
        async def do(self, what: str, **arguments: Any) -> None:
            await super().do(what, **arguments)
            if what == "call":
                self._add("far_tone", time.monotonic() + 0.8, arguments["id"])

    measured = Measured()
    await bench._call(InLine(), "sip:x", "c0", 1, measured)
    assert measured.lost == 0
    assert 700 <= measured.waited_ms[0] <= 800


async def test_a_refused_call_is_not_lost() -> None:
    class Refused(ScriptedPhone):
        async def do(self, what: str, **arguments: Any) -> None:
            self.events.append({"event": "ended", "t": 0.0, "id": arguments["id"], "code": 486})

    measured = Measured()
    await bench._call(Refused(), "sip:x", "c0", 1, measured)
    assert (measured.refused, measured.lost) == (1, 0)


def test_no_caller_hears_the_same_answer_a_third_time() -> None:
    asked = Counter(bench._question(number) for number in range(bench.ROUNDS_MOST + 1))
    assert max(asked.values()) <= SAME_MOST


async def test_more_rounds_than_there_are_questions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="at most 5"):
        await bench.bench(Settings(home=tmp_path), 1, bench.ROUNDS_MOST + 1, None)
