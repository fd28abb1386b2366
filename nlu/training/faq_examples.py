"""The questions of data/faq.csv as training data: sentences of the recogniser, examples of Rasa's intent `faq`.

An answer that is edited makes nothing anew; an edited question the recogniser's graphs of its language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from nlu.tables.faq import FAQ, load_faq
from nlu.text.languages import CODES


def asked(data: Path, language: str) -> Iterator[tuple[int, str]]:
    """Row and question, for every way to ask of a language."""
    for entry in load_faq(data).entries:
        for question in entry.questions.get(language, ()):
            yield entry.row, question


def write_questions(data: Path, path: Path) -> bool:
    """Write the questions by language for a running Rasa (`nlu.rasa.faq_questions`); whether they are others now.

    They are no part of a model's fingerprint: an edited question is understood without another training.
    """
    text = json.dumps({language: [question for _, question in asked(data, language)] for language in CODES})
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)  # whoever reads it never sees half of it
    return True


def write_examples(data: Path, path: Path) -> list[Path]:
    """Write the questions to `path` as Rasa's training data (3.1); gives the files to train with: one or none."""
    path.unlink(missing_ok=True)
    found = [f"- {question}\n" for language in CODES for _, question in asked(data, language)]
    if not found:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    tree = {"version": "3.1", "nlu": [{"intent": FAQ, "examples": "".join(found)}]}
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return [path]
