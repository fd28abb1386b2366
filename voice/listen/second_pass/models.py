"""What the second pass needs of each language, and whether it is there."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.text.languages import CODES
from voice.lexicon.phones import MODELS
from voice.listen.second_pass import weights

HEAD = "head.npz"
LIBRARIES = ("ctranslate2", "kaldi_decoder")


@dataclass(frozen=True, slots=True)
class SecondPassModels:
    """Language -> head; language -> kind of turn -> folder with the graph that `hatef train` made."""

    heads: Mapping[str, Path]
    graphs: Mapping[str, Mapping[str, Path]]
    weights: Path | None = None
    """A folder with the encoder's weights; None: the installed packages."""

    def settings(self) -> dict[str, Any]:
        """As its process takes them."""
        return {
            "heads": {language: str(path.resolve()) for language, path in self.heads.items()},
            "graphs": {
                language: {kind: str(path.resolve()) for kind, path in kinds.items()}
                for language, kinds in self.graphs.items()
            },
            "weights": str(self.weights.resolve()) if self.weights else None,
        }


def head_of(language: str) -> Path | None:
    """The shipped head of a language, or None where there is none."""
    path = MODELS / language / HEAD
    return path if language in CODES and path.is_file() else None


def lack(folder: Path | None = None) -> str:
    """Why there can be no second pass on this machine; "" where there can."""
    for library in LIBRARIES:
        if importlib.util.find_spec(library) is None:
            return f"the package {library.replace('_', '-')} is not installed"
    if not weights.available(folder):
        return f"the encoder's weights are missing ({folder or weights.PACKAGES}; or: hatef models pull encoder)"
    return ""


def find(
    graphs: Mapping[str, Mapping[str, Path]], folder: Path | None = None, own: Mapping[str, Path] | None = None
) -> SecondPassModels | None:
    """The second pass of every language that has a head and a general graph; None where there can be none.

    `own`: heads that were made on this machine, by language; they go before the shipped ones.
    """
    known = {language: (own or {}).get(language) or head_of(language) for language in graphs}
    heads = {language: head for language, head in known.items() if head and "general" in graphs[language]}
    if lack(folder) or not heads:
        return None
    return SecondPassModels(heads, {language: graphs[language] for language in heads}, folder)
