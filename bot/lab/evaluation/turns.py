"""`hatef evaluate turns`: scripted calls with echo, noise, coughs, music, backchannels, interruptions and pauses."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import track
from rich.table import Table

from bot.journal.reader import spread
from bot.lab.evaluation.speech import DEFAULT_SET
from bot.lab.evaluation.turn_call import Played, play
from bot.lab.evaluation.turn_scenes import Scene, scenes
from bot.lab.evaluation.turn_sounds import TurnSounds, ms_of
from bot.releases.train import speech_models
from bot.settings.call_options import Waits
from bot.settings.paths import SHARE
from bot.settings.settings import Settings
from bot.terminal import console
from voice.listen.engines import Engines
from voice.listen.recogniser import RecogniserSource
from voice.listen.vad import VadNetwork

LANGUAGE = "fa"
LATE_MS = 1000
"""An answer that comes this long after the caller's last word is late; dictated digits may take longer."""
LATE_DIGITS_MS = 1600
Figures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scene and what came of it."""

    scene: Scene
    played: Played

    @property
    def over_bot(self) -> bool:
        """Whether the bot speaks in it."""
        return self.scene.prompt is not None

    @property
    def false_interruption(self) -> bool:
        """The bot stopped although the caller had not begun to speak, or never did."""
        begins_ms = self.scene.speech_ms[0] if self.scene.speech_ms else float("inf")
        return any(at_ms < begins_ms for at_ms in self.played.interrupted_ms)

    @property
    def missed_interruption(self) -> bool:
        """The caller interrupted and the bot went on to the end of its prompt."""
        return self.over_bot and self.scene.speech_ms is not None and not self.played.interrupted_ms

    @property
    def phantom(self) -> bool:
        """A turn with words although the caller said nothing."""
        return self.scene.speech_ms is None and any(text for _, text in self.played.utterances)

    @property
    def stop_ms(self) -> int | None:
        """From the caller's first sound to the bot's silence."""
        if self.scene.speech_ms is None or self.false_interruption or self.played.silent_ms is None:
            return None
        return round(self.played.silent_ms - self.scene.speech_ms[0])

    @property
    def end_ms(self) -> int | None:
        """From the caller's last sound to his text."""
        if self.scene.speech_ms is None:
            return None
        ends_ms = self.scene.speech_ms[1]
        return next((round(at_ms - ends_ms) for at_ms, _ in self.played.utterances if at_ms >= ends_ms), None)

    @property
    def cut(self) -> bool:
        """A turn ended in the middle of what the caller said."""
        if self.scene.speech_ms is None:
            return False
        begins_ms, ends_ms = self.scene.speech_ms
        return any(begins_ms <= at_ms < ends_ms for at_ms, _ in self.played.utterances)

    @property
    def late(self) -> bool:
        """The turn's end was told late, or never."""
        limit_ms = LATE_DIGITS_MS if self.scene.kind == "digits" else LATE_MS
        return self.scene.speech_ms is not None and (self.end_ms is None or self.end_ms > limit_ms)


def evaluate(settings: Settings, json_file: Path | None) -> None:
    """Play all scenes, print the table, write the figures.

    Raises:
        StartError: there is no recogniser yet. DataFileError: a caller's clip is missing.
    """
    sounds = TurnSounds(SHARE / DEFAULT_SET)
    models = Engines({lang: {k: str(p) for k, p in of.items()} for lang, of in speech_models(settings).items()})
    wanted = track(list(scenes(sounds)), "calls", console=console)
    outcomes, compute_s = run(models, settings.speech.end_silence_ms, wanted)
    groups = {"all": outcomes}
    for outcome in outcomes:
        groups.setdefault(outcome.scene.group, []).append(outcome)
    figures = {name: figures_of(group) for name, group in groups.items()}
    heard_s = sum(ms_of(one.scene.near) for one in outcomes) / 1000
    _print(figures, outcomes)
    console.print(f"{heard_s:.0f} s of calls in {compute_s:.0f} s of one core")
    if json_file is not None:
        content = {
            **figures["all"],
            "real_time_factor": round(compute_s / heard_s, 4),
            "groups": {name: figure for name, figure in figures.items() if name != "all"},
            "scenes": [facts(outcome) for outcome in outcomes],
        }
        json_file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def run(source: RecogniserSource, patience: Waits, wanted: Iterable[Scene]) -> tuple[list[Outcome], float]:
    """The outcomes, and the processor time they took, s."""
    network = VadNetwork()
    patience_ms: dict[str, int] = asdict(patience)
    began_s = time.process_time()
    outcomes = [Outcome(scene, play(scene, source, network, patience_ms[scene.kind], LANGUAGE)) for scene in wanted]
    return outcomes, time.process_time() - began_s


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of one group; counts, and times in ms."""
    stops = spread([one.stop_ms for one in outcomes])
    ends = spread([one.end_ms for one in outcomes])
    innocent = [one for one in outcomes if one.over_bot and one.scene.speech_ms is None]
    return {
        "scenes": len(outcomes),
        "false_interruptions": sum(one.false_interruption for one in outcomes),
        "phantom_turns": sum(one.phantom for one in outcomes),
        "missed_interruptions": sum(one.missed_interruption for one in outcomes),
        "false_doubts": sum(one.played.doubts for one in innocent),
        "false_pause_ms": round(sum(one.played.paused_ms for one in innocent)),
        "stop_p50_ms": stops.p50_ms,
        "stop_p95_ms": stops.p95_ms,
        "cut_turns": sum(one.cut for one in outcomes),
        "late_ends": sum(one.late for one in outcomes),
        "end_p50_ms": ends.p50_ms,
        "end_p95_ms": ends.p95_ms,
    }


def facts(outcome: Outcome) -> dict[str, object]:
    """One scene for the JSON file."""
    played = outcome.played
    return {
        "group": outcome.scene.group,
        "name": outcome.scene.name,
        "false_interruption": outcome.false_interruption,
        "missed_interruption": outcome.missed_interruption,
        "phantom": outcome.phantom,
        "doubts": played.doubts,
        "paused_ms": round(played.paused_ms),
        "stop_ms": outcome.stop_ms,
        "cut": outcome.cut,
        "end_ms": outcome.end_ms,
        "heard": [text for _, text in played.utterances],
    }


def _print(figures: dict[str, Figures], outcomes: Sequence[Outcome]) -> None:
    names = list(figures["all"])
    table = Table("group", *(name.replace("_", " ") for name in names))
    for group, values in figures.items():
        table.add_row(group, *("" if values[name] is None else str(values[name]) for name in names))
    console.print(table)
    for one in outcomes:
        faults = [n for n in ("false_interruption", "missed_interruption", "phantom", "cut", "late") if getattr(one, n)]
        if faults:
            wrong = ", ".join(faults).replace("_", " ")
            console.print(f"  {one.scene.group}: {one.scene.name}: {wrong}", soft_wrap=True)
