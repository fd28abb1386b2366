"""The call's own fixed sentences: section `call` of data/prompts/LANGUAGE.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class CallPrompts:
    """One language's sentences; display text, worded for the ear."""

    apology: str
    silence: str
    silence_again: str
    unclear: str
    keypad: str
    """He was not understood again: what keys can do."""
    offer: str
    """He was not understood; two questions follow, with `or_else` between them and `first_or_second` behind."""
    or_else: str
    first_or_second: str
    go_ahead: str
    """The caller said no to what was asked about; what is it then?"""
    help: str
    """What was said last was said often enough; what can be asked for instead."""
    keys: str
    """The keys pressed do nothing here; what the caller can do."""
    keys_number: str
    """The same where a number is asked for."""
    closing: str
    """The service stops and must end the call."""
    taken_back: str
    """A human sent the caller back to the bot; what else is there?"""
    moment: str
    """The answer takes longer than usual."""
    busy: str
    """The recognisers are at their limit; the caller waits, and what keys do meanwhile."""
    busy_again: str
    """Said again and again while the caller waits."""
    choose: str
    """How to go on in this language; said in it to callers whose language is not known."""
    go_on: str
    """This language was asked for."""
    recorded: str
    """The call is recorded; said before it is, to the end."""
    opt_out: str
    """Said behind it: which key ends and deletes the recording."""
    opted_out: str
    """That was done."""
    confirm: Mapping[str, str]
    """By intent: the question whether it is meant, where it was understood with doubt."""

    def announcement(self, key: str) -> tuple[str, ...]:
        """That the call is recorded; `key` ends and deletes that, "": there is none."""
        return (self.recorded, self.opt_out.format(key=key)) if key else (self.recorded,)

    def all(self) -> tuple[str, ...]:
        """Every sentence, for rendering ahead."""
        single = tuple(getattr(self, field.name) for field in fields(self) if field.name not in ("confirm", "opt_out"))
        return (*single, *self.confirm.values())
