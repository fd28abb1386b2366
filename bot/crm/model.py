"""What a CRM answers, and the three questions that the conversation asks it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from nlu.text.languages import FALLBACK

RIALS_A_TOMAN = 10


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in Iranian rial, the unit of the books; callers say toman, so a unit is always spoken with it."""

    rial: int

    @property
    def toman(self) -> int | None:
        """The amount in toman, or None where it is not a whole number of them."""
        toman, rest = divmod(self.rial, RIALS_A_TOMAN)
        return toman if rest == 0 else None


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer. `title` is how the language addresses the person («خانم», «آقای»). A name may be empty or None."""

    customer_id: str
    title: str | None
    given_name: str | None
    family_name: str | None
    language: str = FALLBACK

    @property
    def full_name(self) -> str:
        """«سارا محمدی»; what is known of it."""
        return _words(self.given_name, self.family_name)

    @property
    def titled_name(self) -> str:
        """«خانم سارا محمدی»; "" where there is no name, only a title."""
        return _words(self.title, self.full_name) if self.full_name else ""

    @property
    def polite_name(self) -> str:
        """«خانم محمدی», as one speaks to the person on the telephone; "" where nothing is known to call him by."""
        return _words(self.title, self.family_name) if _words(self.family_name) else self.titled_name


def _words(*names: str | None) -> str:
    """The names that are there."""
    return " ".join(name for name in ((name or "").strip() for name in names) if name)


class OrderState(StrEnum):
    """Where an order is on its way."""

    REGISTERED = "registered"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `number` is five ASCII digits; `delivery_date` is planned, or past once delivered."""

    number: str
    customer_id: str
    state: OrderState
    delivery_date: date | None = None


class Crm(Protocol):
    """The company's records, read only.

    Every method raises `CrmUnavailable` when no answer comes in time and `CrmBadAnswer` when one cannot be used.
    """

    async def customer_by_number(self, number: str) -> Customer | None:
        """Who calls from `number`, written in any usual way; None for a stranger."""
        ...

    async def balance(self, customer_id: str) -> Money | None:
        """What the customer's account holds; None where there is no account."""
        ...

    async def order(self, order_number: str, customer_id: str | None = None) -> Order | None:
        """The order with that number; with `customer_id`, only if it is that customer's."""
        ...
