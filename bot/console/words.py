"""What the pages say, by language, from data/pages/LANGUAGE.yml; what is not named there is shown as it is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataFileError
from bot.settings.paths import SHARE
from handoff.sentences import AgentSentences, HandoffSentences
from nlu.text.languages import CODES, own_digits

SECTIONS = ("page", "labels", "values", "faults")
SHIPPED = SHARE / "data" / "pages"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's. Without a language everything is shown as the program calls it, with ASCII digits."""

    language: str = ""
    page: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """Of a part or a field."""
        return self.labels.get(name) or plain(name)

    def known(self, value: str, *kinds: str) -> str:
        """A value that the program has a name for, by the first of the `kinds` that knows it; else ""."""
        for kind in kinds:
            known = self.values.get(kind)
            if isinstance(known, Mapping) and value in known:
                return str(known[value])
        return ""

    def value(self, value: str, *kinds: str) -> str:
        """The same; else as it is."""
        return self.known(value, *kinds) or value

    def yes(self, settled: bool) -> str:
        """Yes or no."""
        name = "yes" if settled else "no"
        return str(self.values.get(name, name))

    def digits(self, text: str) -> str:
        """With the language's own digits and percent sign."""
        return own_digits(text, self.language).replace("%", "٪") if self.language else text


def plain(name: str) -> str:
    """A program's name as words: «call_started_at» is «call started at», «at_ms» is «at»: values show their units."""
    return name.removesuffix("_ms").removesuffix("_db").replace("_", " ")


def load_words(data: Path, sentences: HandoffSentences) -> dict[str, Words]:
    """Every language's; the shipped ones where `data` has none. Reasons and facts are those that agents hear.

    Raises:
        DataFileError: a file cannot be used.
    """
    own = data / "pages"
    folder = own if own.is_dir() else SHIPPED
    return {code: _words(code, folder / f"{code}.yml", sentences.to_agent(code)) for code in CODES}


def _words(code: str, path: Path, heard: AgentSentences) -> Words:
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(
            path, f"it cannot be read ({type(error).__name__}); compare it with the shipped one"
        ) from None
    if not isinstance(tree, dict) or any(not isinstance(tree.get(name), dict) for name in SECTIONS):
        raise DataFileError(path, f"it has the sections {', '.join(SECTIONS)}; compare it with the shipped one")
    shipped = yaml.safe_load((SHIPPED / f"{code}.yml").read_text(encoding="utf-8"))
    # What a company's own file of an earlier version does not say yet, the shipped one does.
    page, labels, values, faults = ({**shipped[name], **tree[name]} for name in SECTIONS)
    for name, text in (*page.items(), *faults.items(), *values["event"].items()):
        _fill(path, name, text)
    return Words(code, page, labels, {"reason": heard.reasons, "fact": heard.facts, **values}, faults)


def _fill(path: Path, name: str, text: object) -> None:
    """Each text can be filled in with what there is. Raises DataFileError."""
    try:
        str(text).format(who="", at="", name="")
    except (ValueError, LookupError, AttributeError):
        problem = f"{name}: only {{who}}, {{at}} and {{name}} are filled in, and a brace has its partner"
        raise DataFileError(path, problem) from None
