"""The sets in data/sets: every clip is there and fit for a telephone; no sentence of a sealed set is elsewhere."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import yaml
from numpy.typing import NDArray

from bot.lab.evaluation.utterances import Sample, read_set
from nlu.numbers.slots import ORDER_NUMBER, from_text
from nlu.text.fold import match_key
from nlu.training import corpus
from tests.sets import diphones
from voice.lexicon.phones import phone_table

DATA = Path(__file__).parents[1] / "data"
SETS = DATA / "sets"
VOICES = SETS / "fa-voices"
FOLDERS = sorted(path.parent for path in SETS.glob("*/ref.tsv") if path.parent != VOICES)
DEVELOPMENT = ("-calls", "-dev")
SEALED = [folder for folder in FOLDERS if not folder.name.endswith(DEVELOPMENT)]
SECOND = [folder for folder in SEALED if not folder.name.endswith("-sealed")]
"""Those in which Festival's people speak too."""
CLIPS = {"fa-open": 30, "ar-open": 23}
"""Of the sealed halves of open speech: the digest of a clip's name decided which half it is in."""
LINE_HZ = 8_000
LONGEST_S = 10.0
FRAME = 80
HISS = 3e-3
"""Louder than the hiss around a clip (3e-4), far below any sound of speech."""
ROOM_MS = 200
"""So long is it quiet before and after the words: nothing was cut off."""
MOST_BYTES = 14 << 20
every = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
sealed = pytest.mark.parametrize("folder", SEALED, ids=lambda folder: folder.name)
second = pytest.mark.parametrize("folder", SECOND, ids=lambda folder: folder.name)
first = pytest.mark.parametrize("folder", [one for one in SEALED if one not in SECOND], ids=lambda folder: folder.name)


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "lines.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def line_of(sample: Sample) -> dict[str, str]:
    return {
        "name": sample.path.stem,
        "intent": sample.intent,
        "kind": sample.kind,
        "order_number": sample.order_number,
        "text": sample.text,
    }


def test_the_sets_are_there() -> None:
    kinds = ("calls", "open", "open-dev", "sealed", "sealed-2")
    names = [f"{language}-{kind}" for language in ("ar", "fa") for kind in kinds]
    assert [folder.name for folder in FOLDERS] == names


@every
def test_the_table_names_what_lines_tsv_says_and_every_file(folder: Path) -> None:
    samples = read_set(folder)
    told = [{key: row[key] for key in line_of(samples[0])} for row in lines(folder)]
    assert [line_of(sample) for sample in samples] == told
    assert {sample.path for sample in samples} == set(folder.glob("*.flac"))
    assert {sample.language for sample in samples} == {folder.name[:2]}


@every
def test_intents_are_of_the_domain_and_numbers_are_what_the_text_says(folder: Path) -> None:
    domain = yaml.safe_load((DATA / "domain" / "domain.yml").read_text(encoding="utf-8"))
    for sample in read_set(folder):
        assert sample.intent in (*domain["intents"], ""), sample.text
        number = from_text(sample.text, ORDER_NUMBER, sample.language)
        assert (number.digits if number else "") == sample.order_number, sample.text


@every
def test_sounds_are_written_word_by_word(folder: Path) -> None:
    table = phone_table(folder.name[:2])
    for row in lines(folder):
        sounds = [table.from_ascii(word) for word in row["sounds"].split()]
        assert all(sounds) and len(sounds) == len(row["text"].split()), row["text"]


def read(path: Path) -> NDArray[np.float32]:
    sound, rate = soundfile.read(path, dtype="float32")
    assert rate == LINE_HZ and sound.ndim == 1, path.name
    return np.asarray(sound, np.float32)


def quiet_ms(sound: NDArray[np.float32]) -> int:
    """How long a clip stays quiet from its beginning."""
    levels = np.abs(sound[: len(sound) // FRAME * FRAME]).reshape(-1, FRAME).max(axis=1)
    return int(np.argmax(levels > HISS)) * FRAME * 1000 // LINE_HZ


@every
def test_clips_are_whole_neither_clipped_nor_faint(folder: Path) -> None:
    for path in sorted(folder.glob("*.flac")):
        sound = read(path)
        assert 0.55 < float(np.abs(sound).max()) < 0.65, path.name
        assert 0.9 < len(sound) / LINE_HZ < LONGEST_S, path.name
        assert quiet_ms(sound) >= ROOM_MS and quiet_ms(sound[::-1]) >= ROOM_MS, path.name


def elsewhere(language: str, this: Path) -> Iterator[tuple[str, str]]:
    """Every sentence of the data, its tests and the sets other than `this`, with where it is."""
    for _, example in corpus.load(DATA, language):
        yield corpus.plain(example), "data/nlu"
    for table in sorted((DATA / "tests").glob(f"nlu*_{language}.yml")):
        for texts in yaml.safe_load(table.read_text(encoding="utf-8")).values():
            yield from ((text, table.name) for text in texts)
    for table in sorted((DATA / "tests").glob(f"conversations_{language}.yml")):
        for scene in yaml.safe_load(table.read_text(encoding="utf-8")):
            yield from ((turn["say"], table.name) for turn in scene["turns"] if "say" in turn)
    for table in sorted((DATA / "tests").glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            yield from ((row["text"], table.name) for row in rows if row["language"] == language)
    for folder in (*FOLDERS, VOICES):
        if folder != this:
            yield from ((sample.text, folder.name) for sample in read_set(folder))


@sealed
def test_no_sentence_of_a_sealed_set_is_elsewhere(folder: Path) -> None:
    language = folder.name[:2]
    known = {match_key(text, language): where for text, where in elsewhere(language, folder)}
    texts = [sample.text for sample in read_set(folder)]
    assert {text: known[match_key(text, language)] for text in texts if match_key(text, language) in known} == {}
    assert len({match_key(text, language) for text in texts}) == len(texts)


@first
def test_half_of_a_sealed_set_is_spoken_by_each_engine(folder: Path) -> None:
    speakers = [sample.speaker for sample in read_set(folder)]
    mixed = [speaker for speaker in speakers if speaker.startswith("kokoro-mix")]
    assert len(speakers) == 80 and len(mixed) == 40 and len(set(mixed)) == 8
    assert {speaker for speaker in speakers if speaker not in mixed} == {
        f"espeak-{name}" for name in ("Andy", "belinda", "edward", "linda", "norbert")
    }


@second
def test_three_engines_speak_the_second_sealed_sets(folder: Path) -> None:
    samples = read_set(folder)
    engines = Counter(sample.speaker.partition("-")[0] for sample in samples)
    assert len(samples) == CLIPS.get(folder.name, 100)
    assert set(engines) == {"kokoro", "festival", "espeak"} and min(engines.values()) >= len(samples) // 5
    assert len({sample.speaker for sample in samples}) >= (14 if folder.name in CLIPS else 8 + 3 + 5)
    mixtures = {sample.speaker for folder in SEALED if folder not in SECOND for sample in read_set(folder)}
    assert not mixtures & {sample.speaker for sample in samples if sample.speaker.startswith("kokoro")}


@second
def test_the_second_sealed_sets_hold_what_callers_say(folder: Path) -> None:
    kinds = Counter(sample.kind for sample in read_set(folder))
    numbers = sum(bool(sample.order_number) for sample in read_set(folder))
    expected = (CLIPS[folder.name], 0, 0, 0) if folder.name in CLIPS else (75, 15, 10, 15)
    assert (kinds["general"], kinds["digits"], kinds["yesno"], numbers) == expected


def test_czech_voices_say_what_they_have_sounds_for() -> None:
    assert diphones.can_say([phone_table("fa").from_ascii("salAm")], "fa")
    assert not diphones.can_say([phone_table("ar").from_ascii("TalATa")], "ar")


def test_a_joint_that_was_not_recorded_is_bridged() -> None:
    pairs = frozenset((("a", "#"), ("#", "t"), ("d", "e"), ("e", "t"), ("a", "_"), ("_", "a:"), ("s", "a")))
    assert diphones.bridge("d", "t", pairs) == ["e", "t"]
    assert diphones.bridge("a", "t", pairs) == ["#", "t"]
    assert diphones.bridge("a", "a:", pairs) == ["_", "a:"]
    assert diphones.bridge("s", "a:", pairs) == ["a"]
    assert diphones.bridge("s", "t", pairs) == []


def test_sounds_lean_on_their_neighbours_as_in_czech() -> None:
    assert list(diphones.assimilated(["r", "a:", "n", "g", "g", "a", "n", "f"])) == [
        "r",
        "a:",
        "n*",
        "g",
        "a",
        "m",
        "f",
    ]
    assert list(diphones.assimilated(["_", "a", "_", "a", "_", "d", "_", "a"])) == ["a", "_", "a", "#", "d", "a"]


def test_the_sealed_sets_are_small() -> None:
    assert sum(file.stat().st_size for folder in SEALED for file in folder.iterdir()) < MOST_BYTES


def test_each_latin_word_stands_in_its_sentence() -> None:
    with (Path(__file__).parent / "sets" / "latin" / "words.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(row["word"] in row["text"].split() for row in rows)
    assert all(bool(row["said"]) == (row["kind"] == "unseen") and row["word"] not in row["said"] for row in rows)
    groups = [(row["language"], row["kind"]) for row in rows]
    assert {group: groups.count(group) for group in groups} == {
        (language, kind): 30 for language in ("fa", "ar") for kind in ("usual", "unseen")
    }
