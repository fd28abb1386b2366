"""Each error of the handoff's room has its answer."""

from datetime import UTC, datetime

import pytest

from bot.console.faults import BROKEN, fault_of
from handoff import errors
from handoff.errors import HandoffError

AT = datetime(2026, 11, 30, 17, 0, 0, 5_000, UTC)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.TokenExpired(5), 410, "expired"),
        (errors.TokenForged(), 404, "unknown"),
        (errors.PacketMissing("00a1b2c3d4e5"), 404, "unknown"),
        (errors.TokenMalformed(), 400, "malformed"),
        (errors.StoreUnavailable("finding", "OperationalError"), 503, "away"),
        (errors.RecordRefused("noting", "DataError"), 503, "away"),
        (errors.PacketInvalid("caller", "missing"), 500, "unreadable"),
        (errors.PacketVersionUnknown(9), 500, "unreadable"),
        (errors.TakenByAnother("00a1b2c3d4e5", "sara", AT), 409, "taken"),
        (errors.AlreadyClosed("00a1b2c3d4e5", "sara", AT), 409, "closed"),
        (errors.LegRefused("what"), 500, "broken"),
    ],
)
def test_an_error_and_its_answer(error: HandoffError, status: int, code: str) -> None:
    fault = fault_of(error)
    assert (fault.status, fault.code) == (status, code)
    assert fault.as_json()["error"]["code"] == code  # type: ignore[index]


def test_who_has_it_is_told_with_the_time() -> None:
    assert fault_of(errors.TakenByAnother("00a1b2c3d4e5", "sara", AT)).facts == {
        "who": "sara",
        "at": "2026-11-30T17:00:00.005+00:00",
    }


def test_when_to_come_again_is_told() -> None:
    assert fault_of(errors.StoreUnavailable("a", "b")).headers == {"Retry-After": "2"}
    assert "personal" not in str(BROKEN.as_json())
