"""`hatef models adapt`: check the set, learn, compare with what is in use, release what is better.

set ─▶ check ─▶ parts ─▶ learn ─▶ candidates ─▶ choose one ─▶ held-out clips and guard ─▶ released, or refused
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.errors import DataFileError, StartError
from bot.lab.adapting.clips import Checked, Clip, Parts, check, part
from bot.lab.adapting.judging import Figures, Tally, refusal, tally
from bot.lab.adapting.reading import Hearing, read_all
from bot.lab.adapting.workshop import HeadTooNew, Order, clear, make
from bot.lab.evaluation.speech_decoding import Decoded, decode_all, jobs_for
from bot.lab.evaluation.utterances import read_table
from bot.releases.second_pass import head_store, lack, second_pass, weights_folder
from bot.releases.train import speech_models
from bot.settings.paths import SHARE
from bot.settings.settings import Settings
from bot.terminal import console, step
from nlu.latin import Latin
from nlu.text.languages import CODES
from voice.lexicon.pronounce import Lexicon
from voice.listen.recogniser import RecognisedText
from voice.listen.second_pass.adapting.learner import Recipe
from voice.listen.second_pass.fusion import fuse
from voice.listen.second_pass.head import read_arrays
from voice.listen.second_pass.heads import HeadStore
from voice.listen.second_pass.models import SecondPassModels, head_of

GUARD = "data/sets/{language}-calls"
SHOWN = 20
"""Lines about clips that are of no use; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was asked to do."""

    directory: Path
    language: str | None = None
    """None: every language of the set."""
    force: str = ""
    """The owner's reason to take a head that would be refused."""
    only_check: bool = False
    recipe: Recipe | None = None


def adapt(settings: Settings, options: Options) -> bool:
    """Make, judge and release a head for each language asked for; False where one was not released.

    Raises:
        DataFileError: the set cannot be used. StartError: there is no second pass to adapt. ModelBroken.
    """
    samples = read_table(options.directory)
    found = [one for one in CODES if any(sample.language == one for sample in samples)]
    wanted = [one for one in found if options.language in (None, one)]
    if not wanted:
        raise DataFileError(options.directory / "ref.tsv", f"it has no clip in '{options.language}'")
    done = True
    for language in wanted:
        console.print(f"{language}:" if len(found) > 1 else f"language {language}", style="bold")
        lexicon = Lexicon.load(language, settings.data / "lexicons", latin=Latin(language))
        with step("looking at the clips"):
            checked = check([one for one in samples if one.language == language], language, lexicon)
            parts = part(checked.clips)
        _tell_check(checked, parts)
        if parts.lack:
            console.print(f"{language}: {parts.lack}", style="yellow", soft_wrap=True, markup=False)
            done = False
        elif not options.only_check:
            done = _Adaptation(settings, options, _models(settings), language).run(parts) and done
    return done


def _models(settings: Settings) -> SecondPassModels:
    models = second_pass(settings)
    if models is None:
        raise StartError(f"there is no second pass to adapt: {lack(settings)}; hatef doctor says what to do")
    return models


class _Adaptation:
    """The work for one language."""

    def __init__(self, settings: Settings, options: Options, models: SecondPassModels, language: str) -> None:
        shipped = head_of(language)
        if shipped is None or language not in models.graphs:
            raise StartError(f"there is no head or no decoding graph for '{language}'; run: hatef train")
        self._settings, self._options, self._language = settings, options, language
        self._store: HeadStore = head_store(settings, language)
        self._shipped = shipped
        release = self._store.in_use().release
        self._in_use = release.path if release else None
        self._hearing = Hearing(models.graphs[language], models.weights)

    def run(self, parts: Parts) -> bool:
        """Learn, judge, release; whether it was released."""
        order = Order(
            self._store.folder.parent,
            self._language,
            self._shipped,
            weights_folder(self._settings),
            self._settings.data / "lexicons",
            self._options.recipe or Recipe(),
        )
        console.print(
            f"    Ctrl-C stops it; the same command goes on ({self._store.making})", style="dim", soft_wrap=True
        )
        try:
            made = make(order, parts)
        except HeadTooNew as error:
            raise StartError("the shipped head has layers that this version cannot adapt; update Hatef") from error
        if made.misfits:
            told = ", ".join(made.misfits[:SHOWN])
            console.print(f"    sound and text do not fit, left out: {told}", style="yellow", soft_wrap=True)
        guard = check(
            read_table(SHARE / GUARD.format(language=self._language)),
            self._language,
            Lexicon.load(self._language, self._settings.data / "lexicons"),
        )
        chosen, before, in_use, after = self._judged(parts, guard.clips, made.candidates)
        self._table(parts, [("shipped", before), ("in use", in_use), ("new", after)])
        why = refusal(before, after) or (in_use and refusal_against(in_use, after)) or ""
        if why and not self._options.force:
            console.print(f"not released: {why}", style="bold yellow", soft_wrap=True, markup=False)
            clear(self._store.making, learned=False)
            console.print("    bring more clips, or take it all the same with --force 'REASON'", soft_wrap=True)
            return False
        number = self._release(chosen, parts, before, after, why)
        console.print(f"[green]✓[/green] head {number} for '{self._language}' is released and in use", soft_wrap=True)
        console.print(f"    back: hatef models rollback {self._language}", soft_wrap=True)
        return True

    def _judged(
        self, parts: Parts, guard: Sequence[Clip], candidates: Sequence[Path]
    ) -> tuple[Path, Figures, Figures | None, Figures]:
        """The chosen candidate; figures of the shipped head, of one's own in use (None: none is), of the candidate."""
        clips = [*parts.choose, *guard, *parts.judge]
        with step(f"hearing {len(clips)} clips with the first pass"):
            first = self._first(clips)
        own = [self._in_use] if self._in_use else []
        heads = [self._shipped, *own, *candidates]
        with step(f"hearing {len(clips)} clips with {len(heads)} heads"):
            second = read_all(self._hearing, heads, clips)
        marks = len(parts.choose), len(parts.choose) + len(guard)
        heard = [[readings[at] for readings in second] for at in range(len(heads))]
        told = [_figures(clips, first, one, marks) for one in heard]
        choosing = [tally(parts.choose, _fused(parts.choose, first, one)) for one in heard]
        best = _choose(told, choosing, len(own) + 1)
        return heads[best], told[0], told[1] if own else None, told[best]

    def _first(self, clips: Sequence[Clip]) -> list[RecognisedText]:
        """What the first pass hears, as calls have it."""
        kinds = {kind: str(path) for kind, path in speech_models(self._settings)[self._language].items()}
        outcomes = decode_all({self._language: kinds}, [clip.sample for clip in clips], (), jobs_for(len(clips)), None)
        return [one.first if isinstance(one, Decoded) else RecognisedText("", (), 0.0) for one in outcomes]

    def _release(self, chosen: Path, parts: Parts, before: Figures, after: Figures, why: str) -> int:
        clips = (*parts.learn, *parts.choose, *parts.judge)
        of_set = hashlib.sha256("".join(sorted(clip.key for clip in clips)).encode()).hexdigest()
        facts: dict[str, Any] = {
            "set": {"name": self._options.directory.resolve().name, "clips": len(clips), "sounds_sha256": of_set},
            "parted_by": "caller" if parts.callers else "clip",
            "share": float(chosen.stem),
            "shipped_sha256": hashlib.sha256(self._shipped.read_bytes()).hexdigest(),
            "figures": {"shipped": before.facts, "new": after.facts},
        }
        if why:
            facts["forced"] = {"against": why, "reason": self._options.force}
        number = self._store.release(read_arrays(chosen), facts).number
        self._store.use(number)
        clear(self._store.making, learned=True)
        return number

    def _table(self, parts: Parts, rows: Sequence[tuple[str, Figures | None]]) -> None:
        table = Table(
            title=f"held-out clips: {len(parts.judge)}, of {'other callers' if parts.callers else 'any caller'}"
        )
        for header in ("head", "held-out: words wrong", "digit rows right", "guard: words wrong", "digit rows right"):
            table.add_column(header, justify="left" if header == "head" else "right")
        for name, one in rows:
            if one is not None:
                table.add_row(name, *_cells(one.held_out), *_cells(one.guard))
                table.add_row("  second pass alone", *_cells(one.held_out_alone), *_cells(one.guard_alone), style="dim")
        console.print(table)


def refusal_against(in_use: Figures, after: Figures) -> str:
    """Why the new head is not taken for one's own that is in use; "" where it is not worse."""
    if after.held_out.wrong > in_use.held_out.wrong:
        return f"the head in use is better: {in_use.held_out.wrong} to {after.held_out.wrong} words wrong"
    return ""


def _choose(told: Sequence[Figures], choosing: Sequence[Tally], first: int) -> int:
    """The candidate that hears the clips to choose on best, of those that hear the guard as well as the shipped one;
    where none does, the nearest to the shipped one, which is the last."""
    guard = told[0].guard
    fit = [
        at
        for at in range(first, len(told))
        if told[at].guard.wrong <= guard.wrong and told[at].guard.right_rows >= guard.right_rows
    ]
    return min(fit, key=lambda at: choosing[at].wrong, default=len(told) - 1)


def _figures(
    clips: Sequence[Clip], first: Sequence[RecognisedText], second: Sequence[RecognisedText], marks: tuple[int, int]
) -> Figures:
    """`marks`: where the guard begins and where the held-out clips do."""
    both, alone = _fused(clips, first, second), [one.text for one in second]
    begin, end = marks
    held, guard = slice(end, None), slice(begin, end)
    return Figures(*(tally(clips[where], texts[where]) for texts in (both, alone) for where in (held, guard)))


def _fused(clips: Sequence[Clip], first: Sequence[RecognisedText], second: Sequence[RecognisedText]) -> list[str]:
    """What the call would be told."""
    both = zip((clip.sample for clip in clips), first, second, strict=False)
    return [fuse(one, other, sample.kind, sample.language).text for sample, one, other in both]


def _cells(one: Tally) -> tuple[str, str]:
    share = 100 * one.wrong / max(1, one.words)
    return f"{one.wrong} of {one.words} ({share:.1f} %)", f"{one.right_rows} of {one.rows}" if one.rows else ""


def _tell_check(checked: Checked, parts: Parts) -> None:
    for line in (*checked.left_out[:SHOWN], *checked.notes):
        console.print(f"    {line}", style="yellow", soft_wrap=True, markup=False)
    if len(checked.left_out) > SHOWN:
        console.print(f"    and {len(checked.left_out) - SHOWN} more of no use", style="yellow")
    by = "whole callers" if parts.callers else "clips"
    counts = f"{len(parts.learn)} to learn, {len(parts.choose)} to choose, {len(parts.judge)} held out"
    console.print(f"    {len(checked.clips)} clips of use, {len(checked.left_out)} not; parted by {by}: {counts}")
