"""Names that are written wrong: which of the known ones was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from nlu.errors import DataProblem
from nlu.training.data_check.read import Document, Map


def meant(name: object, known: Iterable[str], otherwise: str) -> str:
    """The remedy for an unknown name: the nearest known one where there is one near."""
    near = get_close_matches(str(name), sorted(known), n=1, cutoff=0.7)
    return f"Did you mean '{near[0]}'? If not: {otherwise}" if near else otherwise


def unknown_keys(document: Document, entry: Map, known: set[str], where: str) -> Iterator[DataProblem]:
    """Keys that nothing reads."""
    for key in entry:
        if str(key) not in known:
            remedy = meant(key, known, f"Known are: {', '.join(sorted(known))}.")
            yield document.problem(entry.lines[key], f"unknown key '{key}' in {where}", remedy)
