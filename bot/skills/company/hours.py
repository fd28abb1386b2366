"""What is said of opening hours: yes or no first, then the hours of the day that was meant; the whole week only when
it is asked for.
"""

from datetime import date, datetime, timedelta

from bot.prompts.skills import SkillPrompts
from bot.skills.company.question import HoursQuestion
from bot.skills.runtime import display
from handoff.hours import DAY_MINUTES, Times
from handoff.timetable import Timetable, same_days
from nlu.text.languages import language as facts
from nlu.text.languages import own_digits

SATURDAY, WEEK_DAYS = 5, 7
AFTER_TOMORROW = 2
NEAR_DAYS = 7
"""Within so many days a day is told by its name."""


class HoursAnswer:
    """The sentences of one language about one timetable, at one moment (local, without a zone)."""

    def __init__(self, timetable: Timetable, said: SkillPrompts, language: str, now: datetime) -> None:
        self._timetable = timetable
        self._said = said
        self._language = language
        self._now = now

    def to(self, question: HoursQuestion) -> str:
        """The answer to a question of the caller."""
        match question.kind:
            case "holidays":
                word = self._said.hours_yes if question.closed else self._said.hours_no
                return f"{word} {self._said.hours_holidays}"
            case "closes" | "opens":
                return self._edge(question)
            case "open" if question.now:
                return self._right_now(question.closed)
            case "open" if question.day is not None:
                return self._on(question, question.day)
            case _:
                return self.week()

    def week(self) -> str:
        """The hours of every day of a usual week."""
        if self._timetable.always:
            return self._said.hours_always
        parts = []
        for days, times in same_days(self._timetable, self._order()):
            if not times:
                continue
            names = [facts(self._language).weekdays[day] for day in days]
            between = self._said.hours_days.format(first=names[0], last=names[-1])
            when = between if len(names) > 1 else self._said.hours_on.format(day=names[0])
            parts.append(f"{when} {self._times(times)}")
        return self._said.hours.format(hours=self._said.hours_and.join(parts))

    def closed_now(self) -> str:
        """That it is closed now and when it opens, with the company's message of the day; "" where it is open."""
        if self._timetable.now(self._now) is not None:
            return ""
        return f"{self._said.hours_now_closed} {self.opens()}".strip()

    def opens(self) -> str:
        """The company's message of the day and when it opens next; "" where it is open."""
        if self._timetable.now(self._now) is not None:
            return ""
        return " ".join(filter(None, (self._message(self._now.date()), self._next())))

    def _right_now(self, asked_closed: bool) -> str:
        stretch = self._timetable.now(self._now)
        yes = (stretch is None) == asked_closed
        word = self._said.hours_yes if yes else self._said.hours_no
        if stretch is None:
            return f"{word} {self.closed_now()}"
        if stretch.closes - self._now > timedelta(days=1):
            return f"{word} {self._said.hours_now_open}"
        return f"{word} {self._said.hours_open_until.format(closes=self._clock(stretch.closes))}"

    def _on(self, question: HoursQuestion, day: date) -> str:
        every = question.every
        times, named = self._meant(question, day)
        word = self._said.hours_yes if (not times) == question.closed else self._said.hours_no
        if times:
            told = self._said.hours_day_open.format(day=named, times=self._times(times))
        else:
            told = self._said.hours_day_closed.format(day=named)
        message = "" if every else self._message(day)
        after = "" if times or every else self._next(datetime.combine(day, datetime.max.time()))
        return " ".join(filter(None, (word, told, message, after)))

    def _edge(self, question: HoursQuestion) -> str:
        """From when, or until when: today, or on the day that was named."""
        today = self._now.date()
        day = question.day or today
        times, named = self._meant(question, day)
        begun = not question.every and day == today and bool(times)
        if not times:
            told = self._said.hours_day_closed.format(day=named)
            return " ".join(filter(None, (told, self._message(day), self._next())))
        if begun and self._is_over(day):
            return self.closed_now()
        if question.kind == "closes":
            return self._said.hours_closes.format(day=named, closes=self._minute(times[-1][1]))
        if begun and self._timetable.stretches(day)[0].opens <= self._now:
            return self._said.hours_day_open.format(day=named, times=self._times(times))
        return self._said.hours_opens.format(day=named, opens=self._minute(times[0][0]))

    def _meant(self, question: HoursQuestion, day: date) -> tuple[tuple[Times, ...], str]:
        """The times that are asked for, and how the day is called."""
        name = facts(self._language).weekdays[day.weekday()]
        if question.every:
            return self._timetable.usual(day.weekday()), self._said.hours_every.format(day=name)
        named = self._said.hours_on.format(day=name) if question.named else self._day(day)
        return self._timetable.times(day), named

    def _is_over(self, day: date) -> bool:
        return all(one.closes <= self._now for one in self._timetable.stretches(day))

    def _next(self, after: datetime | None = None) -> str:
        opens = self._timetable.next(after or self._now)
        if opens is None:
            return ""
        day = self._day(opens.date(), AFTER_TOMORROW)
        return self._said.hours_opens.format(day=day, opens=self._clock(opens))

    def _message(self, day: date) -> str:
        special = self._timetable.special(day)
        return special.messages.get(self._language, "") if special is not None else ""

    def _order(self) -> list[int]:
        """The days of a week, from the first behind the days off; from Saturday where there is none."""
        days = [(SATURDAY + ahead) % WEEK_DAYS for ahead in range(WEEK_DAYS)]
        usual = self._timetable.usual
        first = next((day for day in days if usual(day) and not usual((day - 1) % WEEK_DAYS)), SATURDAY)
        return [(first + ahead) % WEEK_DAYS for ahead in range(WEEK_DAYS)]

    def _day(self, day: date, by_name_from: int = AFTER_TOMORROW + 1) -> str:
        """«امروز», «فردا», and so many days on «شنبه», «پنجشنبه ۵ آذر»."""
        today = self._now.date()
        near = (self._said.hours_today, self._said.hours_tomorrow, self._said.hours_after_tomorrow)
        ahead = (day - today).days
        if 0 <= ahead < by_name_from:
            return near[ahead]
        name = facts(self._language).weekdays[day.weekday()]
        return self._said.hours_on.format(day=name if ahead < NEAR_DAYS else display.day(day, today, self._language))

    def _times(self, times: tuple[Times, ...]) -> str:
        return self._said.hours_and.join(
            self._said.hours_from_to.format(opens=self._minute(opens), closes=self._minute(closes))
            for opens, closes in times
        )

    def _clock(self, at: datetime) -> str:
        return self._minute(at.hour * 60 + at.minute)

    def _minute(self, minute: int) -> str:
        hour, rest = divmod(minute % DAY_MINUTES, 60)
        return own_digits(f"{hour:02}:{rest:02}", self._language)
