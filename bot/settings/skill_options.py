"""What the skills are told: their part of `config.yml`, with its usual values; frozen.

The settings take these classes for their sections, and the skills are told nothing else of the settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from handoff.hours import Span, parse_span

SAMPLE_NAME = {"fa": "فروشگاهِ نمونه", "ar": "المَتْجَرُ النَّمُوذَجِيّ"}
SAMPLE_OPEN = ("sat-wed 08:00-17:00", "thu 08:00-13:00")
SAMPLE_ADDRESS = {"fa": "تهران، خیابانِ آزادی، پلاکِ ۱۲۰", "ar": "طَهْرَان، شَارِعُ آزَادِي، رَقْم 120"}


@dataclass(frozen=True)
class Company:
    """What the bot says about the company, by language."""

    name: Mapping[str, str] = field(default_factory=lambda: dict(SAMPLE_NAME))
    open: tuple[str, ...] = SAMPLE_OPEN
    """The hours of a week as lines ("sat-wed 08:00-17:00"); () is always."""
    hours: Mapping[str, str] = field(default_factory=dict)
    """What is said instead of the timetable of a week."""
    timezone: str = ""
    """Of the hours and of what is «today», "" is this machine's."""
    address: Mapping[str, str] = field(default_factory=lambda: dict(SAMPLE_ADDRESS))

    @property
    def week(self) -> tuple[Span, ...] | None:
        """The hours of a week; None where a text tells others than the sample's, which nobody changed."""
        if self.hours and self.open == SAMPLE_OPEN:
            return None
        return tuple(parse_span(line) for line in self.open)

    @property
    def zone(self) -> tzinfo | None:
        """Of the hours; None: this machine's."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def clock(self) -> datetime:
        """The time on the company's wall, without a zone."""
        return datetime.now(self.zone).replace(tzinfo=None)


@dataclass(frozen=True)
class CrmRules:
    """What the CRM holds at first, and who may hear it."""

    sample: bool = True
    """A SQLite CRM that does not exist yet is filled with sample customers."""
    strangers_hear_orders: bool = False
    """Whether a caller whose number nobody knows hears the state and date of an order by its number."""
