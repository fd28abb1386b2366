"""What the training reads in the clone that it runs in."""

from voice.processes import CODE

LEXICONS = CODE / "data" / "lexicons"
