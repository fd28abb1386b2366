"""A fence round every callback that C++ makes into Python."""

import logging
import traceback
from types import TracebackType

log = logging.getLogger("voice.gateway")


class Guard:
    """Context manager that logs and drops an exception, and counts it.

    An exception that leaves a pjsua2 callback is printed by SWIG while its traceback pins the call object, which
    aborts the process at shutdown; so the text is made here and the traceback let go.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.dropped = 0  # exceptions so far

    def __enter__(self) -> "Guard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.dropped += 1
        if self.dropped <= 3:  # a broken sink fails 50 times a second: say it, then count it
            text = "".join(traceback.format_exception(kind, error, trace))
            log.error("%s failed and was dropped:\n%s", self.where, text)
        return True
