"""SQL statements as designers write them: what they bind, whether they write. Values never become part of one."""

import re

SKIPPED = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$", re.DOTALL
)
"""Literals, quoted names, comments."""
PARAMETER = re.compile(r"(?<![:\w\\]):([A-Za-z_]\w*)(?![:\w])")
PLACE = re.compile(r"\{[^{}\n]*\}|%\(?\w*\)?s|\?")
READING = re.compile(r"\s*\(*\s*(?:select|with|values)\b", re.IGNORECASE)
WRITING = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
CHANGING = re.compile(r"\s*(?:with|insert|update|delete|merge|replace)\b", re.IGNORECASE)


def parameters(statement: str) -> tuple[str, ...]:
    """The names behind colons, each once, in their order."""
    return tuple(dict.fromkeys(PARAMETER.findall(_bare(statement))))


def bindable(statement: str) -> str:
    """The statement as SQLAlchemy's `text` takes it: a colon in a literal («'10:30'») is none of a parameter."""
    return SKIPPED.sub(lambda found: found[0].replace(":", r"\:"), statement.strip().rstrip(";"))


def misread(statement: str) -> tuple[str, str] | None:
    """What is wrong with a statement that reads, and how to mend it; None where it only reads."""
    bare = _bare(statement)
    if wrong := _misformed(bare):
        return wrong
    if not READING.match(bare):
        return "the statement does not read", "Begin it with SELECT or WITH; what writes belongs below `writes:`."
    if found := WRITING.search(bare):
        return f"the statement writes ({found[0].upper()})", "Leave a SELECT; what writes belongs below `writes:`."
    return None


def miswritten(statement: str) -> tuple[str, str] | None:
    """The same of a statement that writes: only rows are changed, never tables."""
    bare = _bare(statement)
    if wrong := _misformed(bare):
        return wrong
    if not CHANGING.match(bare):
        return "the statement changes no rows", "Begin it with INSERT, UPDATE or DELETE."
    return None


def _misformed(bare: str) -> tuple[str, str] | None:
    if not bare.strip():
        return "the statement is empty", "Write a SELECT."
    if ";" in bare.strip().rstrip(";"):
        return "there is more than one statement", "Write one; several that write are a list below `writes:`."
    if found := PLACE.search(bare):
        return f"{found[0]!r} is not filled in", "Values are bound by name: write :customer_id."
    return None


def _bare(statement: str) -> str:
    """Without literals, quoted names and comments."""
    return SKIPPED.sub(" ", statement)
