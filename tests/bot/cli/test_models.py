"""`hatef models` on its own catalogue, with a mirror on loopback."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.models import app
from tests.voice.listen.loudness_model import write_model
from tests.voice.listen.sherpa.loud_models import write_nemo
from tests.voice.models.published.piper_voice import write_voice
from tests.voice.models.published.shelf import Shelf, serve
from voice.errors import VoiceError
from voice.listen.second_pass import weights
from voice.models.published.errors import (
    ChecksumWrong,
    DownloadBroken,
    ModelByHand,
    ModelInUse,
    ModelUnknown,
    NoSpace,
    OriginUnfit,
)

EAR = "vosk-model-ar-mgb2-0.4"
VOICE = "fa_IR-amir-medium"
Run = Callable[..., Result]


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Shelf]:
    """A small recogniser and a small voice under the names of published ones."""
    model = write_model(tmp_path / "made" / EAR)
    with zipfile.ZipFile(tmp_path / "made" / "x.zip", "w") as zipped:
        for file in model.rglob("*"):
            zipped.write(file, f"{EAR}/{file.relative_to(model).as_posix()}")
    packed = (tmp_path / "made" / "x.zip").read_bytes()
    voice = write_voice(tmp_path / "made", VOICE)
    shelf = Shelf({f"/{name}.zip": packed for name in (EAR, "vosk-model-small-fa-0.42")})
    for file in voice.parent.glob("*.onnx*"):
        shelf.files[f"/{file.name}"] = file.read_bytes()
    server = serve(shelf)
    yield shelf
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`hatef models ...` in a project of its own."""
    monkeypatch.delenv("HATEF_STATE", raising=False)
    monkeypatch.delenv("HATEF_MODELS_MIRROR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--config", str(config)], env={"COLUMNS": "200"})

    return run


def good(result: Result) -> str:
    assert result.exception is None, result.exception
    return result.output


def failed(result: Result, kind: type[VoiceError]) -> str:
    """Our own errors go up to bot.cli.app, which prints them as one line."""
    assert isinstance(result.exception, kind)
    return str(result.exception)


def test_the_list_tells_size_licence_error_and_state(run: Run, mirror: Shelf) -> None:
    told = good(run("list"))
    for part in ("vosk-model-fa-0.42", "1600", "AGPL-3.0", "16.7 Common Voice 17, 11.1 Fleurs", "fa_IR-ganji-medium"):
        assert part in told
    assert "in use" not in told
    good(run("pull", EAR, "--mirror", mirror.url, "--no-load"))
    (line,) = (line for line in good(run("list")).splitlines() if line.startswith(EAR))
    assert "in use" in line
    facts = {entry["name"]: entry for entry in json.loads(good(run("list", "--json")))}
    assert facts[EAR]["state"] == "in use"
    assert facts[EAR]["checksum"] == "unknown: trusted on first use"
    assert facts["vosk-model-small-fa-0.42"]["checksum"] == "known"


def test_pull_shows_the_checksum_and_takes_the_first_into_use(run: Run, mirror: Shelf) -> None:
    told = good(run("pull", VOICE, "--mirror", mirror.url))
    assert "22050 Hz" in told
    assert "SHA-256 " in told and "checksum unknown: trusted on first use" in told
    assert "in use from the next start" in told
    assert "--again fetches it anew" in good(run("pull", VOICE, "--mirror", mirror.url))
    before = len(mirror.asked)
    good(run("pull", VOICE, "--mirror", mirror.url, "--again", "--no-load"))
    assert len(mirror.asked) == before + 2


def test_the_mirror_may_stand_in_the_environment(run: Run, mirror: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_MODELS_MIRROR", mirror.url)
    good(run("pull", EAR, "--no-load"))
    assert mirror.asked[0][0] == f"/{EAR}.zip"


def test_a_known_checksum_that_does_not_fit_keeps_nothing(run: Run, mirror: Shelf, tmp_path: Path) -> None:
    told = failed(run("pull", "vosk-model-small-fa-0.42", "--mirror", mirror.url), ChecksumWrong)
    assert "nothing was kept" in told
    assert not (tmp_path / "var/models/published/vosk-model-small-fa-0.42").exists()


def test_import_without_a_network(run: Run, mirror: Shelf, tmp_path: Path) -> None:
    told = good(run("pull", EAR, "--from", str(tmp_path / "made" / EAR)))
    assert "8000 Hz" in told and mirror.asked == []


def test_use_says_what_goes_before_it(run: Run, mirror: Shelf, tmp_path: Path) -> None:
    good(run("pull", EAR, "--mirror", mirror.url, "--no-load"))
    assert "goes before it" not in good(run("use", EAR))
    (tmp_path / "config.yml").write_text("speech:\n  models:\n    ar: other\n", encoding="utf-8")
    assert "speech.models.ar in" in good(run("use", EAR))


def test_remove_minds_what_is_in_use(run: Run, mirror: Shelf) -> None:
    good(run("pull", EAR, "--mirror", mirror.url, "--no-load"))
    assert "--force" in failed(run("remove", EAR), ModelInUse)
    assert "is removed" in good(run("remove", EAR, "--force"))


def test_verify_exits_with_1_where_a_file_has_changed(run: Run, mirror: Shelf, tmp_path: Path) -> None:
    assert "no published model is installed" in good(run("verify"))
    good(run("pull", EAR, "--mirror", mirror.url, "--no-load"))
    assert "8000 Hz" in good(run("verify", "--load"))
    (tmp_path / f"var/models/published/{EAR}/conf/model.conf").write_text("--beam=1\n")
    result = run("verify", EAR)
    assert result.exit_code == 1
    assert "conf/model.conf has changed" in result.output


def test_a_wrong_name_is_told(run: Run) -> None:
    assert "did you mean" in failed(run("pull", "vosk-model-fa"), ModelUnknown)
    assert "older and worse" in failed(run("pull", "vosk-model-fa-0.5"), ModelUnknown)


SYSTRAN = "/Systran/faster-whisper-base/resolve/main"


@pytest.fixture
def whisper(mirror: Shelf) -> Shelf:
    """A copy of the publisher's folder, paths included; the right bytes only where the packages are installed."""
    files = weights.read() if weights.available() else dict.fromkeys(("model.bin", *weights.SIDES), b"{}")
    mirror.files |= {f"{SYSTRAN}/{name}": content for name, content in files.items()}
    mirror.etags[f"{SYSTRAN}/model.bin"] = '"one"'
    return mirror


def test_the_encoder_comes_over_a_line_that_breaks(run: Run, whisper: Shelf, tmp_path: Path) -> None:
    if not weights.available():
        pytest.skip("the packages with the encoder's weights are not installed")
    whisper.cut_after = [10**9, 40_000_000]  # config.json is whole, model.bin breaks
    told = good(run("pull", "encoder", "--mirror", whisper.url + "/{path}"))
    assert "as the catalogue says" in told and "frames of 512 numbers" in told
    assert "every turn is read twice" in told
    assert (f"{SYSTRAN}/model.bin", "bytes=40000000-") in whisper.asked
    assert weights.read(tmp_path / "var/models/published/encoder") == weights.read()
    assert "is here already" in good(run("pull", "encoder"))
    assert "✓" in good(run("verify", "encoder"))
    (line,) = (line for line in good(run("list")).splitlines() if line.startswith("encoder"))
    assert "in use" in line
    assert "second_pass" in good(run("use", "encoder"))
    assert "--force" in failed(run("remove", "encoder"), ModelInUse)
    good(run("remove", "encoder", "--force"))
    assert not (tmp_path / "var/models/published/encoder").exists()


def test_another_encoder_is_refused_and_not_kept(run: Run, whisper: Shelf, tmp_path: Path) -> None:
    whisper.files[f"{SYSTRAN}/model.bin"] = b"another model"
    told = failed(run("pull", "encoder", "--mirror", whisper.url + "/{path}"), ChecksumWrong)
    assert f"where the catalogue says {weights.MODEL_SHA256}" in told
    assert not (tmp_path / "var/models/published/encoder").exists()
    assert list((tmp_path / "var/models/published/.fetched").iterdir()) == []


def test_what_came_of_the_encoder_is_kept_where_the_line_is_dead(
    run: Run, whisper: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    whisper.files[f"{SYSTRAN}/model.bin"] = bytes(1000)
    whisper.cut_after = [10**9, 500] + 6 * [0]
    told = failed(run("pull", "encoder", "--mirror", whisper.url + "/{path}"), DownloadBroken)
    assert "the same command goes on from there" in told
    assert (tmp_path / "var/models/published/.fetched/encoder~model.bin.part").stat().st_size == 500


def test_a_full_disk_is_told_of_the_encoder_too(run: Run, whisper: Shelf, tmp_path: Path) -> None:
    fetched = tmp_path / "var/models/published/.fetched"
    fetched.mkdir(parents=True)
    (fetched / "encoder~model.bin.part").symlink_to("/dev/full")
    told = failed(run("pull", "encoder", "--mirror", whisper.url + "/{path}"), NoSpace)
    assert "no space left in" in told and "make room" in told


def test_the_encoder_is_taken_from_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert "holds no config.json and no model.bin" in failed(run("import-encoder", str(folder)), OriginUnfit)
    if not weights.available():
        pytest.skip("the packages with the encoder's weights are not installed")
    for name, content in weights.read().items():
        (folder / name).write_bytes(content)
    assert "every turn is read twice" in good(run("import-encoder", str(folder)))
    assert weights.available(tmp_path / "var/models/published/encoder")
    (folder / "model.bin").write_bytes(b"another model")
    failed(run("import-encoder", str(folder)), ChecksumWrong)
    assert weights.read(tmp_path / "var/models/published/encoder") == weights.read()


def test_a_model_that_nobody_offers_says_how_to_come_by_it(run: Run, tmp_path: Path) -> None:
    name = "shenava-koochik-v1.0-streaming"
    told = failed(run("pull", name), ModelByHand)
    assert "export-onnx-ctc.py" in told and f"hatef models pull {name} --from FOLDER" in told
    (line,) = (line for line in good(run("list")).splitlines() if line.startswith(name))
    assert "by hand" in line
    told = good(run("pull", name, "--from", str(write_nemo(tmp_path / "mine"))))
    assert "16000 Hz" in told and "in use from the next start" in told
    facts = {entry["name"]: entry for entry in json.loads(good(run("list", "--json")))}
    assert (facts[name]["engine"], facts[name]["state"]) == ("sherpa-onnx", "in use")
    assert facts["vosk-model-fa-0.42"]["engine"] == "vosk"
