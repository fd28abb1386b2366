"""The lexicons of the clone that is tested."""

from pathlib import Path

LEXICONS = Path(__file__).resolve().parents[1] / "data" / "lexicons"
