"""Nothing but given sentences, for a model whose graph is put together at run time: vosk's own grammar.

Vosk makes a word-pair model of the sentences, so a mixture of two of them may come out; a word that the model does
not know it drops without a word, so these are to be found beforehand (`unknown_words`).
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from subprocess import TimeoutExpired

from voice import processes
from voice.errors import ModelBroken

GRAMMAR = "graph/phrases.json"
"""Where a model's folder holds its sentences, if it has some."""
SETTINGS = "conf/model.conf"
LOAD_S = 300.0


def read_grammar(folder: Path) -> str | None:
    """The sentences of a model's folder as vosk wants them, a JSON list; None where it hears everything."""
    path = folder / GRAMMAR
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write_grammar_model(model: Path, sentences: Sequence[str], out: Path, settings: str = "") -> None:
    """Make `out` a model with the files of `model` (linked), the sentences, and `settings` behind its own."""
    for file in sorted(path for path in model.resolve().rglob("*") if path.is_file()):
        place = out / file.relative_to(model.resolve())
        place.parent.mkdir(parents=True, exist_ok=True)
        if place != out / SETTINGS:
            place.symlink_to(file)
    own = (model / SETTINGS).read_text(encoding="utf-8")
    (out / SETTINGS).write_text(f"{own.rstrip()}\n{settings}", encoding="utf-8")
    # Vosk does not read \u escapes.
    (out / GRAMMAR).write_text(json.dumps(list(sentences), ensure_ascii=False), encoding="utf-8")


def unknown_words(model: Path, words: Iterable[str]) -> frozenset[str]:
    """Those of `words` that the model has not in its vocabulary. Raises ModelBroken."""
    asked = json.dumps(sorted(set(words)), ensure_ascii=False)
    try:
        done = processes.run("voice.listen.grammar_child", str(model.resolve()), told=asked, patience_s=LOAD_S)
    except TimeoutExpired as error:
        raise ModelBroken(str(model), f"it did not load within {LOAD_S:g} s") from error
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise ModelBroken(str(model), told[-1] if told else f"loading it ended its process (code {done.returncode})")
    return frozenset(json.loads(done.stdout))
