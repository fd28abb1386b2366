"""Sets of people who were kept out of training, as `hatef evaluate speech --set` reads them:

    python -m voice.models.training.second_pass.held_out --data DIR --work DIR --keywords ar_commands_val.tar --out DIR

Of Arabic: single digits, yes and no, and five-digit rows of six people never heard; single digits of others, whose
clips were held out. Of Persian there is one woman alone, on whom the head was trained: her rows tell that it works, not
how it hears strangers.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import soundfile

from voice.models.training import augment
from voice.models.training.features import trimmed
from voice.models.training.second_pass.people import DIGITS, Clip, Reader, held_out, load, unpacked

ROWS_A_PERSON, ROW = 10, 5
GAP_S = (0.08, 0.35)
COLUMNS = ("file", "language", "text", "speaker", "condition", "kind", "order_number")
Line = tuple[np.ndarray, str, str, str, str]
"""Samples at LINE_HZ, text, speaker, kind of turn, digits."""


def _line(clip: Clip, *, cut: bool = False) -> np.ndarray:
    audio, rate = soundfile.read(clip.path, dtype="float32")
    audio = trimmed(audio) if cut else audio
    return augment.throat(0.5 * audio / (np.abs(audio).max() + 1e-6), rate, 1.0)


def singles(language: str, clips: Iterable[Clip]) -> list[Line]:
    """One digit a clip."""
    return [(_line(c), DIGITS[language][c.digit], c.speaker, "digits", str(c.digit)) for c in clips if c.digit >= 0]


def rows(language: str, clips: Iterable[Clip], count: int = ROWS_A_PERSON) -> list[Line]:
    """Five-digit rows, each of one person's single digits."""
    rng = np.random.default_rng(5)
    said: dict[str, dict[int, list[Clip]]] = defaultdict(lambda: defaultdict(list))
    for clip in clips:
        if clip.digit >= 0:
            said[clip.speaker][clip.digit].append(clip)
    found = []
    for speaker, digits in sorted(said.items()):
        for _ in range(count if len(digits) == len(DIGITS[language]) else 0):
            row = rng.integers(0, 10, ROW).tolist()
            parts: list[np.ndarray] = []
            for digit in row:
                clip = digits[digit][rng.integers(len(digits[digit]))]
                parts += [_line(clip, cut=True), np.zeros(int(rng.uniform(*GAP_S) * augment.LINE_HZ), np.float32)]
            text = " ".join(DIGITS[language][digit] for digit in row)
            found.append((np.concatenate(parts), text, speaker, "digits", "".join(map(str, row))))
    return found


def write(folder: Path, language: str, lines: Sequence[Line]) -> None:
    """The clips and their ref.tsv."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ref.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(COLUMNS)
        for number, (line, text, speaker, kind, digits) in enumerate(lines):
            soundfile.write(folder / f"{number:04d}.flac", line, augment.LINE_HZ)
            table.writerow((f"{number:04d}.flac", language, text, speaker, "clean", kind, digits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--data", "--work", "--keywords", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    strangers = list(Reader("ar").keywords(unpacked(given.keywords, given.work)))
    others = [clip for clip in load("ar", given.data, given.work)["digits"] if held_out(clip.path.stem)]
    answers = [(_line(c), {"yes": "نعم", "no": "لا"}[c.path.parent.name], c.speaker, "yesno", "")
               for c in strangers if c.path.parent.name in ("yes", "no")]  # fmt: skip
    write(given.out / "ar-digits", "ar", singles("ar", strangers))
    write(given.out / "ar-other-digits", "ar", singles("ar", others))
    write(given.out / "ar-yesno", "ar", answers)
    write(given.out / "ar-rows", "ar", rows("ar", strangers))
    woman = load("fa", given.data, given.work)["prompts"]
    write(given.out / "fa-digits", "fa", singles("fa", woman))
    write(given.out / "fa-rows", "fa", rows("fa", woman, 40))


if __name__ == "__main__":
    main()
