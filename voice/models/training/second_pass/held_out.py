"""Sets of people who were kept out of training, as `hatef evaluate speech --set` reads them:

    python -m voice.models.training.second_pass.held_out --data DIR --work DIR --keywords ar_commands_val.tar --out DIR

Of Arabic: single digits, yes and no, and rows of digits of six people never heard; single digits of others, whose
clips were held out; words that no call centre hears, and pages of stories kept back. Of Persian there is one woman
alone, on whom the head was trained: her rows tell that it works, not how it hears strangers; her prompts kept back are
speech about other things (`out_of_scope`).
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from voice.models.training.line import LINE_HZ, throat, trimmed
from voice.models.training.second_pass.people import DIGITS, KEYWORDS, Clip, Reader, held_out, load, story, unpacked

ROWS_A_PERSON = 10
COLUMNS = ("file", "language", "text", "speaker", "condition", "kind", "order_number", "intent")
OTHER_KEYWORDS = frozenset(
    "right,left,up,down,forward,backward,enable,disable,open,close,zoom in,zoom out,move,rotate,record,direction".split(
        ","
    )
)
"""Words of Arabic Speech Commands that mean nothing to a call centre's bot."""
TAKES = 1
"""Of each of these words by each person."""
LONGEST_S, LEAST_WORDS = 12.0, 3
"""Of a turn about other things, and of the words in it: single words of prompts («شماره») are no sentence."""

NUMBERS = {
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17,
    "هجده": 18, "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80,
    "نود": 90, "صد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700,
    "هشتصد": 800, "نهصد": 900,
}  # fmt: skip


@dataclass(frozen=True)
class Dictation:
    """How a row of single digits is said: how many, and the seconds between two of them."""

    name: str
    digits: int
    gap_s: tuple[float, float]


DICTATIONS = (
    Dictation("rows", 5, (0.08, 0.35)),
    Dictation("hurried", 5, (0.0, 0.03)),
    Dictation("pauses", 5, (0.4, 0.8)),
    Dictation("mobiles", 11, (0.05, 0.3)),
)


class Line(NamedTuple):
    """One clip: samples at LINE_HZ, what is said, by whom, and after what question."""

    samples: np.ndarray
    text: str
    speaker: str
    kind: str
    digits: str = ""
    intent: str = ""


def _line(clip: Clip, *, cut: bool = False) -> np.ndarray:
    audio, rate = soundfile.read(clip.path, dtype="float32")
    audio = trimmed(audio) if cut else audio
    return throat(0.5 * audio / (np.abs(audio).max() + 1e-6), rate, 1.0)


def singles(language: str, clips: Iterable[Clip]) -> list[Line]:
    """One digit a clip."""
    return [Line(_line(c), DIGITS[language][c.digit], c.speaker, "digits", str(c.digit)) for c in clips if c.digit >= 0]


def rows(language: str, clips: Iterable[Clip], how: Dictation, count: int = ROWS_A_PERSON) -> list[Line]:
    """Rows of digits, each of one person's single digits; a mobile number begins with 09."""
    rng = np.random.default_rng(5)
    said: dict[str, dict[int, list[Clip]]] = defaultdict(lambda: defaultdict(list))
    for clip in clips:
        if clip.digit >= 0:
            said[clip.speaker][clip.digit].append(clip)
    found = []
    for speaker, digits in sorted(said.items()):
        for _ in range(count if len(digits) == len(DIGITS[language]) else 0):
            row = rng.integers(0, 10, how.digits).tolist()
            row[:2] = [0, 9] if how.digits == 11 else row[:2]
            parts: list[np.ndarray] = []
            for digit in row:
                clip = digits[digit][rng.integers(len(digits[digit]))]
                parts += [_line(clip, cut=True), np.zeros(int(rng.uniform(*how.gap_s) * LINE_HZ), np.float32)]
            text = " ".join(DIGITS[language][digit] for digit in row)
            found.append(Line(np.concatenate(parts), text, speaker, "digits", "".join(map(str, row))))
    return found


def answers(clips: Iterable[Clip], kind: str) -> Iterator[Line]:
    """«نعم» and «لا», where they were asked for or where nothing was (general)."""
    for clip in clips:
        word, intent = {"yes": ("نعم", "affirm"), "no": ("لا", "deny")}.get(clip.path.parent.name, ("", ""))
        if word:
            yield Line(_line(clip), word, clip.speaker, kind, intent=intent)


def keywords(clips: Iterable[Clip], words: dict[str, str]) -> Iterator[Line]:
    """Words that nobody says to this bot, in a general turn. `words`: name of the keyword -> what is said."""
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for clip in clips:
        name = clip.path.parent.name
        if name in OTHER_KEYWORDS and name in words and taken[clip.speaker, name] < TAKES:
            taken[clip.speaker, name] += 1
            yield Line(_line(clip), words[name], clip.speaker, "general", intent="out_of_scope")


def others(clips: Iterable[Clip], texts: dict[str, str]) -> Iterator[Line]:
    """Sentences about other things. `texts`: file -> what is said."""
    for clip in clips:
        text = texts[clip.path.name]
        if len(text.split()) >= LEAST_WORDS and soundfile.info(clip.path).duration <= LONGEST_S:
            yield Line(_line(clip), text, clip.speaker, "general", intent="out_of_scope")


def numbers(clips: Iterable[Clip], texts: dict[str, str]) -> Iterator[Line]:
    """The Persian woman's tens, teens and hundreds, alone («سی», «شصت»), where a number is asked for."""
    for clip in clips:
        text = texts[clip.path.name]
        if text in NUMBERS:
            yield Line(_line(clip), text, clip.speaker, "digits", str(NUMBERS[text]))


def write(folder: Path, language: str, lines: Sequence[Line]) -> None:
    """The clips and their ref.tsv."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ref.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(COLUMNS)
        for number, (line, text, speaker, kind, digits, intent) in enumerate(lines):
            soundfile.write(folder / f"{number:04d}.flac", line, LINE_HZ)
            table.writerow((f"{number:04d}.flac", language, text, speaker, "clean", kind, digits, intent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--data", "--work", "--keywords", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    _arabic(given.data, given.work, given.keywords, given.out)
    _persian(given.data, given.work, given.out)


def _arabic(data: Path, work: Path, tar: Path, out: Path) -> None:
    clips = load("ar", data, work)
    strangers = list(Reader("ar").keywords(unpacked(tar, work)))
    held = [clip for clip in clips["digits"] if held_out(clip.path.stem)]
    pages = [clip for clip in clips["stories"] if held_out(story(clip.path))]
    write(out / "ar-digits", "ar", singles("ar", strangers))
    write(out / "ar-other-digits", "ar", singles("ar", held))
    write(out / "ar-yesno", "ar", list(answers(strangers, "yesno")))
    write(out / "ar-answers", "ar", list(answers(strangers, "general")))
    write(out / "ar-keywords", "ar", list(keywords(strangers, _keyword_texts())))
    write(out / "ar-stories", "ar", list(others(pages, _texts(pages))))
    for how in DICTATIONS:
        write(out / f"ar-{how.name}", "ar", rows("ar", strangers, how))


def _persian(data: Path, work: Path, out: Path) -> None:
    woman = load("fa", data, work)["prompts"]
    held = [clip for clip in woman if held_out(clip.path.stem)]
    write(out / "fa-digits", "fa", singles("fa", woman))
    write(out / "fa-numbers", "fa", list(numbers(woman, _texts(woman))))
    write(out / "fa-prompts", "fa", list(others(held, _texts(held))))
    for how in DICTATIONS:
        write(out / f"fa-{how.name}", "fa", rows("fa", woman, how, 40))


def _texts(clips: Sequence[Clip]) -> dict[str, str]:
    """File -> text, of clips in one folder."""
    with (clips[0].path.parent / "ref.tsv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _keyword_texts() -> dict[str, str]:
    """Folder of a keyword -> the word."""
    with KEYWORDS.open(encoding="utf-8", newline="") as file:
        return {row["keyword"]: row["word"] for row in csv.DictReader(file, delimiter="\t")}


if __name__ == "__main__":
    main()
