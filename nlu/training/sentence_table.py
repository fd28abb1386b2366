"""Tables of callers' sentences (`hatef evaluate nlu --set FILE.tsv`): read, judged, counted.

    language <TAB> text <TAB> intent <TAB> kind
    fa       <TAB> سلام موجودیم رو بگید <TAB> ask_balance <TAB> opening
    ar       <TAB> ما وصلني شي <TAB> ask_order_status/complaint <TAB> contradiction

`intent` names every intent that is right, parted by "/"; `OOS` stands for a refusal of any sort, `SERVICE` for any of
`SERVICES` (in tables written before these had intents of their own); `kind` may be left out.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.errors import DataProblem
from nlu.text.languages import CODES

REFUSAL = "OOS"
REFUSED = frozenset({"", "nlu_fallback", "out_of_scope", "wrong", "more", "wait"})
"""Intents that answer nothing: the caller is asked again or waited for, or told what the bot can do."""
SERVICE = "SERVICE"
SERVICES = frozenset({
    "ask_bill", "order_cancel", "order_change", "order_new", "return_item", "appointment_book", "appointment_move",
    "appointment_cancel", "appointment_ask", "ask_payment", "ask_branch", "account_trouble", "account_open",
    "report_fault", "ask_price", "call_me_back", "ask_bot", "ask_capabilities", "ask_recorded", "insult", "emergency",
    "change_language", "faq",
})  # fmt: skip
"""What was out of scope until it became an intent."""
COLUMNS = ("language", "text", "intent")


@dataclass(frozen=True)
class Sentence:
    """One row; `intents` are those that are right."""

    language: str
    text: str
    intents: tuple[str, ...]
    kind: str = ""

    def accepts(self, intent: str) -> bool:
        """Whether `intent` is right for this sentence."""
        grouped = {REFUSAL: REFUSED, SERVICE: SERVICES}
        return intent in self.intents or any(intent in grouped.get(one, ()) for one in self.intents)


@dataclass(frozen=True)
class Judged:
    """A sentence and what the model took it for, with the classifier's confidence, 0 to 1."""

    sentence: Sentence
    intent: str
    confidence: float

    @property
    def right(self) -> bool:
        """The model's intent is one of the right ones."""
        return self.sentence.accepts(self.intent)


def read(path: Path) -> tuple[Sentence, ...]:
    """The rows of a table.

    Raises:
        DataProblem: the file cannot be read, a column is missing, or a row has no language, text or intent.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DataProblem(path, 0, f"the table cannot be read ({error.strerror})", "Name another file.") from error
    except UnicodeDecodeError as error:
        raise DataProblem(path, 0, "the table is no text in UTF-8", "Save it with the encoding UTF-8.") from error
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        remedy = "The first line must name the columns language, text, intent and, if wanted, kind, parted by tabs."
        raise DataProblem(path, 1, f"the column '{missing[0]}' is missing", remedy)
    return tuple(_sentence(path, rows.line_num, row) for row in rows if any(row.values()))


def _sentence(path: Path, line: int, row: Mapping[str, str | None]) -> Sentence:
    language, text, intent = ((row[name] or "").strip() for name in COLUMNS)
    if language not in CODES:
        raise DataProblem(path, line, f"the language '{language}' is not known", f"Write {' or '.join(CODES)}.")
    if not text or not intent:
        raise DataProblem(path, line, "a row without text or intent", "Part the columns by tabs.")
    return Sentence(language, text, tuple(intent.split("/")), (row.get("kind") or "").strip())


def judge(sentences: Sequence[Sentence], parsed: Sequence[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Both in the same order; `parsed` as `nlu.training.evaluate.parse_all` gives it."""
    pairs = zip(sentences, parsed, strict=True)
    return tuple(Judged(one, str(found["intent"] or ""), float(found["confidence"])) for one, found in pairs)


def accuracy(judged: Sequence[Judged]) -> float:
    """Share that is right, 0 to 1; 1 of nothing."""
    return sum(one.right for one in judged) / len(judged) if judged else 1.0


def shares(judged: Sequence[Judged], by: Callable[[Sentence], str]) -> dict[str, float]:
    """`accuracy` of each group, in the order of the table."""
    names = dict.fromkeys(by(one.sentence) for one in judged)
    return {name: accuracy([one for one in judged if by(one.sentence) == name]) for name in names}


def as_json(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures and every sentence, as docs/evaluation.md describes."""
    return {
        "accuracy": accuracy(judged),
        "by_kind": shares(judged, lambda one: one.kind),
        "by_language": shares(judged, lambda one: one.language),
        "sentences": [
            {
                "text": one.sentence.text,
                "language": one.sentence.language,
                "expected": "/".join(one.sentence.intents),
                "kind": one.sentence.kind,
                "intent": one.intent,
                "confidence": round(one.confidence, 4),
                "right": one.right,
            }
            for one in judged
        ],
    }
