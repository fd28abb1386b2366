"""Cutting a text where a listener would accept a pause, so that the first piece is spoken early."""

import re
import unicodedata

LONGEST = 160
_ENDS = re.compile(r"(?<=[.!?؟۔…])\s+|\n+")
_COMMAS = re.compile(r"(?<=[،,؛;:])\s+")


def sentences(text: str, longest: int = LONGEST) -> list[str]:
    """Sentences of `text` in order, none empty.

    One above `longest` characters is cut at its commas; what is then still above LONGEST, at spaces.
    """
    found: list[str] = []
    for sentence in _ENDS.split(text.strip()):
        found += _joined(_COMMAS.split(sentence), longest) if len(sentence) > longest else [sentence]
    return [piece for piece in (_speakable(piece) for piece in found) if piece]


def _joined(clauses: list[str], longest: int) -> list[str]:
    """Clauses put together again as far as they stay below `longest`; one above LONGEST is cut between words."""
    pieces = [""]
    for clause in clauses:
        for part in [clause] if len(clause) <= LONGEST else _words(clause):
            most = longest if part is clause else LONGEST
            if pieces[-1] and len(pieces[-1]) + 1 + len(part) > most:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {part}".strip()
    return pieces


def _words(clause: str) -> list[str]:
    """The words of `clause`; one above LONGEST is no word: espeak-ng needs seconds for a thousand letters of it."""
    return [word[at : at + LONGEST] for word in clause.split() for at in range(0, len(word), LONGEST)]


def _speakable(piece: str) -> str:
    """Without control characters (a NUL would end the text for a C library) and pictures; "" where no word is left."""
    clean = "".join(char if _is_said(char) else " " for char in piece)
    return " ".join(clean.split()) if any(char.isalnum() for char in clean) else ""


def _is_said(char: str) -> bool:
    # So are emoji and dingbats, Sk their shades of skin: a voice would name them in English.
    return (char.isprintable() and unicodedata.category(char) not in ("So", "Sk")) or char in "\u200c\u200d"
