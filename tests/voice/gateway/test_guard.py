"""The fence round C++ callbacks."""

import gc
import weakref

import pytest

from voice.gateway.guard import Guard


class Thing:
    """Stands for a pjsua2 object in a traceback."""


def test_an_exception_is_logged_counted_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard("a callback")
    with guard:
        raise KeyError("x")
    assert guard.dropped == 1
    assert "a callback failed" in caplog.text
    assert "KeyError: 'x'" in caplog.text


def test_the_traceback_pins_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> "weakref.ref[Thing]":
        thing = Thing()
        with Guard("a callback"):
            raise ValueError(id(thing))
        return weakref.ref(thing)

    held = fail()
    gc.collect()
    assert held() is None
    assert all(record.exc_info is None for record in caplog.records)


def test_a_fault_of_every_frame_does_not_flood_the_log(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard("a callback")
    for _ in range(100):
        with guard:
            raise ValueError
    assert guard.dropped == 100
    assert len(caplog.records) == 3


def test_no_exception_passes_unseen() -> None:
    guard = Guard("a callback")
    with guard:
        pass
    assert guard.dropped == 0


def test_the_wish_to_end_the_process_is_not_dropped() -> None:
    with pytest.raises(SystemExit), Guard("a callback"):
        raise SystemExit
