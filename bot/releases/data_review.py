"""Everything that a designer writes in data/, looked at together: training data, prompts, sounds, names, actions."""

from collections.abc import Iterator
from pathlib import Path

from bot.crm.services.load import check_services
from bot.prompts.check import check_prompts
from bot.skills.runtime.registry import discover
from handoff.special_days import load_calendar
from nlu.errors import DataProblem, NluError
from nlu.tables.directory import load_directory
from nlu.text.languages import CODES
from nlu.training import background
from nlu.training.data_check import check, closed_folders, read_domain
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.names import meant
from nlu.training.data_check.pipeline import check_pipeline
from voice.lexicon.check import lexicon_mistakes
from voice.speak.pronunciation import mistakes


class DataBroken(NluError):
    """data/ holds mistakes that the bot cannot live with: one line each."""

    def __init__(self, problems: tuple[DataProblem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def review(data: Path, config: Path | None = None) -> list[DataProblem]:
    """Every mistake in data/ and in Rasa's part of `config`, what breaks the bot first."""
    if closed := closed_folders(data):
        return closed
    found = [*(check_pipeline(config) if config else ()), *check(data)]
    if any(problem.stops and problem.path.is_relative_to(data / "domain") for problem in found):
        domain = None  # not all of it was read: what does not fit it would be a consequence
    else:
        domain = read_domain(data)
        found += _actions(domain)
    found += load_calendar(data)[1].problems + load_directory(data).table.problems
    found += check_prompts(data, domain.intents if domain else None)
    found += check_services(data)
    for language in CODES:
        found += _sounds(data, language)
    return sorted(found, key=lambda problem: not problem.stops)


def refuse_broken(data: Path, config: Path | None = None) -> None:
    """Raise DataBroken where something in data/, or in Rasa's part of `config`, breaks the bot."""
    if broken := tuple(problem for problem in review(data, config) if problem.stops):
        raise DataBroken(broken)


def _actions(domain: Domain) -> Iterator[DataProblem]:
    """Actions that the domain names and no code does."""
    known = discover()
    for name, (document, line) in domain.actions.items():
        if name not in known and not name.startswith("utter_"):
            remedy = meant(name, known, f'Write it in bot/skills/ with @action("{name}").')
            yield document.problem(line, f"no code does action '{name}'", remedy)


def _sounds(data: Path, language: str) -> Iterator[DataProblem]:
    """The recogniser's words and the voice's names."""
    for mistake in lexicon_mistakes(language, data / "lexicons"):
        why, _, remedy = mistake.why.rpartition("; ")
        yield DataProblem(mistake.path, mistake.line, why, f"{remedy[:1].upper()}{remedy[1:]}.")
    for broken in mistakes(data / "pronunciation" / f"{language}.txt"):
        yield DataProblem(broken.path, broken.line, broken.why, "A line is: written = spoken   # comment.")
    try:
        background.load(data, language)
    except DataProblem as problem:
        yield problem
