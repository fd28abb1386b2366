"""What lies on disk becomes clips with labels."""

import json
from pathlib import Path

import pytest

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table
from voice.models.training.clips import FOREIGN, KEPT_FROM_PERSIAN, KINDS, PEOPLE, recorded, synthetic

KEYWORDS = Path(__file__).parents[4] / "voice" / "models" / "training" / "keywords.tsv"


def manifest(folder: Path, *rows: dict[str, object]) -> Path:
    folder.mkdir(parents=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "manifest.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_an_engine_that_never_spoke_has_no_clips(tmp_path: Path) -> None:
    assert synthetic(tmp_path, "fa") == []


@pytest.mark.parametrize("language", CODES)
def test_a_row_of_the_manifest_is_a_clip_with_one_based_labels(tmp_path: Path, language: str) -> None:
    phones = phone_table(language).phones
    folder = manifest(tmp_path / "piper", {"id": 7, "phones": [phones[0], phones[-1]], "text": "", "speaker": "joe"})
    (clip,) = synthetic(folder, language)
    assert clip.path == folder / "000007.flac"
    assert clip.labels == (1, len(phones))
    assert (clip.source, clip.language, clip.kept_from_persian) == ("piper", language, False)


def test_a_sound_of_the_other_language_is_refused(tmp_path: Path) -> None:
    folder = manifest(tmp_path / "espeak", {"id": 0, "phones": ["ħ"]})
    assert len(synthetic(folder, "ar")) == 1
    with pytest.raises(KeyError, match="ħ"):
        synthetic(folder, "fa")


def people(folder: Path, **takes: int) -> Path:
    for keyword, count in takes.items():
        (folder / keyword).mkdir(parents=True)
        for take in range(count):
            (folder / keyword / f"00000{take}_NO_01.flac").touch()
    return folder


def test_people_say_the_sounds_of_their_keyword(tmp_path: Path) -> None:
    clips = recorded(people(tmp_path, zero=2, five=1), KEYWORDS)
    table = phone_table("ar")
    label = {phone: at + 1 for at, phone in enumerate(table.phones)}
    zeros = [clip for clip in clips if clip.path.parent.name == "zero"]
    assert len(clips) == 3
    assert [clip.labels for clip in zeros] == [tuple(label[phone] for phone in table.from_ipa("sˤ i f r"))] * 2
    assert {(clip.source, clip.language) for clip in clips} == {("human", "ar")}


def test_some_keywords_are_kept_from_the_persian_head(tmp_path: Path) -> None:
    clips = recorded(people(tmp_path, zero=1, five=1, rotate=1), KEYWORDS)
    assert {clip.path.parent.name for clip in clips if clip.kept_from_persian} == {"five", "rotate"}


def test_what_is_kept_are_keywords_and_few_of_them() -> None:
    named = {line.split("\t")[0] for line in KEYWORDS.read_text(encoding="utf-8").splitlines()[1:]}
    assert named >= KEPT_FROM_PERSIAN
    assert len(KEPT_FROM_PERSIAN) < len(named) / 3


def test_files_that_are_no_recordings_are_passed_over(tmp_path: Path) -> None:
    folder = people(tmp_path, zero=1)
    (folder / "zero" / "notes.txt").touch()
    (folder / "unknown").mkdir()
    (folder / "unknown" / "a.flac").touch()
    assert [clip.path.name for clip in recorded(folder, KEYWORDS)] == ["000000_NO_01.flac"]


def test_every_kind_has_a_number_of_its_own() -> None:
    assert sorted(KINDS.values()) == list(range(len(CODES) + 2))
    assert [KINDS[code] for code in CODES] == list(range(len(CODES)))
    assert (KINDS["people"], KINDS["foreign"]) == (PEOPLE, FOREIGN)
