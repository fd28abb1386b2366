"""`python -m voice.listen.grammar_child FOLDER`: which words of a JSON list on stdin a model does not know.

A process of its own, since vosk must not come into one that compiles graphs.
"""

import json
import sys
from pathlib import Path

import vosk

from voice.errors import ListenError
from voice.listen.vosk_recogniser import VoskModel


def main(folder: str) -> int:
    """Print the unknown ones of the words on stdin; 1 and the reason where the model does not load."""
    vosk.SetLogLevel(-1)
    try:
        model = VoskModel(Path(folder))
    except ListenError as error:
        sys.stderr.write(f"{getattr(error, 'why', error)}\n")
        return 1
    unknown = [word for word in json.loads(sys.stdin.buffer.read()) if model.handle.vosk_model_find_word(word) < 0]
    sys.stdout.buffer.write(json.dumps(unknown, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
