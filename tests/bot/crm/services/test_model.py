"""What a service says of itself."""

from bot.crm.services.load import read_services
from bot.crm.services.model import OUTCOMES
from tests.bot.crm.services.conftest import DATA

SHIPPED = read_services(DATA).services


def test_every_outcome_is_named() -> None:
    assert SHIPPED["balance"].outcomes == OUTCOMES
    assert SHIPPED["payment_status"].outcomes == (*OUTCOMES, "received", "pending", "failed")


def test_what_reads_does_not_write() -> None:
    assert not SHIPPED["balance"].writes
