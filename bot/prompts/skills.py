"""What the actions say: section `skills` of data/prompts/LANGUAGE.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

PLACES: Mapping[str, frozenset[str]] = {
    "greet": frozenset({"company"}),
    "greet_without_records": frozenset({"company"}),
    "greet_by_name": frozenset({"name", "company"}),
    "balance": frozenset({"amount"}),
    "order_registered": frozenset({"number"}),
    "order_preparing": frozenset({"number"}),
    "order_shipped": frozenset({"number"}),
    "order_delivered": frozenset({"number"}),
    "order_cancelled": frozenset({"number"}),
    "order_returned": frozenset({"number"}),
    "delivery_planned": frozenset({"date"}),
    "delivery_done": frozenset({"date"}),
    "delivery_late": frozenset({"date"}),
    "order_not_found": frozenset({"number"}),
    "hours": frozenset({"hours"}),
    "address": frozenset({"address"}),
}
"""What each sentence has to be filled with; a sentence that is not here has nothing to fill."""


@dataclass(frozen=True, slots=True)
class SkillPrompts:
    """One language's sentences. Those with places are filled by `str.format`."""

    greet: str
    greet_without_records: str
    """The CRM is away: nothing is offered that needs it."""
    greet_by_name: str
    balance: str
    balance_stranger: str
    balance_no_account: str
    order_registered: str
    order_preparing: str
    order_shipped: str
    order_delivered: str
    order_cancelled: str
    order_returned: str
    order_stranger: str
    delivery_planned: str
    delivery_today: str
    delivery_late: str
    delivery_done: str
    not_arrived_yet: str
    not_arrived_sorry: str
    order_not_yours: str
    order_not_found: str
    hours: str
    address: str
    faq_unknown: str
    recorded_none: str
    recorded_handoffs: str
    recorded_all: str
    nothing_to_repeat: str
    goodbye: str
    hand_off: str
    hand_off_complaint: str
    hand_off_lost: str
    crm_down: str

    def fixed(self) -> tuple[str, ...]:
        """The sentences with nothing to fill, for rendering ahead."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name not in PLACES)
