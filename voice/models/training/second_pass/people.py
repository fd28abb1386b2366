"""The people the head learns from: clips in tar files, each with its sounds; who is kept back for judging stays out.

Speakers are held out where they are named (Arabic Speech Commands: the tar of its validation speakers is never given
here); where they are not, or there is one alone, every `HELD_OUT_EVERY`th clip or story is, by its name.
"""

import csv
import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import soundfile

from nlu.text.languages import LANGUAGES
from voice.lexicon.phones import undouble
from voice.lexicon.pronounce import Lexicon
from voice.models.training.places import LEXICONS

KEYWORDS = Path(__file__).parents[1] / "keywords.tsv"
HELD_OUT_EVERY = 6
DIGITS = {code: list(one.digit_words) for code, one in LANGUAGES.items()}
DIGITS["fa"][9] = "نُه"
"""The damma tells it from «نه», no."""
SHORT = {
    "fa": "بله نه آره نخیر خیر باشه درسته سلام الو".split(),
    "ar": "نعم لا أيوه أجل كلا طيب تمام موافق صحيح".split(),
}
TANWIN = "\u064c"
LONGEST_S = 24.0
"""Longer recordings are left out: slowed down and with silence around them they must fit into the encoder's 30 s."""


@dataclass(frozen=True)
class Clip:
    """One recording of a person."""

    path: Path
    labels: tuple[int, ...]
    """Outputs of the head, 1-based."""
    source: str
    speaker: str
    digit: int = -1
    """What it says, where that is one digit and nothing else."""


def unpacked(tar: Path, work: Path) -> Path:
    """The folder that `tar` was unpacked into, once."""
    target = work / "people" / tar.stem
    if not target.exists():
        part = target.with_suffix(".part")
        with tarfile.open(tar) as packed:
            packed.extractall(part, filter="data")
        part.rename(target)
    return target


def held_out(name: str) -> bool:
    """Whether a clip or story of this name is kept for judging; the same on every machine."""
    return hashlib.sha256(name.encode()).digest()[0] % HELD_OUT_EVERY == 0


class Reader:
    """Reads what people say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lexicon = Lexicon.load(language, LEXICONS)
        self._label = {phone: at + 1 for at, phone in enumerate(self.lexicon.table.phones)}
        self._digit = {word: value for value, word in enumerate(DIGITS[language])}

    def labels(self, sound: tuple[str, ...]) -> tuple[int, ...]:
        """Sounds as outputs of the head."""
        return tuple(self._label[phone] for phone in sound)

    def sounds(self, text: str) -> tuple[int, ...]:
        """A text by the first pronunciation of each word; the isolated words of one reader carry their case ending."""
        found: list[str] = []
        for word in text.split():
            # Prompts say «نه» only as the number.
            found += self.lexicon.plain("نُه" if self.language == "fa" and word == "نه" else word)[0]
            found += ("u", "n") if word.endswith(TANWIN) else ()
        return self.labels(undouble(tuple(found)))

    def prompts(self, folder: Path, source: str) -> Iterator[Clip]:
        """A folder with ref.tsv (file, text, speaker, for some a grade): grade A alone."""
        with (folder / "ref.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("grade", "A") == "A" and soundfile.info(folder / row["file"]).duration < LONGEST_S:
                    word = "نُه" if row["text"] == "نه" else row["text"]
                    digit = self._digit.get(word, -1)
                    yield Clip(folder / row["file"], self.sounds(row["text"]), source, row["speaker"], digit)

    def keywords(self, folder: Path) -> Iterator[Clip]:
        """Arabic Speech Commands: SPLIT/KEYWORD/SPEAKER_NO_TAKE.flac."""
        with KEYWORDS.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        inner = next(path.parent for path in folder.rglob("yes") if path.is_dir())
        for row in rows:
            labels = self.labels(self.lexicon.table.from_ipa(row["sound"].split(",")[0]))
            for path in sorted((inner / row["keyword"]).glob("*.flac")):
                yield Clip(path, labels, "keywords", path.stem.partition("_")[0], self._digit.get(row["word"], -1))


def story(path: Path) -> str:
    """Pages of one story are held out together."""
    return path.stem.partition("_")[0]


def load(language: str, data: Path, work: Path) -> dict[str, list[Clip]]:
    """Source -> all its clips, held-out ones too; a source whose tar is not in `data` is left out."""
    reader = Reader(language)
    names = {"fa": {"prompts": "fa_voiz"}, "ar": {"stories": "ar_stories", "digits": "ar_digits", "man": "ar_gcompris"}}
    found: dict[str, list[Clip]] = {}
    for source, name in names[language].items():
        if (data / f"{name}.tar").is_file():
            found[source] = list(reader.prompts(unpacked(data / f"{name}.tar", work), source))
    keywords = data / "ar_commands_train.tar"
    if language == "ar" and keywords.is_file():
        found["keywords"] = list(reader.keywords(unpacked(keywords, work)))
    return found


def for_training(clips: dict[str, list[Clip]]) -> dict[str, list[Clip]]:
    """What is not held out. The one Persian woman's single digits all stay: there is one recording of each."""
    kept = dict(clips)
    for source in ("digits", "man", "stories"):
        if source in kept:
            name = story if source == "stories" else lambda path: path.stem
            kept[source] = [clip for clip in kept[source] if not held_out(name(clip.path))]
    if "prompts" in kept:
        kept["prompts"] = [clip for clip in kept["prompts"] if clip.digit >= 0 or not held_out(clip.path.stem)]
    return kept
