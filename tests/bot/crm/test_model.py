"""Money with its unit, names as one says them."""

import pytest

from bot.crm.model import Customer, Money


@pytest.mark.parametrize(("rial", "toman"), [(2_500_000, 250_000), (0, 0), (10, 1), (934_505, None), (-50, -5)])
def test_toman_only_where_it_is_whole(rial: int, toman: int | None) -> None:
    assert Money(rial).toman == toman


def test_names() -> None:
    sara = Customer("c", "خانم", "سارا", "محمدی")
    assert (sara.full_name, sara.polite_name) == ("سارا محمدی", "خانم محمدی")
    assert Customer("c", "", "", "محمدی").polite_name == "محمدی"


@pytest.mark.parametrize(
    ("title", "given", "family", "polite", "titled"),
    [
        (None, "سارا", "محمدی", "محمدی", "سارا محمدی"),
        ("خانم", "سارا", None, "خانم سارا", "خانم سارا"),
        ("خانم", None, "محمدی", "خانم محمدی", "خانم محمدی"),
        (None, "سارا محمدی", None, "سارا محمدی", "سارا محمدی"),
        ("خانم", None, None, "", ""),
        ("خانم", "", " ", "", ""),
        (None, None, None, "", ""),
    ],
)
def test_names_that_are_missing_are_left_out(
    title: str | None, given: str | None, family: str | None, polite: str, titled: str
) -> None:
    customer = Customer("c", title, given, family)
    assert (customer.polite_name, customer.titled_name) == (polite, titled)
