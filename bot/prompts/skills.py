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
    "hours_from_to": frozenset({"opens", "closes"}),
    "hours_days": frozenset({"first", "last"}),
    "hours_on": frozenset({"day"}),
    "hours_every": frozenset({"day"}),
    "hours_day_open": frozenset({"day", "times"}),
    "hours_day_closed": frozenset({"day"}),
    "hours_open_until": frozenset({"closes"}),
    "hours_opens": frozenset({"day", "opens"}),
    "hours_closes": frozenset({"day", "closes"}),
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
    hours_always: str
    hours_from_to: str
    hours_and: str
    """Between the times of a day, and before the last days of a week."""
    hours_days: str
    """Days of the week from the first to the last."""
    hours_today: str
    hours_tomorrow: str
    hours_after_tomorrow: str
    hours_on: str
    """On a day of the week, or a date."""
    hours_every: str
    """On every such day of the week."""
    hours_holidays: str
    hours_yes: str
    hours_no: str
    hours_day_open: str
    hours_day_closed: str
    hours_now_open: str
    hours_open_until: str
    hours_now_closed: str
    hours_opens: str
    hours_closes: str
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
