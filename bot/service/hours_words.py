"""What the built-in queues know of hours: the company's clock and holidays, and the words for when it opens again."""

from collections.abc import Sequence

from bot.prompts.load import load_prompts
from bot.settings.settings import Settings
from bot.skills.company.hours import HoursAnswer
from handoff.acd.own.queue_acd import Wall
from handoff.hours import Span
from handoff.special_days import LiveCalendar
from handoff.timetable import Timetable
from nlu.text.languages import FALLBACK


def wall_of(settings: Settings) -> Wall:
    """Of one company: the time of `company.timezone`, the days of data/holidays.csv."""
    days = LiveCalendar(settings.data)
    clock = settings.company.clock
    said = {code: own.skills for code, own in load_prompts(settings.data).items()}

    def opens(hours: Sequence[Span], language: str) -> str:
        own = said.get(language, said[FALLBACK])
        return HoursAnswer(Timetable(tuple(hours), days), own, language, clock()).opens()

    return Wall(clock, days, opens)
