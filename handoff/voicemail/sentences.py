"""What callers hear who leave a message, per language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoicemailSentences:
    """One language's sentences, in the order of a message.

    `offer` is for who was not taken by anybody, `begin` comes before the beep; `empty` where nothing was said, `cut`
    where the disk took only the beginning, `unable` where it took nothing.
    """

    offer: str
    begin: str
    empty: str
    kept: str
    cut: str
    unable: str
