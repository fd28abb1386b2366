"""Fixtures of the tests of published models: a publisher's server, its models, and a catalogue of them."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.voice.listen.loudness_model import write_model
from tests.voice.listen.sherpa.loud_models import write_transducer
from tests.voice.models.published.piper_voice import write_voice
from tests.voice.models.published.shelf import Shelf, serve
from voice.models.published.catalogue import Catalogue, PublishedModel
from voice.models.published.store import ModelStore

SHERPA = "sherpa-tiny-ar"
BY_HAND = "sherpa-tiny-fa"
EAR = "vosk-tiny-fa"
VOICE = "fa_IR-tone-low"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A server with nothing on it."""
    shelf = Shelf()
    server = serve(shelf)
    yield shelf
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the smallest model that vosk loads."""
    return write_model(tmp_path_factory.mktemp("ear") / EAR)


@pytest.fixture(scope="session")
def ear_zip(ear: Path) -> bytes:
    """It, packed as publishers do: one folder at the top."""
    path = ear.parent / "ear.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(ear.rglob("*")):
            zipped.write(file, f"{EAR}/{file.relative_to(ear).as_posix()}")
    return path.read_bytes()


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The .onnx of the smallest Piper voice."""
    return write_voice(tmp_path_factory.mktemp("voice"), VOICE)


@pytest.fixture(scope="session")
def sherpa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the smallest transducer."""
    return write_transducer(tmp_path_factory.mktemp("sherpa"))


@pytest.fixture
def catalogue(shelf: Shelf, ear_zip: bytes, voice: Path, sherpa: Path) -> Catalogue:
    """Two Vosk models, one for sherpa-onnx and a voice, all of them on the server; and one that is made by hand."""
    config = voice.with_name(f"{VOICE}.onnx.json")
    shelf.files = {
        f"/vosk/{EAR}.zip": ear_zip,
        f"/vosk/{EAR}-2.zip": ear_zip,
        f"/piper/{VOICE}.onnx": voice.read_bytes(),
        f"/piper/{VOICE}.onnx.json": config.read_bytes(),
    }
    one = PublishedModel(EAR, "recogniser", "fa", 0.1, "Apache-2.0", f"{shelf.url}/vosk/{EAR}.zip")
    two = replace(one, name=f"{EAR}-2", address=f"{shelf.url}/vosk/{EAR}-2.zip")
    tone = PublishedModel(VOICE, "voice", "fa", 0.1, "CC0-1.0", f"{shelf.url}/piper/{VOICE}.onnx")
    shelf.files |= {f"/sherpa/{path.name}": path.read_bytes() for path in sherpa.iterdir()}
    pieces = PublishedModel(SHERPA, "recogniser", "ar", 0.1, "Apache-2.0", f"{shelf.url}/sherpa/")
    pieces = replace(pieces, engine="sherpa-onnx", parts=("encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"))
    made = replace(pieces, name=BY_HAND, language="fa", parts=(), address="https://page.test", by_hand="export it")
    return Catalogue((one, two, tone, pieces, made), {"vosk-old": "it hears badly"})


@pytest.fixture
def store(tmp_path: Path, catalogue: Catalogue) -> ModelStore:
    """An empty store that knows them."""
    return ModelStore(tmp_path / "var", catalogue)
