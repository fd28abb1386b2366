"""The words of each language that values are told by; a language's own stand in `words_fa.py` and `words_ar.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlu.text.fold import match_key
from nlu.text.languages import ARABIC, PERSIAN
from nlu.values import words_ar, words_fa


@dataclass(frozen=True)
class Agreement:
    """What agrees and what refuses, beside the words of `nlu.text.languages`; phrases."""

    yes: tuple[str, ...]
    no: tuple[str, ...]


def _places(code: str, rows: Mapping[int, str]) -> dict[int, frozenset[str]]:
    return {place: frozenset(match_key(word, code) for word in words.split()) for place, words in rows.items()}


_MODULES = ((PERSIAN.code, words_fa), (ARABIC.code, words_ar))
AGREEMENT: Mapping[str, Agreement] = {code: Agreement(module.YES, module.NO) for code, module in _MODULES}
PLACES: Mapping[str, Mapping[int, frozenset[str]]] = {code: _places(code, module.PLACES) for code, module in _MODULES}
"""By place from 1, or from -1 at the end: what it is called, as matching keys."""
YES_NO: Mapping[str, tuple[str, str]] = {code: (module.YES[0], module.NO[0]) for code, module in _MODULES}
"""How agreement and refusal are read back."""
