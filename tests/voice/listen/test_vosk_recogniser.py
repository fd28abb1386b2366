"""Vosk itself, on a model made by hand, here and in a process of its own; what we read from its files and answers."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.voice.listen.loudness_model import WORD, write_model
from tests.voice.listen.pool_calls import DOUBLE, PoolCall, turn, until
from tests.voice.listen.sounds import Sounds
from voice.errors import ModelBroken, NoRecogniser
from voice.events import ListenerLost
from voice.graphs.nnet3 import normalised, pack_model, unpack_model
from voice.listen.pool import ListenerPool
from voice.listen.vosk_recogniser import (
    STATIC,
    check_folder,
    has_scores,
    is_dynamic,
    merged,
    model_rate_hz,
    read_result,
)

ROOT = Path(__file__).resolve().parents[3]


def recognise(model: Path, *turns: bytes, kind: str = "digits") -> list[dict[str, Any]]:
    """Each turn through one recogniser, in a child process."""
    files = []
    for number, pcm in enumerate(turns):
        files.append(model / f"{number}.pcm")
        files[-1].write_bytes(pcm)
    command = [sys.executable, "-m", "tests.voice.listen.vosk_child", kind, str(model), *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_turns_on_one_recogniser(tmp_path: Path, sounds: Sounds, rate_hz: int) -> None:
    """A model of 16 kHz hears the line through the resampler; a turn tells nothing to the next one."""
    model = write_model(tmp_path / "model", rate_hz=rate_hz)
    one = sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300)
    two = one + sounds.silence(400) + sounds.speech("سلام") + sounds.silence(300)
    answers = recognise(model, one, two, sounds.silence(900), one)
    assert [answer["text"] for answer in answers] == [WORD, f"{WORD} {WORD}", "", WORD]
    assert [answer["confidence"] > 0.9 for answer in answers] == [True, True, False, True]
    assert answers[1]["partials"] == ["", WORD, f"{WORD} {WORD}"]
    for answer in answers:
        for word in answer["words"]:
            assert 0 <= word["start_ms"] <= word["end_ms"] <= 4000


def test_segments_closed_by_vosk_itself_are_one_turn(tmp_path: Path, sounds: Sounds) -> None:
    model = write_model(tmp_path / "model")
    word = sounds.speech("سلام")
    (answer,) = recognise(model, sounds.silence(300) + word + sounds.silence(1500) + word + sounds.silence(300))
    assert answer["endpoint"]
    assert answer["text"] == f"{WORD} {WORD}"


def test_of_kind_language_a_normalised_network_tells_how_likely_the_sound_is(tmp_path: Path, sounds: Sounds) -> None:
    turn = sounds.silence(300) + sounds.speech("سلام") + sounds.silence(300)
    plain, normal = write_model(tmp_path / "plain"), write_model(tmp_path / "normal")
    network = normal / "am" / "final.mdl"
    network.write_bytes(pack_model(normalised(unpack_model(network.read_bytes()))))
    assert (has_scores(plain), has_scores(normal)) == (False, True)
    (unscored,) = recognise(plain, turn, kind="language")
    once, twice = recognise(normal, turn, turn + sounds.silence(1500) + turn, kind="language")
    assert unscored["score"] is None
    assert unscored["text"] == once["text"] == WORD
    assert once["confidence"] == pytest.approx(unscored["confidence"], abs=0.05)
    assert -30 < once["score"] < 0
    assert twice["score"] < once["score"]


def test_an_unknown_word_is_left_out_and_lowers_the_confidence(tmp_path: Path, sounds: Sounds) -> None:
    model = write_model(tmp_path / "model", word="[unk]")
    (answer,) = recognise(model, sounds.silence(300) + sounds.speech("سلام") + sounds.silence(300))
    assert (answer["text"], answer["words"], answer["confidence"]) == ("", [], 0.0)
    assert answer["partials"] == [""]


def test_results_are_read_with_times_from_the_turn() -> None:
    result = {
        "text": "کد <unk> دو",
        "result": [
            {"word": "کد", "start": 10.5, "end": 10.9, "conf": 0.8},
            {"word": "<unk>", "start": 10.9, "end": 11.2, "conf": 0.6},
            {"word": "دو", "start": 11.2, "end": 11.5, "conf": 1.0000002},
        ],
    }
    heard = merged(read_result(json.dumps(result), 10.0))
    assert heard.text == "کد دو"
    assert [(word.start_ms, word.end_ms) for word in heard.words] == [(500, 900), (1200, 1500)]
    assert heard.confidence == pytest.approx(0.6)


def test_no_words_are_no_confidence() -> None:
    assert merged(read_result('{"text": ""}', 0.0)).confidence == 0.0


@pytest.mark.parametrize(
    ("name", "text", "rate_hz"),
    [
        ("mfcc.conf", "--use-energy=false\n--sample-frequency=8000  # line\n", 8000),
        ("mfcc.conf", "--num-ceps=40\n", 16000),
        ("fbank.conf", "--sample-frequency=8000.0\n", 8000),
    ],
)
def test_the_rate_stands_in_the_feature_settings(tmp_path: Path, name: str, text: str, rate_hz: int) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / name).write_text(text)
    assert model_rate_hz(tmp_path) == rate_hz


@pytest.mark.parametrize("empty", ["am/final.mdl", "conf/model.conf", "graph/words.txt"])
def test_an_empty_file_is_told_by_its_name(tmp_path: Path, empty: str) -> None:
    model = write_model(tmp_path / "model")
    (model / empty).write_bytes(b"")
    with pytest.raises(ModelBroken, match=f"{empty} is missing or empty"):
        check_folder(model)


def test_a_graph_put_together_at_run_time_needs_both_halves(tmp_path: Path) -> None:
    model = write_model(tmp_path / "model")
    assert not is_dynamic(model)
    for name in (STATIC, "graph/words.txt"):
        (model / name).unlink()
    (model / "graph/Gr.fst").write_bytes(b"G")
    with pytest.raises(ModelBroken, match=r"neither graph/HCLG\.fst nor graph/HCLr\.fst with graph/Gr\.fst"):
        check_folder(model)
    (model / "graph/HCLr.fst").write_bytes(b"HCL")
    check_folder(model)
    assert is_dynamic(model)


@pytest.mark.parametrize("missing", ["am/final.mdl", "conf/model.conf", "conf/fbank.conf", "graph/HCLG.fst"])
def test_an_incomplete_folder_is_told_by_the_file(tmp_path: Path, missing: str) -> None:
    model = write_model(tmp_path / "model")
    (model / missing).unlink()
    with pytest.raises(ModelBroken) as told:
        check_folder(model)
    assert Path(missing).name in str(told.value)
    assert str(model) in str(told.value)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="no such folder"):
        check_folder(tmp_path / "nowhere")


# --- in a process of its own ----------------------------------------------------------------------------------------


async def test_the_real_vosk_in_a_worker(tmp_path: Path, sounds: Sounds) -> None:
    model = write_model(tmp_path / "model")
    pool = ListenerPool({"fa": {"general": model, "digits": model}}, workers=1)
    await pool.start()
    listener = PoolCall(pool)
    utterance = await turn(listener, sounds.silence(400) + sounds.speech("سلام") + sounds.silence(900))
    assert utterance.text == WORD
    assert utterance.confidence > 0.9
    listener.close()
    await pool.stop()


async def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    pool = ListenerPool({"fa": {"general": tmp_path / "gone"}}, workers=1)
    with pytest.raises(ModelBroken) as told:
        await pool.start()
    assert str(told.value).startswith(f"recogniser model {tmp_path / 'gone'}: there is no such folder")
    assert "\n" not in str(told.value)


async def test_an_unreadable_model_is_told(tmp_path: Path) -> None:
    model = write_model(tmp_path / "model")
    (model / "am/final.mdl").write_bytes(b"not a model")
    pool = ListenerPool({"fa": {"general": model}}, workers=1)
    with pytest.raises(ModelBroken, match="vosk cannot read it"):
        await pool.start()


@pytest.mark.parametrize("kind", ["general", "digits"])
async def test_a_model_that_loads_but_cannot_decode_is_told_at_the_start(tmp_path: Path, kind: str) -> None:
    models = {"general": write_model(tmp_path / "general"), "digits": write_model(tmp_path / "digits")}
    features = models[kind] / "conf/fbank.conf"
    features.write_text(features.read_text().replace("num-mel-bins=20", "num-mel-bins=40"))
    pool = ListenerPool({"fa": models}, workers=1)
    with pytest.raises(ModelBroken, match="vosk loads it but cannot decode with it") as told:
        await pool.start()
    assert told.value.path == str(models[kind])
    assert "hatef models pull NAME --again" in str(told.value)


async def test_a_call_whose_model_fails_is_told_and_the_others_go_on(tmp_path: Path, sounds: Sounds) -> None:
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=1, loader=f"{DOUBLE}_without_digits")
    await pool.start()
    pid = pool.pids
    other, failing = PoolCall(pool, "other"), PoolCall(pool, "failing")
    failing.expect("digits", no_input_ms=5000, end_silence_ms=600)
    lost = await until(failing, ListenerLost)
    assert isinstance(lost, ListenerLost)
    assert lost.reason.startswith("recogniser model /models/digits: vosk loads it but cannot decode")
    assert failing.events.empty()
    pcm = sounds.silence(300) + sounds.speech() + sounds.silence(900)
    assert (await turn(other, pcm)).text == "موجودی حساب"
    assert (pool.pids, pool.open_calls) == (pid, [1])
    other.close()
    await pool.stop()


async def test_a_model_damaged_while_it_runs_leaves_no_recogniser_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The call then ends at a human, as it does with every NoRecogniser."""
    model = write_model(tmp_path / "model")
    pool = ListenerPool({"fa": {"general": model}}, workers=1)
    await pool.start()
    (model / "conf/fbank.conf").write_text("")
    assert pool.pids[0] is not None
    os.kill(pool.pids[0], signal.SIGKILL)
    async with asyncio.timeout(20):
        while "cannot decode with it" not in caplog.text:
            await asyncio.sleep(0.02)
    assert str(model) in caplog.text
    with pytest.raises(NoRecogniser):
        PoolCall(pool)
    await pool.stop()


async def test_a_process_that_ends_while_loading_names_the_models(tmp_path: Path) -> None:
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=1, loader="tests.voice.listen.no_such_module:load")
    with pytest.raises(ModelBroken, match="its process did not load it") as told:
        await pool.start()
    assert told.value.path == str(tmp_path)
