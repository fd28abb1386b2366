"""Cutting a text where a listener would accept a pause, so that the first piece is spoken early."""

import re

LONGEST = 160
_ENDS = re.compile(r"(?<=[.!?؟۔…])\s+|\n+")
_COMMAS = re.compile(r"(?<=[،,؛;:])\s+")


def sentences(text: str) -> list[str]:
    """Sentences of `text` in order, none empty; one above LONGEST characters is cut at its commas, then at spaces."""
    found: list[str] = []
    for sentence in _ENDS.split(text.strip()):
        found += _joined(_COMMAS.split(sentence)) if len(sentence) > LONGEST else [sentence]
    return [piece for piece in (_speakable(piece) for piece in found) if piece]


def _joined(clauses: list[str]) -> list[str]:
    """Clauses put together again as far as they stay below LONGEST; a longer clause is cut between words."""
    pieces = [""]
    for clause in clauses:
        for part in [clause] if len(clause) <= LONGEST else clause.split():
            if pieces[-1] and len(pieces[-1]) + 1 + len(part) > LONGEST:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {part}".strip()
    return pieces


def _speakable(piece: str) -> str:
    """Without control characters (a NUL would end the text for a C library); "" where no letter or digit is left."""
    clean = "".join(char if char.isprintable() or char in "\u200c\u200d" else " " for char in piece).strip()
    return clean if any(char.isalnum() for char in clean) else ""
