"""Is a head better? Words wrong and digit rows right on clips nobody learned from, and when it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.lab.adapting.clips import Clip
from bot.lab.evaluation.speech_text import pair
from nlu.numbers.slots import ORDER_NUMBER, from_text
from voice.score import edit_distance, fold


@dataclass(frozen=True, slots=True)
class Tally:
    """How right a set of clips was heard."""

    words: int
    wrong: int
    rows: int
    """Clips that say an order number or answered a question for digits."""
    right_rows: int
    by_clip: tuple[int, ...]
    """Words wrong of each clip."""

    @property
    def facts(self) -> dict[str, int]:
        """As a manifest keeps it."""
        told = {"clips": len(self.by_clip), "words": self.words, "words_wrong": self.wrong}
        return {**told, "digit_rows": self.rows, "digit_rows_right": self.right_rows}

    def better(self, other: "Tally") -> tuple[int, int]:
        """Clips heard with fewer words wrong than `other` has, and with more."""
        pairs = list(zip(self.by_clip, other.by_clip, strict=True))
        return sum(mine < its for mine, its in pairs), sum(mine > its for mine, its in pairs)


def tally(clips: Sequence[Clip], heard: Sequence[str]) -> Tally:
    """Compare what was heard with what was said, both in one spelling."""
    wrong, words, rows, right = [], 0, 0, 0
    for clip, text in zip(clips, heard, strict=True):
        wanted, got = (fold(one).split() for one in pair(clip.sample.text, text, clip.sample.language))
        wrong.append(edit_distance(wanted, got))
        words += len(wanted)
        if clip.sample.order_number or clip.sample.kind == "digits":
            rows += 1
            right += _right_row(clip, text) if clip.sample.order_number else not wrong[-1]
    return Tally(words, sum(wrong), rows, right, tuple(wrong))


def _right_row(clip: Clip, heard: str) -> bool:
    found = from_text(heard, ORDER_NUMBER, clip.sample.language)
    return found is not None and found.digits == clip.sample.order_number


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one head: held-out clips and guard, as a call hears them (both passes) and by the second pass alone."""

    held_out: Tally
    guard: Tally
    held_out_alone: Tally
    guard_alone: Tally

    @property
    def facts(self) -> dict[str, dict[str, int]]:
        """As a manifest keeps them."""
        return {
            "held_out": self.held_out.facts,
            "guard": self.guard.facts,
            "held_out_second_pass": self.held_out_alone.facts,
            "guard_second_pass": self.guard_alone.facts,
        }


def refusal(before: Figures, after: Figures) -> str:
    """Why the new head is not taken; "" where it is better on the held-out clips and not worse on the guard."""
    up, down = after.held_out.better(before.held_out)
    if after.held_out.wrong >= before.held_out.wrong or up <= down:
        return (
            f"it is not better on the held-out clips: {before.held_out.wrong} to {after.held_out.wrong} words wrong, "
            f"{up} clips better, {down} worse"
        )
    if after.held_out.right_rows < before.held_out.right_rows:
        return f"fewer rows of digits are right: {before.held_out.right_rows} to {after.held_out.right_rows}"
    if after.guard.wrong > before.guard.wrong or after.guard.right_rows < before.guard.right_rows:
        return (
            f"it hears the guard set worse: {before.guard.wrong} to {after.guard.wrong} words wrong, "
            f"{before.guard.right_rows} to {after.guard.right_rows} rows of digits right"
        )
    return ""
