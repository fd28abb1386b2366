"""The callers that the language rule is fitted on."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lab.evaluation.language_speech import ACCENTS, CONDITIONS, VARIANTS, Script, mnemonics
from bot.lab.evaluation.sound_file import read_sound
from voice.audio import duration_ms, level_dbfs

ROOT = Path(__file__).resolve().parents[4]
HELD_OUT = {"Andy", "belinda", "edward", "linda", "norbert"}


@pytest.fixture(scope="module", params=["fa", "ar"])
def script(request: pytest.FixtureRequest) -> Script:
    return Script.load(request.param, ROOT)


def test_the_voices_of_the_sets_are_left_out() -> None:
    assert not HELD_OUT & set(VARIANTS)


def test_sentences_come_from_every_source_and_from_no_held_out_file(script: Script) -> None:
    draw = random.Random(1)
    sentences = {script.sentence(draw) for _ in range(200)}
    assert sentences & set(script.told["data"])
    assert sentences & set(script.told["development"])
    assert sentences - set(script.told["data"]) - set(script.told["development"])


def test_without_accent_a_word_sounds_as_the_lexicon_says(script: Script) -> None:
    word = {"fa": "موجودی", "ar": "رصيدي"}[script.language]
    assert script.sounds(word, 0.0, random.Random(1))[0] in script.lexicon.pronounce(word)


def test_an_accent_replaces_vowels_by_vowels(script: Script) -> None:
    word = {"fa": "موجودی", "ar": "رصيدي"}[script.language]
    plain, foreign = script.lexicon.plain(word)[0], script.sounds(word, 1.0, random.Random(2))[0]
    vowels = script.lexicon.table.vowels
    assert foreign != plain
    assert [phone in vowels for phone in foreign] == [phone in vowels for phone in plain][: len(foreign)]
    assert max(ACCENTS) <= 0.2


def test_a_word_is_stressed_once(script: Script) -> None:
    words = script.sounds({"fa": "موجودی حسابم", "ar": "أريد رصيدي"}[script.language], 0.0, random.Random(1))
    spelled = mnemonics(words, script.lexicon.table, random.Random(1)).split(" ")
    assert len(spelled) == 2
    assert all("'" in word for word in spelled)


def test_clips_are_speech_under_a_condition(tmp_path: Path) -> None:
    """In a process of its own: the library of espeak-ng keeps one callback, and other tests set theirs."""
    code = (
        "import json, sys; from pathlib import Path; from bot.lab.evaluation.language_speech import Script, speak_set\n"
        "scripts = [Script.load(language, Path(sys.argv[1])) for language in ('ar',)]\n"
        "samples = speak_set(scripts, 2, Path(sys.argv[2]))\n"
        "print(json.dumps([(one.path.name, one.language, one.condition) for one in samples]))"
    )
    command = [sys.executable, "-c", code, str(ROOT), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(done.stdout)
    assert [name for name, _, _ in told] == ["ar0000.flac", "ar0001.flac"]
    for name, language, condition in told:
        pcm = read_sound(tmp_path / name)
        assert name.startswith(language)
        assert condition in CONDITIONS
        assert 600 < duration_ms(pcm) < 30_000
        assert level_dbfs(pcm) > -45
