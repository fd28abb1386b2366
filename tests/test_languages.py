"""Facts about a language stand in `nlu/text/languages.py`: the source is walked for tables of their kind elsewhere.

Looked for: texts with a run of native digits, letter tables (`str.maketrans` with Arabic letters), mappings with an
entry a language, tuples that list the languages. What a room knows on its own account is allowed here, with its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.text.languages import CODES

ROOT = Path(__file__).resolve().parent.parent
HOME = {"nlu/text/languages.py", "nlu/text/letters.py"}
SOURCES = [path for top in ("bot", "nlu", "voice", "handoff") for path in sorted((ROOT / top).rglob("*.py"))]
RUN_OF_DIGITS = re.compile("[۰-۹]{5}|[٠-٩]{5}")
LETTER = re.compile("[\u0600-\u06ff]")

SOUNDS = "sounds of spoken words that its own rules take for one another"
LATIN = "how words in Latin letters sound in the language: the room's whole business"
NUMBERS = "what callers say around a number, in folded letters: the grammar of numbers"
LAB = "what a measurement watches; no part of the product knows it"
TRAINING = "what a training run was made with; other values are another model"
HOURS = "what callers say when they ask of opening hours: the skill's business"
HOURS_ASKED = "NOW TODAY TOMORROW AFTER_TOMORROW CLOSED CLOSES OPENS HOLIDAYS EVERY OTHER_NAMES"
ALLOWED = {
    "bot/lab/evaluation/confusions.py:ALSO": LAB,
    "bot/lab/evaluation/confusions.py:PAIRS": LAB,
    "bot/settings/config_shown.py:mapping_with": "examples in a message about config.yml",
    "bot/settings/skill_options.py:SAMPLE_ADDRESS": "the sample company",
    "bot/settings/skill_options.py:SAMPLE_NAME": "the sample company",
    **{f"bot/skills/company/question.py:{name}": HOURS for name in HOURS_ASKED.split()},
    "bot/skills/orders/orders.py:NOT_ARRIVED": "what callers say of an order: the skill's business",
    "nlu/latin/english.py:SCRIPTS": LATIN,
    "nlu/latin/english.py:_ALSO": LATIN,
    "nlu/latin/letters.py:NAMES": LATIN,
    "nlu/latin/readings.py:_AT": LATIN,
    "nlu/latin/readings.py:_DIGITS": LATIN,
    "nlu/latin/readings.py:_DOT": LATIN,
    "nlu/latin/spoken.py:_AND": LATIN,
    "nlu/numbers/ar.py:_SOUNDS": SOUNDS,
    "nlu/numbers/context.py:_BEFORE": NUMBERS,
    "nlu/numbers/context.py:_BEHIND": NUMBERS,
    "nlu/numbers/correction.py:_FIRST": NUMBERS,
    "nlu/numbers/correction.py:_LAST": NUMBERS,
    "nlu/numbers/correction.py:MARKERS": NUMBERS,
    "nlu/numbers/fa.py:_SOUNDS": SOUNDS,
    "nlu/numbers/redaction.py:_names": NUMBERS,
    "nlu/tables/directory.py:_AROUND": "what callers put around a name: the matcher's business",
    "nlu/text/fold.py:_SOUNDS_AR": SOUNDS,
    "nlu/training/data_check/words.py:_MEANT": "letters of languages that are none of ours",
    "nlu/training/data_check/words.py:_OWN_LETTERS": "made of the language's own, with the marks of designers",
    "nlu/wording/written_numbers.py:_TO_ASCII": "signs in numbers, no digits",
    "voice/lexicon/letter_rules.py:RULES": "how letters sound",
    "voice/lexicon/variants.py:AFFIXES": "how endings sound",
    "voice/models/training/background.py:LETTERS": TRAINING,
    "voice/models/training/background.py:MOST": TRAINING,
    "voice/models/training/background.py:PEOPLE": TRAINING,
    "voice/models/training/background.py:COUNTRIES": TRAINING,
    "voice/models/training/corpus.py:LETTERS": TRAINING,
    "voice/models/training/second_pass/people.py:SHORT": TRAINING,
    "voice/models/training/second_pass/people.py:load": TRAINING,
    "voice/models/training/second_pass/plan.py:AMOUNTS": TRAINING,
}


def texts(node: ast.AST) -> Iterator[str]:
    """Every text in it."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def constant(node: ast.AST | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def is_table(node: ast.AST) -> bool:
    """Whether it holds a fact about a language, or one for each."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(RUN_OF_DIGITS.search(text))
        case ast.Dict(keys=keys):
            return set(CODES) <= {constant(key) for key in keys}
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return set(CODES) == {constant(element) for element in elements}
        case ast.Call(func=ast.Attribute(attr="maketrans")):
            return any(LETTER.search(text) for text in texts(node))
    return False


def documentation(tree: ast.AST) -> set[ast.AST]:
    """Docstrings: they may show digits."""
    return {one.value for one in ast.walk(tree) if isinstance(one, ast.Expr)}


def tables(source: str) -> set[str]:
    """The name of every assignment or function at the top of a module that holds such a table."""
    found = set()
    tree = ast.parse(source)
    for statement in tree.body:
        ignored = documentation(statement)
        if any(is_table(node) for node in ast.walk(statement) if node not in ignored):
            found.add(named(statement))
    return found


def named(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
    return f"line {statement.lineno}"


def test_facts_about_a_language_have_one_home() -> None:
    found = {
        f"{where}:{name}"
        for path in SOURCES
        if (where := path.relative_to(ROOT).as_posix()) not in HOME
        for name in tables(path.read_text(encoding="utf-8"))
    }
    assert found - set(ALLOWED) == set(), "put it into nlu/text/languages.py, or say here why it is the room's own"
    assert set(ALLOWED) - found == set(), "these are gone: take them from the list"


@pytest.mark.parametrize(
    "source",
    [
        'D = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")',
        'D = {"fa": 1, "ar": 2}',
        'D: dict[str, int] = {"ar": 1, "fa": 2, "tr": 3}',
        'D = ("fa", "ar")',
        'D = str.maketrans("يك", "یک")',
        'def D() -> str:\n    return "٠١٢٣٤٥٦٧٨٩"',
        'class D:\n    of = {"fa": 1, "ar": 2}',
    ],
)
def test_a_new_table_is_seen(source: str) -> None:
    assert tables(source) == {"D"}


@pytest.mark.parametrize(
    "source", ['D = {"fa": 1}', 'D = ("fa", "de")', 'D = str.maketrans("ab", "cd")', '"""«۱۲۳۴۵»"""', 'D = "۱۲"']
)
def test_anything_else_is_not(source: str) -> None:
    assert tables(source) == set()
