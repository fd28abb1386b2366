"""A module of this room is run by another interpreter without what lies beside the room."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
TELL = """
import json, sys
import nlu.text.fold
try:
    import beside
except ImportError:
    beside = None
print(json.dumps([nlu.text.fold.__file__, beside is not None, sys.argv[1:], __name__]))
"""


def test_the_room_is_found_and_nothing_beside_it(tmp_path: Path) -> None:
    shutil.copytree(HOME / "nlu", tmp_path / "nlu", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "beside.py").write_text("")
    (tmp_path / "nlu" / "rasa" / "tell.py").write_text(TELL)
    command = [sys.executable, str(tmp_path / "nlu" / "rasa" / "run.py"), "nlu.rasa.tell", "--a", "b"]
    told = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    assert told == [str(tmp_path / "nlu" / "text" / "fold.py"), False, ["--a", "b"], "__main__"]
