"""The file of conversations: read and checked with the line of every mistake.

conversations:
  - name: not finished after the balance
    language: fa
    number: "09121234567"      # who calls; "" is hidden
    called: "100"
    turns:
      - say: موجودی حسابم رو می‌خواستم     # or key: "12345#", or silence: true
        expect: {intent: ask_balance, says: "هزار تومان", ended: false}
      - say: نه تحویل ندادن
        expect: {ended: false, never: "خدانگهدار"}
    end: human                 # optional: human, goodbye, open
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import DataFileError
from bot.settings.config_errors import line_of
from bot.settings.config_syntax import one_line
from nlu.text.languages import FALLBACK, Code

End = Literal["human", "goodbye", "open"]
KEYS = re.compile(r"[0-9*#A-D]+")


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expectation(_Part):
    """What must come of a turn; a part that is left out may be anything.

    `says` must be found in all that the bot says in answer, `never` must not; `ended`: whether the bot said goodbye
    and hung up (a human who takes over is no end).
    """

    intent: str | None = None
    says: Pattern | None = None
    never: Pattern | None = None
    ended: bool | None = None


class ScriptTurn(_Part):
    """What the caller does: exactly one of `say`, `key` and `silence`."""

    say: str | None = None
    key: str | None = Field(default=None, pattern=f"^{KEYS.pattern}$")
    silence: bool = False
    expect: Expectation = Expectation()

    @model_validator(mode="after")
    def _one_thing(self) -> "ScriptTurn":
        if (self.say is not None) + (self.key is not None) + self.silence != 1:
            raise ValueError("a turn is exactly one of `say`, `key` and `silence: true`")
        return self

    @property
    def said(self) -> str:
        """The turn as it is shown."""
        return self.say if self.say is not None else self.key if self.key is not None else "(silence)"


class Script(_Part):
    """One conversation."""

    name: str
    language: Code = FALLBACK
    number: str = ""
    called: str = "100"
    turns: tuple[ScriptTurn, ...] = Field(min_length=1)
    end: End | None = None


class _File(_Part):
    conversations: tuple[Script, ...] = Field(min_length=1)


def read(path: Path) -> tuple[Script, ...]:
    """The conversations of a file.

    Raises:
        DataFileError: it cannot be read, is no YAML, or a part is wrong; names the line.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        tree, raw = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(path, one_line(error, text)) from error
    if not isinstance(raw, dict) or "conversations" not in raw:
        raise DataFileError(path, "must begin with `conversations:` and a list")
    try:
        return _File.model_validate(raw).conversations
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise DataFileError(path, f"line {line_of(tree, first['loc'])}: {_told(first)}") from error


def _told(error: Any) -> str:
    where = ".".join(str(step) for step in error["loc"] if step != "conversations")
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"
