"""Every action of this package, found by walking it: a function with `@action("action_…")` in any module is served."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import bot.skills
from bot.crm.model import Crm
from bot.crm.services.services import Services
from bot.prompts.load import SHIPPED
from bot.prompts.skills import SkillPrompts
from bot.settings.recording_options import Which
from bot.settings.skill_options import Company, CrmRules
from bot.skills.flows.in_use import FlowsInUse
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.faq_book import FaqBook
from bot.skills.runtime.tracker import Tracker
from handoff.special_days import Calendar, Days
from nlu.text.languages import FALLBACK


@dataclass(frozen=True, slots=True)
class Tools:
    """What an action works with."""

    crm: Crm
    texts: Mapping[str, SkillPrompts]
    company: Company = Company()
    rules: CrmRules = CrmRules()
    recorded: Which = "none"
    """Whose calls are recorded."""
    services: Services = field(default_factory=lambda: Services({}, {}))
    """The look-ups of data/services/."""
    faq: FaqBook = field(default_factory=lambda: FaqBook(SHIPPED))
    flows: FlowsInUse = FlowsInUse()
    actions: Mapping[str, "Action"] = field(default_factory=dict)
    now: Callable[[], datetime] = datetime.now
    """The time of where the company is, without a zone."""
    days: Days = Calendar()
    """What is known of holidays and other special days."""

    def today(self) -> date:
        """Its day."""
        return self.now().date()

    def say(self, language: str) -> SkillPrompts:
        """The sentences of `language`; Persian where it has none."""
        return self.texts.get(language, self.texts[FALLBACK])


Run = Callable[[Tracker, Tools], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its name in the domain, what it does, and whether what it tells depends on who calls."""

    name: str
    run: Run
    needs_caller: bool = False


def action(name: str, *, needs_caller: bool = False) -> Callable[[Run], Action]:
    """Make a function an action of that name. `needs_caller`: a caller not known yet is looked up first."""

    def wrap(run: Run) -> Action:
        return Action(name, run, needs_caller)

    return wrap


def pick(by_language: Mapping[str, str], language: str) -> str:
    """The text of `language`, else the Persian one, else ""."""
    return by_language.get(language) or by_language.get(FALLBACK, "")


def discover() -> dict[str, Action]:
    """All actions by name.

    Raises:
        ValueError: two have one name.
    """
    found: dict[str, Action] = {}
    for module in pkgutil.walk_packages(bot.skills.__path__, "bot.skills."):
        # Importing the command would start the server.
        if module.name.endswith(".__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if not isinstance(value, Action):
                continue
            if found.setdefault(value.name, value) is not value:
                raise ValueError(f"two actions are called {value.name}")
    return found
