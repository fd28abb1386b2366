"""espeak-ng finds its data wherever Hatef lies: below long folders, Persian ones, ones with blanks."""

import shutil
import subprocess
import sys
from pathlib import Path

import espeakng_loader
import pytest

from voice.speak.espeak_data import LONGEST_BYTES, short_name

ROOT = Path(__file__).resolve().parents[3]
SPEAK = """
import sys, espeakng_loader
from pathlib import Path
espeakng_loader.get_data_path = lambda: sys.argv[1]
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice
library, heard = EspeakLibrary(), []
for language in ("fa", "ar"):
    EspeakSynthesiser(library, VoiceChoice("espeak", language)).synthesise("سلام", heard.append)
print(len(b"".join(heard)))
"""


@pytest.mark.parametrize("name", ["x" * 150, "پوشهٔ " * 12, "a b/" * 60])
def test_it_speaks_from_long_folders(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "espeak-ng-data"
    folder.parent.mkdir(parents=True)
    shutil.copytree(espeakng_loader.get_data_path(), folder, copy_function=lambda a, b: Path(b).symlink_to(a))
    command = [sys.executable, "-c", SPEAK, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20_000


def test_a_short_name_is_left_alone(tmp_path: Path) -> None:
    assert short_name(Path("/opt/data")) == "/opt/data"


def test_a_long_name_is_a_handle_on_the_same_folder(tmp_path: Path) -> None:
    long = tmp_path / ("ب" * LONGEST_BYTES)
    long.mkdir()
    (long / "phontab").touch()
    assert [path.name for path in Path(short_name(long)).iterdir()] == ["phontab"]


def test_a_long_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        short_name(tmp_path / ("x" * LONGEST_BYTES))
