"""What can go wrong in the conversation's room.

BotError
├── DialogueError
│   ├── DialogueUnavailable    no answer in time
│   └── DialogueBadAnswer      an answer that cannot be used
├── StartError                 a part of Hatef could not be started
├── LineError
│   ├── CallerGone             the caller hung up, or the network did
│   └── RecogniserDown         speech is no longer understood on this line
├── CrmError
│   ├── CrmUnavailable         no answer in time, or no way to it
│   └── CrmBadAnswer           an answer that breaks the CRM's own rules
├── DatabaseError
│   ├── DatabaseUnavailable    the state database cannot be opened or migrated
│   ├── DatabaseMissing        nothing was recorded where it is looked for
│   ├── DriverMissing          its driver is not installed
│   └── DatabaseNewer          it was written by a newer Hatef
├── ControlError
│   ├── ServiceDown            no Hatef runs that could be asked
│   ├── ServiceForeign         the one that runs is another user's
│   ├── ServiceOther           it is of another version
│   ├── RequestRefused         it does not do what was asked
│   └── ServiceUnwell          it does not answer as it should
├── DataFileError              a file of data/ cannot be used
├── PromptsBroken              what the bot says cannot be used: the mistakes, a line each
└── ConfigError                config.yml cannot be used (bot/settings/config_errors.py)
"""

from collections.abc import Sequence
from pathlib import Path


class BotError(Exception):
    """The root of this room's errors."""


class DialogueError(BotError):
    """The dialogue engine is of no use for this turn."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class DialogueUnavailable(DialogueError):
    """No answer came in time."""

    def __str__(self) -> str:
        return f"the dialogue engine does not answer ({self.detail}); is Rasa running? `hatef doctor` tells"


class DialogueBadAnswer(DialogueError):
    """The answer has the wrong shape."""

    def __str__(self) -> str:
        return f"the dialogue engine's answer cannot be used: {self.detail}; does it run Hatef's connector?"


class StartError(BotError):
    """A part of Hatef could not be started; the text says which, why and what to do."""


class LineError(BotError):
    """The line to one caller is of no more use as it is."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallerGone(LineError):
    """The caller hung up, or the network dropped the call."""

    def __str__(self) -> str:
        return f"the caller is gone: {self.reason}"


class RecogniserDown(LineError):
    """Speech on this line is no longer understood; keys still are."""

    def __str__(self) -> str:
        return f"the recogniser is down: {self.reason}"


class CrmError(BotError):
    """The CRM gave nothing that can be told to a caller. `detail` never holds personal data."""

    def __init__(self, question: str, detail: str) -> None:
        super().__init__(question, detail)
        self.question = question
        self.detail = detail


class CrmUnavailable(CrmError):
    """No answer in time, or no way to the CRM."""

    def __str__(self) -> str:
        return f"CRM, {self.question}: no answer ({self.detail}); check `crm.url` in config.yml and the CRM itself"


class CrmBadAnswer(CrmError):
    """The answer breaks the CRM's own rules."""

    def __str__(self) -> str:
        return f"CRM, {self.question}: unusable answer ({self.detail}); mend the row in the CRM"


class DatabaseError(BotError):
    """The state database cannot be used. `place` is its URL without the password."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(place, detail)
        self.place = place
        self.detail = detail


class DatabaseUnavailable(DatabaseError):
    """It cannot be opened or migrated."""

    def __str__(self) -> str:
        return f"database {self.place} cannot be used: {self.detail}; check `journal.url` in config.yml"


class DriverMissing(DatabaseError):
    """The package that speaks to that kind of database is not installed."""

    def __init__(self, database: str, module: str, extra: str, package: str, *, ours: bool = True) -> None:
        super().__init__(database, module)
        self.ours = ours
        self.extra = extra
        self.package = package

    def __str__(self) -> str:
        ours = "" if self.ours else f"write the URL without '+{self.detail}', and "
        return (
            f"{self.place} needs the driver {self.detail}, which is not installed; {ours}"
            f"pip install 'hatef[{self.extra}]' (in a clone: uv pip install --python .venv/bin/python '{self.package}')"
        )


class DatabaseMissing(DatabaseError):
    """Somebody only wants to look, and there is none. `detail` is the configuration's file."""

    def __str__(self) -> str:
        return (
            f"no call was recorded yet: there is no {self.place} (journal.url of {self.detail}); "
            "were the calls taken with another --config or HATEF_STATE?"
        )


class DatabaseNewer(DatabaseError):
    """It was written by a newer Hatef."""

    def __str__(self) -> str:
        return f"database {self.place} is newer than this Hatef ({self.detail}); update Hatef or restore a backup"


class ControlError(BotError):
    """The Hatef that should run cannot be asked."""


class ServiceDown(ControlError):
    """None runs. `state` is the folder it would have, `config` the file that starts it."""

    def __init__(self, state: Path, config: Path) -> None:
        super().__init__(state, config)
        self.state = state
        self.config = config

    def __str__(self) -> str:
        return (
            f"no Hatef runs with the state folder {self.state}; start it: hatef serve --config '{self.config}' "
            "(or was it started with another --config or HATEF_STATE?)"
        )


class ServiceForeign(ControlError):
    """Its control socket is for another user."""

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(path, owner)
        self.path = path
        self.owner = owner

    def __str__(self) -> str:
        return f"{self.path} belongs to {self.owner}, who alone may ask that Hatef; run this as {self.owner}"


class ServiceOther(ControlError):
    """It speaks another version of the control protocol. `version` is that of Hatef."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version

    def __str__(self) -> str:
        return (
            f"the Hatef that runs is version {self.version} and cannot be asked by this one; "
            "restart hatef serve, or use the command that it was started with"
        )


class RequestRefused(ControlError):
    """It does not do what was asked; `why` is what it says."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class ServiceUnwell(ControlError):
    """It does not answer, or not as it should."""

    def __init__(self, state: Path, why: str) -> None:
        super().__init__(state, why)
        self.state = state
        self.why = why

    def __str__(self) -> str:
        return f"the Hatef with the state folder {self.state} does not answer as it should: {self.why}; see its log"


class DataFileError(BotError):
    """A file of data/ cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class PromptsBroken(BotError):
    """What the bot says cannot be used; `problems` are lines with file, line, what and how to mend it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)
