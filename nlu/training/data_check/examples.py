"""What callers say: every line an example, every example one intent's, entities marked right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from nlu.errors import DataProblem
from nlu.numbers import ar as numbers_ar
from nlu.numbers import fa as numbers_fa
from nlu.numbers import slots
from nlu.tables.faq import FAQ, Faq
from nlu.text.fold import match_key
from nlu.text.languages import CODES
from nlu.training import corpus
from nlu.training.data_check.annotations import mistake
from nlu.training.data_check.domain import MADE_INTENTS, Domain
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.questions import check_questions
from nlu.training.data_check.read import Document, Map, block, is_block
from nlu.training.data_check.words import NAMES, Vocabulary, heard

MIN_EXAMPLES = 2
_KEYS = {"intent", "examples", "lookup", "synonym", "regex"}
_KINDS = ("intent", "lookup", "synonym", "regex")
_SPOKEN = ("intent", "lookup")
_LOOKUPS = ("opening", "closing", "filler", "language")
_MANY = 5  # repeated examples of two files; more are told at once
_OTHER_LANGUAGES = "language"  # a lookup: how callers ask for the other language, in it
_KEY_INSIDE = re.compile(r"^\s*-?\s*(intent|examples|lookup|synonym|regex)\s*:")
_ORDER_NUMBER = re.compile(r"\[([^\]]+)\]\(order_number\)")
_key = lru_cache(maxsize=1 << 16)(match_key)
Place = tuple[str, Document, int]


@dataclass
class _Seen:
    """What the examples read so far have told."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # by intent and language
    texts: dict[tuple[str, str, str], Place] = field(default_factory=dict)  # by language, kind and text
    keys: dict[tuple[str, str], Place] = field(default_factory=dict)
    twice: list[tuple[Example, Place]] = field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """One line of a file."""

    document: Document
    line: int
    language: str
    kind: str
    name: str
    text: str

    @property
    def plain(self) -> str:
        """As it is said."""
        return corpus.plain(self.text)


def check_nlu(documents: Iterable[Document], domain: Domain, faq: Faq | None = None) -> Iterator[DataProblem]:
    """Every example of all files, and every question of `faq` beside them."""
    problems: list[DataProblem] = []
    examples = [example for document in documents for example in _examples(document, domain, problems)]
    yield from problems
    vocabulary = Vocabulary.of((example.language, example.plain) for example in examples)
    seen = _Seen()
    for example in examples:
        yield from _check_example(example, domain, vocabulary, seen)
    yield from _repeated(seen)
    if faq is not None:
        yield from check_questions(faq, domain, vocabulary, {key: place[0] for key, place in seen.keys.items()})
    if not problems:  # an entry that could not be read, or is of a misspelt intent, leaves its intent without examples
        yield from _counted(domain, seen.counts)


def _examples(document: Document, domain: Domain, problems: list[DataProblem]) -> Iterator[Example]:
    language = next((code for code in CODES if document.path.stem.startswith(code)), "")
    if not language:
        remedy = f"Let its name begin with {' or '.join(CODES)}."
        problems.append(document.problem(0, "the recogniser does not read a file of this name", remedy))
    problems += unknown_keys(document, document.tree, {"version", "nlu"}, "an NLU file")
    for entry in document.tree.get("nlu", []):
        problems += unknown_keys(document, entry, _KEYS, "an NLU entry")
        kinds = [kind for kind in _KINDS if kind in entry]
        if len(kinds) != 1:
            if not set(entry) - _KEYS:  # else the unknown key says it
                what = f"an NLU entry is of {' and '.join(kinds)} at once" if kinds else "an NLU entry names no intent"
                problems.append(document.problem(entry.line, what, "Begin each entry with one `- intent: name`."))
            continue
        kind, name = kinds[0], entry[kinds[0]]
        if kind == "intent" and name not in domain.intents:
            remedy = meant(name, domain.intents, "Add it to `intents:`.")
            problems.append(document.problem(entry.lines["intent"], f"intent '{name}' is not in the domain", remedy))
        if kind == "lookup" and name not in (*_LOOKUPS, *domain.entities) and "'" in meant(name, _LOOKUPS, ""):
            what = f"lookup '{name}' is unknown"
            problems.append(document.problem(entry.lines["lookup"], what, meant(name, _LOOKUPS, "")))
        for line, text in _lines(document, entry, name, problems):
            yield Example(document, line, language or CODES[0], kind, name, text)


def _lines(document: Document, entry: Map, name: str, problems: list[DataProblem]) -> Iterator[tuple[int, str]]:
    """The examples of one entry; lines that are none are told."""
    if "examples" not in entry:
        if not set(entry) - _KEYS:
            what = f"'{name}' has no `examples:`"
            problems.append(document.problem(entry.line, what, "Add `examples: |` and lines `- ...` below it."))
        return
    if not is_block(entry, "examples"):
        what = f"the sign | is missing behind `examples:` of '{name}'"
        problems.append(document.problem(entry.lines["examples"], what, "Write `examples: |`."))
        return
    lines = list(block(entry, "examples"))
    if not lines:
        what = f"no example stands below `examples: |` of '{name}'"
        problems.append(document.problem(entry.lines["examples"], what, "Add lines `- ...`, or delete the entry."))
    for line, text in lines:
        if told := _no_example(text):
            problems.append(document.problem(line, *told))
        else:
            yield line, text[2:].strip()


def _no_example(text: str) -> tuple[str, str] | None:
    """Why a line is no example: Rasa, or the recogniser, would pass over it without a word."""
    if match := _KEY_INSIDE.match(text):
        return f"'{match[1]}:' stands among the examples", "It is indented too much: move it (and what follows) left."
    if text.startswith("- ") and text[2:].strip():
        if " #" in text:
            return (
                "a comment stands behind an example and is taken for a part of it",
                "Delete it: here # is no comment.",
            )
        return None
    if text.startswith("#"):
        return "a comment stands among the examples", "Delete it: inside `examples: |` # is no comment."
    if text[0] in " \t":
        return "this example is indented too much and would be passed over", "Let its dash stand below the others."
    if text.strip(" -\t") == "":
        return "this example is empty", "Delete it."
    if text.startswith("-"):
        return "behind the dash of this example no blank stands", "Write `- ` in front of it."
    return "the dash before this example is missing", "Write `- ` in front of it."


def _check_example(example: Example, domain: Domain, vocabulary: Vocabulary, seen: _Seen) -> Iterator[DataProblem]:
    document, line = example.document, example.line
    if example.kind == "regex":
        yield from _pattern(example)
        return
    if found := mistake(example.text, domain.entities):
        yield document.problem(line, *found)
        return
    if example.kind in _SPOKEN:
        _note_repeated(example, seen)
        if example.name != _OTHER_LANGUAGES:
            yield from _worded(example, vocabulary)
    yield from _numbers(example)
    if example.kind == "intent" and example.name in domain.intents:
        seen.counts[example.name, example.language] += 1
        yield from _ambiguous(example, seen)


def _numbers(example: Example) -> Iterator[DataProblem]:
    """What is marked as an order number must be one: each such example stands for all order numbers."""
    for spoken in _ORDER_NUMBER.findall(example.text):
        read = (numbers_ar if example.language == "ar" else numbers_fa).readings(spoken)
        if slots.pick(read, slots.ORDER_NUMBER) is None:
            what = f"'{spoken}' is no order number of {corpus.ORDER_NUMBER_DIGITS} digits"
            yield example.document.style(example.line, what, "Write the words of one, or mark it as (number).")


def _worded(example: Example, vocabulary: Vocabulary) -> Iterator[DataProblem]:
    plain, language = example.plain, example.language
    if vocabulary.is_foreign(plain, language):
        other = NAMES["ar" if language == "fa" else "fa"]
        what = f"this example looks {other} among the {NAMES[language]} ones"
        yield example.document.style(example.line, what, "Move it to the file of its language.")
    elif hint := heard(plain, language):
        yield example.document.style(example.line, *hint)


def _pattern(example: Example) -> Iterator[DataProblem]:
    try:
        re.compile(example.text)
    except re.error as error:
        what = f"'{example.text}' is no regular expression ({error.msg})"
        yield example.document.problem(example.line, what, "Mend its brackets.")


def _note_repeated(example: Example, seen: _Seen) -> None:
    key = (example.language, example.name, " ".join(example.text.split()))
    if key in seen.texts:
        seen.twice.append((example, seen.texts[key]))
    seen.texts.setdefault(key, (example.name, example.document, example.line))


def _repeated(seen: _Seen) -> Iterator[DataProblem]:
    """Examples that stand there twice; two files with many of them are one a copy of the other."""
    pairs = Counter((example.document.path, first.path) for example, (_, first, _) in seen.twice)
    for (path, other), count in pairs.items():
        if count > _MANY and path != other:
            document = next(example.document for example, _ in seen.twice if example.document.path == path)
            what = f"{count} examples of this file stand in {other.name} already"
            yield document.style(0, what, "Delete one of the files, or what both hold.")
    for example, (_, first, line) in seen.twice:
        if example.document is first or pairs[example.document.path, first.path] <= _MANY:
            what = f"this example of '{example.name}' stands in {first.path.name}:{line} already"
            yield example.document.style(example.line, what, "Delete one of them.")


def _ambiguous(example: Example, seen: _Seen) -> Iterator[DataProblem]:
    key = (example.language, _key(example.plain, example.language))
    if key in seen.keys and seen.keys[key][0] != example.name:
        other, document, line = seen.keys[key]
        where = f"intent '{other}' ({document.path.name}:{line})"
        what = f"this example of '{example.name}' stands in {where} too"
        yield example.document.problem(example.line, what, "Delete it from one of them.")
    seen.keys.setdefault(key, (example.name, example.document, example.line))


def _counted(domain: Domain, counts: Counter[tuple[str, str]]) -> Iterator[DataProblem]:
    remedy = "Add examples in data/nlu/, about 25 a language."
    for intent, (document, line) in domain.intents.items():
        if intent in (*MADE_INTENTS, FAQ):  # its examples are the table's, and there may be none
            continue
        found = {language: counts[intent, language] for language in NAMES}
        if (count := sum(found.values())) < MIN_EXAMPLES:
            what = f"intent '{intent}' has {'no' if not count else 'only one'} example"
            yield document.problem(line, what, remedy)
        else:
            for language in (language for language, count in found.items() if not count):
                yield document.style(line, f"intent '{intent}' has no {NAMES[language]} example", remedy)
