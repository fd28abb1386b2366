"""What the demo prints as it happens, checks at the end, and leaves in its folder."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.journal.reader import JournalReader, spread
from bot.journal.records import RecordedCall
from bot.lab.demo.scenario import SCENARIO, Step
from bot.store.database import open_database
from bot.terminal import console
from handoff.tables import packets

Event = dict[str, Any]
ANSWER_LIMIT_MS = 1400
WHISPER_LEAST_S = 1.0
STYLES = {"caller": "cyan", "bot": "green", "agent": "magenta", "phone": "dim", "check": "dim"}


class DemoReport:
    """Collects what the two phones measured and what the journal says."""

    def __init__(self, database: str, out: Path) -> None:
        self.out = out
        self._database = database
        self._lines: list[str] = []
        self._checks: list[tuple[str, bool]] = []
        self._answers_ms: dict[str, int] = {}
        self._bot_turns = 0

    def line(self, who: str, text: str) -> None:
        """Print and keep one line of the conversation."""
        self._lines.append(f"{who:>6}  {text}")
        console.print(f"[{STYLES[who]}]{who:>6}[/]  {text}", soft_wrap=True)

    def check(self, what: str, good: bool) -> None:
        """One thing that must hold."""
        self._checks.append((what, good))

    def failed(self, what: str) -> None:
        """The demo could not go on."""
        self.check(what, False)

    def greeted(self, delay_ms: float) -> None:
        """The bot's first sound came."""
        self.line("phone", f"answered; first sound after {delay_ms:.0f} ms")

    def bot_said(self) -> None:
        """Show what the bot said last, from the journal."""
        turns = [turn for turn in self._call().turns if turn.speaker == "bot"] if self._has_call() else []
        for turn in turns[self._bot_turns :]:
            self.line("bot", turn.text)
        self._bot_turns = len(turns)

    def answered(self, step: Step, delay_s: float) -> None:
        """The bot began to answer."""
        self._answers_ms[step.said] = round(delay_s * 1000)
        self.line("phone", f"end of speech to first sound of the answer: {delay_s * 1000:.0f} ms")

    def agent_rings(self, incoming: Event) -> None:
        """The agent's telephone rings."""
        token = incoming["headers"].get("X-Hatef-Token", "")
        self.line("phone", f"the agent's telephone rings; token {token[:8]}… on the INVITE")
        self.check("the agent's INVITE carries the packet's token", bool(token))

    def whispered(self, spoken_s: float) -> None:
        """The agent heard the summary."""
        self.line("phone", f"the agent heard {spoken_s:.1f} s of whisper")
        self.check("the agent heard the whisper", spoken_s >= WHISPER_LEAST_S)

    def bridged(self, talker: str) -> None:
        """One side of the bridge was heard on the other."""
        self.line("phone", f"the {talker} talks and is heard on the other side")
        self.check(f"the bridge carries the {talker}'s voice", True)

    def finish(self, caller: list[Event], agent: list[Event]) -> bool:
        """Check the journal and the packet, write everything, say how it went."""
        packet = None
        if self._has_call():
            call = self._call()
            self._check_turns(call)
            packet = self._packet(call.call_id)
            self.check("the call was handed to the agent", call.handoff_outcome == "bridged")
            self.check("the context packet is stored", packet is not None)
            self._write("transcript.json", [_turn(turn) for turn in call.turns])
        else:
            self.check("the journal holds the call", False)
        self._check_times()
        self._write("packet.json", packet)
        self._write("timings.json", {"answer_ms": self._answers_ms, "caller": caller, "agent": agent})
        (self.out / "transcript.txt").write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        return self._verdict()

    def _check_turns(self, call: RecordedCall) -> None:
        said = [turn for turn in call.turns if turn.speaker == "caller"]
        for step, turn in zip(SCENARIO, said, strict=False):
            self.check(
                f"«{step.said}» was understood as {step.intent} (heard «{turn.text}»)", turn.intent == step.intent
            )
            follow = next((t.text for t in call.turns if t.index > turn.index and t.speaker == "bot"), "")
            self.check(f"the answer has «{step.reply_has}»", step.reply_has in follow)
        self.check(f"{len(SCENARIO)} turns of the caller are in the journal ({len(said)})", len(said) == len(SCENARIO))

    def _check_times(self) -> None:
        times = spread(list(self._answers_ms.values()))
        self.line(
            "check", f"end of speech to answer: p50 {times.p50_ms} ms, p95 {times.p95_ms} ms, most {times.most_ms} ms"
        )
        self.check(
            f"every answer within {ANSWER_LIMIT_MS} ms", (times.most_ms or ANSWER_LIMIT_MS + 1) <= ANSWER_LIMIT_MS
        )

    def _verdict(self) -> bool:
        for what, good in self._checks:
            console.print(f"  {'[green]✓[/]' if good else '[red]✗[/]'} {what}", soft_wrap=True)
        good = bool(self._checks) and all(good for _, good in self._checks)
        console.print(f"[bold {'green' if good else 'red'}]demo {'passed' if good else 'failed'}[/]; see {self.out}/")
        return good

    def _has_call(self) -> bool:
        return bool(self._journal().calls(1))

    def _call(self) -> RecordedCall:
        journal = self._journal()
        call = journal.call(journal.calls(1)[0].call_id)
        if call is None:
            raise LookupError("the newest call has no record")
        return call

    def _journal(self) -> JournalReader:
        return JournalReader(open_database(self._database))

    def _packet(self, call_id: str) -> object:
        with open_database(self._database).connect() as connection:
            body = connection.scalar(select(packets.c.body).where(packets.c.call_id == call_id))
        return None if body is None else json.loads(body)

    def _write(self, name: str, content: object) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
        (self.out / name).write_text(text + "\n", encoding="utf-8")


def _turn(turn: Any) -> dict[str, Any]:
    return {name: getattr(turn, name) for name in turn.__dataclass_fields__}
