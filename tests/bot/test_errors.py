"""Every error of the room has the root, stands in the drawn tree, and says how to mend it."""

import inspect
from pathlib import Path

import pytest

from bot import errors
from bot.errors import (
    BotError,
    CrmBadAnswer,
    CrmUnavailable,
    DatabaseNewer,
    DatabaseUnavailable,
    DataFileError,
    DialogueUnavailable,
    ServiceDown,
    ServiceForeign,
    ServiceOther,
    ServiceUnwell,
)

ALL = [one for _, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == "bot.errors"]


@pytest.mark.parametrize("one", ALL)
def test_every_error_has_the_root_and_is_drawn(one: type[Exception]) -> None:
    assert issubclass(one, BotError)
    assert one.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("error", "what", "remedy"),
    [
        (DialogueUnavailable("ConnectError"), "ConnectError", "hatef doctor"),
        (CrmUnavailable("balance", "no answer within 1.5 s"), "balance", "crm.url"),
        (CrmBadAnswer("order", "a value of the wrong kind"), "order", "mend the row"),
        (DatabaseUnavailable("sqlite:///x", "disk full"), "disk full", "journal.url"),
        (DatabaseNewer("sqlite:///x", "revision 9"), "revision 9", "update Hatef"),
        (ServiceDown(Path("/var/lib/hatef"), Path("c.yml")), "/var/lib/hatef", "hatef serve --config 'c.yml'"),
        (ServiceForeign(Path("/x/control.sock"), "root"), "/x/control.sock", "run this as root"),
        (ServiceOther("2.0"), "2.0", "restart hatef serve"),
        (ServiceUnwell(Path("/x"), "too many ask at once"), "too many ask at once", "see its log"),
        (DataFileError(Path("a.yml"), "fa.greet: must be a sentence"), "a.yml", "fa.greet"),
    ],
)
def test_it_says_what_and_how_to_mend_it(error: BotError, what: str, remedy: str) -> None:
    assert what in str(error)
    assert remedy in str(error)
