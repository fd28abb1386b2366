"""`hatef bench voices`: how soon the voice begins, and how loud it is, by the same Speaker that calls have."""

import asyncio
import json
import math
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from bot.crm.model import Money
from bot.errors import StartError
from bot.journal.reader import spread
from bot.prompts.fixed import fixed_texts
from bot.prompts.load import load_prompts
from bot.prompts.skills import SkillPrompts
from bot.releases.voices import names, voice_choice, worded
from bot.settings.settings import Settings
from bot.skills.runtime.display import money, order_number
from bot.terminal import console
from nlu.text.languages import CODES, own_digits
from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.speak.limiter import true_peak_dbtp
from voice.speak.loudness import integrated_lufs
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice

CACHED_GOAL_MS, NEW_GOAL_MS = 60, 250  # the second is espeak-ng's
PATIENCE_S = 30.0
SEED = 5

Wording = Callable[[str, str], str]


@dataclass
class Figures:
    """One language: waits for the first sound, ms, and what the fixed prompts sound like."""

    voice: str
    engine: str
    target_lufs: float
    cached_ms: list[int] = field(default_factory=list)
    disk_ms: list[int] = field(default_factory=list)
    new_ms: list[int] = field(default_factory=list)
    loudness_lufs: list[float] = field(default_factory=list)
    true_peak_dbtp: float = -math.inf
    new_work_ms: float = 0.0
    """Processor time of one new sentence, all processes: what is left of the wait on a machine with nothing to do."""


async def bench_voices(settings: Settings, sentences: int, json_file: Path | None) -> None:
    """Measure every language with the voice that calls have; print, and write `json_file`. Raises SpeakError."""
    if sentences < 1:
        raise StartError("--sentences must be at least 1")
    if json_file is not None and not json_file.parent.is_dir():
        raise StartError(f"{json_file} cannot be written: there is no folder {json_file.parent}")
    found: dict[str, Figures] = {}
    for language in CODES:
        found[language] = await _measure(settings, language, voice_choice(settings, language), sentences)
    _print(found)
    if json_file is not None:
        content = {
            "goals_ms": {"cached": CACHED_GOAL_MS, "new": NEW_GOAL_MS},
            "load": os.getloadavg()[0],
            "languages": _facts(found),
        }
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        await asyncio.to_thread(json_file.write_text, text, encoding="utf-8")


async def _measure(settings: Settings, language: str, choice: VoiceChoice, sentences: int) -> Figures:
    figures = Figures(choice.voice, choice.engine, choice.target_lufs)
    wording = worded(names(settings))
    prompts = load_prompts(settings.data)[language]
    fixed = fixed_texts(settings.data, language, prompts)
    with tempfile.TemporaryDirectory() as folder:
        maker = _speaker(settings, language, choice, Path(folder))
        try:
            await maker.start()
            await maker.prepare([wording(text, language) for text in fixed], language)
            before_s = _work_s(maker)
            for text in _new_sentences(prompts.skills, language, sentences):
                figures.new_ms.append((await _timed(maker, wording, text, language))[1])
            figures.new_work_ms = round((_work_s(maker) - before_s) * 1000 / sentences, 1)
        finally:
            await maker.stop()
        # A second one knows nothing of the first but the files, as after a restart of Hatef.
        reader = _speaker(settings, language, choice, Path(folder))
        for text in fixed:
            figures.disk_ms.append((await _timed(reader, wording, text, language))[1])
        for text in fixed:
            pcm, wait_ms = await _timed(reader, wording, text, language)
            figures.cached_ms.append(wait_ms)
            samples = to_samples(pcm).astype(np.float32) / np.float32(32768)
            figures.loudness_lufs.append(round(integrated_lufs(samples, SAMPLE_RATE_HZ), 2))
            figures.true_peak_dbtp = max(figures.true_peak_dbtp, round(true_peak_dbtp(samples), 2))
    return figures


def _speaker(settings: Settings, language: str, choice: VoiceChoice, cache: Path) -> Speaker:
    recordings = settings.speech.recordings
    return Speaker(
        cache_dir=cache,
        voices={language: choice},
        recordings_dir=settings.home / recordings if recordings else None,
        lexicon_version="bench",
        patience_s=PATIENCE_S,
    )


async def _timed(speaker: Speaker, wording: Wording, text: str, language: str) -> tuple[bytes, int]:
    """All the sound of `text`, and the wait from display text to its first piece, ms."""
    began_s, first_s = time.monotonic(), math.nan
    pieces: list[bytes] = []
    async for piece in speaker.say(wording(text, language), language):
        first_s = first_s if pieces else time.monotonic()
        pieces.append(piece)
    return b"".join(pieces), math.ceil((first_s - began_s) * 1000)


def _work_s(speaker: Speaker) -> float:
    """Processor time so far of this process and the synthesisers (proc(5), fields 14 and 15)."""
    spent = time.process_time()
    for pid in filter(None, speaker.pids):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def _new_sentences(texts: SkillPrompts, language: str, count: int) -> Sequence[str]:
    """Sentences with a number that was never said before: a balance, an order, by turns; the same ones each time."""
    rng = random.Random(SEED)
    found = []
    for at in range(count):
        if at % 2:
            found.append(texts.balance.format(amount=money(Money(rng.randrange(10, 10**8) * 10), language)))
        else:
            number = order_number(own_digits(f"{rng.randrange(10**5):05}", language), language)
            found.append(texts.order_shipped.format(number=number))
    return found


def _facts(found: dict[str, Figures]) -> dict[str, Any]:
    return {
        language: {
            "voice": own.voice,
            "engine": own.engine,
            "cached_ms": _spread(own.cached_ms),
            "disk_ms": _spread(own.disk_ms),
            "new_ms": _spread(own.new_ms),
            "new_work_ms": own.new_work_ms,
            "loudness_lufs": {
                "target": own.target_lufs,
                "least": min(own.loudness_lufs),
                "most": max(own.loudness_lufs),
                "prompts": len(own.loudness_lufs),
            },
            "true_peak_dbtp": own.true_peak_dbtp,
        }
        for language, own in found.items()
    }


def _spread(delays_ms: list[int]) -> dict[str, int | None]:
    of = spread(delays_ms)
    return {"p50": of.p50_ms, "p95": of.p95_ms, "most": of.most_ms, "count": of.count}


def _print(found: dict[str, Figures]) -> None:
    table = Table("first sound after", "voice", "p50", "p95", "most", "measured", "goal, ms", box=None, pad_edge=False)
    for language, own in found.items():
        for name, delays, goal in (
            ("a prompt from the cache, ms", own.cached_ms, CACHED_GOAL_MS),
            ("the same after a restart, ms", own.disk_ms, CACHED_GOAL_MS),
            ("a new sentence, ms", own.new_ms, NEW_GOAL_MS if own.engine == "espeak" else None),
        ):
            of = spread(delays)
            met = of.p95_ms is not None and goal is not None and of.p95_ms <= goal
            mark = "" if goal is None else f"{goal} {'[green]✓[/green]' if met else '[red]✗[/red]'}"
            voice = f"{language} {'Piper ' + Path(own.voice).stem if own.engine == 'piper' else 'espeak-ng'}"
            table.add_row(name, voice, str(of.p50_ms), str(of.p95_ms), str(of.most_ms), str(of.count), mark)
    console.print(table)
    work = "; ".join(f"{language} {own.new_work_ms:.0f} ms" for language, own in found.items())
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    console.print(f"processor time of a new sentence: {work}; {load}")
    for language, own in found.items():
        console.print(
            f"loudness {language}: {len(own.loudness_lufs)} fixed prompts from {min(own.loudness_lufs):.1f} to "
            f"{max(own.loudness_lufs):.1f} LUFS (target {own.target_lufs:.1f}), true peak {own.true_peak_dbtp:.1f} dBTP"
        )
