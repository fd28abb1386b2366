"""What the skills are told: their part of `config.yml`, with its usual values; frozen.

The settings take these classes for their sections, and the skills are told nothing else of the settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SAMPLE_NAME = {"fa": "فروشگاهِ نمونه", "ar": "المَتْجَرُ النَّمُوذَجِيّ"}
SAMPLE_HOURS = {
    "fa": "شنبه تا چهارشنبه از ساعتِ ۸ تا ۱۷ و پنجشنبه‌ها تا ساعتِ ۱۳",
    "ar": "مِنَ السَّبْتِ إِلَى الأَرْبِعَاءِ مِنَ السَّاعَةِ ٨ حَتَّى السَّاعَةِ ١٧، وَالخَمِيسَ حَتَّى السَّاعَةِ ١٣",
}
SAMPLE_ADDRESS = {"fa": "تهران، خیابانِ آزادی، پلاکِ ۱۲۰", "ar": "طَهْرَان، شَارِعُ آزَادِي، رَقْم 120"}


@dataclass(frozen=True)
class Company:
    """What the bot says about the company, by language."""

    name: Mapping[str, str] = field(default_factory=lambda: dict(SAMPLE_NAME))
    hours: Mapping[str, str] = field(default_factory=lambda: dict(SAMPLE_HOURS))
    address: Mapping[str, str] = field(default_factory=lambda: dict(SAMPLE_ADDRESS))


@dataclass(frozen=True)
class CrmRules:
    """What the CRM holds at first, and who may hear it."""

    sample: bool = True
    """A SQLite CRM that does not exist yet is filled with sample customers."""
    strangers_hear_orders: bool = False
    """Whether a caller whose number nobody knows hears the state and date of an order by its number."""
