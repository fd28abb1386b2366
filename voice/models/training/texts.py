"""Sentences for synthesis, from a small grammar file: `name = a | b` lists and `: a | b` templates with {name}."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Grammar:
    """Lists to fill slots from, and templates."""

    lists: dict[str, list[str]]
    templates: list[list[str]]

    @classmethod
    def load(cls, path: Path) -> "Grammar":
        lists: dict[str, list[str]] = {}
        templates: list[list[str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line.strip():
                continue
            name, separator, rest = line.partition("=" if not line.startswith(":") else ":")
            choices = [choice.strip() for choice in rest.split("|")]
            if line.startswith(":"):
                templates.append(choices)
            elif separator:
                lists[name.strip()] = choices
        return cls(lists, templates)

    def sentence(self, rng: random.Random) -> str:
        """One random sentence; every template line is equally likely."""
        text = rng.choice(rng.choice(self.templates))
        while SLOT.search(text):
            text = SLOT.sub(lambda found: rng.choice(self.lists[found.group(1)]), text)
        return text


def harvest(paths: list[Path], letters: re.Pattern[str]) -> list[list[str]]:
    """Runs of 3 to 9 words of one script from running text: the long tail of words and their neighbours."""
    runs: list[list[str]] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
            words = [word for word in line.split() if letters.fullmatch(word)]
            runs += [words[at : at + 9] for at in range(0, len(words), 9) if len(words[at : at + 9]) >= 3]
    return runs
