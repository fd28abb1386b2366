"""Slot kinds: what callers answer, by voice or keys, as values; safe on Python 3.10."""

from nlu.values.joining import join
from nlu.values.kinds import Choice, Kind, expected, parse_kind
from nlu.values.mending import mend
from nlu.values.readings import Reading
from nlu.values.said import said
from nlu.values.values import keyed, read

__all__ = ["Choice", "Kind", "Reading", "expected", "join", "keyed", "mend", "parse_kind", "read", "said"]
