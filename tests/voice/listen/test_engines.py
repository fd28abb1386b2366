"""The right engine for each folder, and both in one process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.voice.listen.loudness_model import WORD as VOSK_WORD
from tests.voice.listen.loudness_model import write_model
from tests.voice.listen.pool_calls import PoolCall, turn
from tests.voice.listen.sherpa.loud_models import WORD, write_nemo, write_transducer
from tests.voice.listen.sounds import Sounds
from voice.errors import LanguageUnknown, ModelBroken
from voice.listen.engines import check_folder, load
from voice.listen.pool import ListenerPool

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("order", [("vosk", "sherpa"), ("sherpa", "vosk")])
def test_both_engines_hear_in_one_process(tmp_path: Path, sounds: Sounds, order: tuple[str, str]) -> None:
    folders = {"vosk": write_model(tmp_path / "vosk"), "sherpa": write_transducer(tmp_path / "sherpa")}
    sound = tmp_path / "sound.pcm"
    sound.write_bytes(sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300))
    arguments = [str(sound), *(str(folders[name]) for name in order)]
    command = [sys.executable, "-m", "tests.voice.listen.engine_child", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    words = {"vosk": VOSK_WORD, "sherpa": WORD}
    assert json.loads(done.stdout) == 3 * [words[name] for name in order]


async def test_a_call_is_heard_by_the_pools_own_processes(tmp_path: Path, sounds: Sounds) -> None:
    """The whole way: socket, voice activity, partials, the end of the turn, a word with its time."""
    pool = ListenerPool({"ar": {"general": write_transducer(tmp_path / "model")}}, workers=1)
    await pool.start()
    try:
        listener = PoolCall(pool, "call", "ar")
        utterance = await turn(listener, sounds.silence(500) + sounds.speech("سلام") + sounds.silence(1500))
        listener.close()
    finally:
        await pool.stop()
    assert utterance.text == WORD
    assert utterance.words[0].confidence == pytest.approx(utterance.confidence)


async def test_a_broken_model_is_one_clear_error_at_the_start(tmp_path: Path) -> None:
    folder = write_nemo(tmp_path / "model")
    (folder / "tokens.txt").unlink()
    pool = ListenerPool({"fa": {"general": folder}}, workers=1)
    with pytest.raises(ModelBroken, match=r"model.*tokens\.txt is missing.*hatef models pull NAME --again"):
        await pool.start()


def test_each_folder_is_checked_by_its_engine(tmp_path: Path) -> None:
    check_folder(write_model(tmp_path / "vosk"))
    check_folder(write_nemo(tmp_path / "nemo"))
    with pytest.raises(ModelBroken, match=r"am/final\.mdl is missing"):
        check_folder(tmp_path)
    (tmp_path / "half").mkdir()
    (tmp_path / "half/tokens.txt").write_text("<blk> 0\n")
    with pytest.raises(ModelBroken, match=r"neither model\.onnx nor encoder\.onnx"):
        check_folder(tmp_path / "half")


def test_a_language_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnknown):
        load({"ar": {"general": str(write_nemo(tmp_path / "nemo"))}}).open("fa", "general")
