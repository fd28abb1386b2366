"""Check the training data before Rasa sees it: one clear line a mistake, with file, line and remedy.

Rasa itself warns in pages, ignores unknown keys, or fails far from the cause. What breaks the bot stops the training
(`DataProblem.stops`); what is only style is told apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlu.errors import DataProblem
from nlu.tables.faq import Faq, load_faq
from nlu.training.data_check.domain import Domain, check_forms, check_settings, declared, misnamed
from nlu.training.data_check.examples import check_nlu
from nlu.training.data_check.files import check_files, rule_paths
from nlu.training.data_check.flows import Flows
from nlu.training.data_check.lookups import learn_lookups
from nlu.training.data_check.read import Document, read
from nlu.training.data_check.responses import check_responses, check_used
from nlu.training.data_check.rules import check_form_rules, check_rules, misread, rules_of, said_in
from nlu.training.data_check.slots import check_slots
from nlu.training.data_shape import DOMAIN, NLU, RULES
from nlu.training.flows import flow_files

_VERSIONS = ("3.0", "3.1")


def check(data: Path) -> list[DataProblem]:
    """Every mistake found in `data` (the data/ folder), what stops the training first; empty when all is well.

    Where a file cannot be read at all, only such files are told: the rest would be a consequence.
    """
    problems = closed_folders(data)
    if problems:
        return problems
    domain_files = _read(_domain_files(data), DOMAIN, problems)
    nlu_files = _read(sorted((data / "nlu").glob("*.y*ml")), NLU, problems)
    if not nlu_files and not problems:
        problems.append(DataProblem(data / "nlu", 0, "there is no file of examples", "Restore fa.yml and ar.yml."))
    rule_files = _read([*rule_paths(data), *_stories(data)], RULES, problems)
    flow_documents = _read(flow_files(data), {}, problems)
    faq = load_faq(data)
    problems += faq.table.problems
    if not problems:
        problems += _together(domain_files, nlu_files, rule_files, flow_documents, faq, data)
    problems += check_files(data)
    return sorted(problems, key=lambda problem: not problem.stops)


def closed_folders(data: Path) -> list[DataProblem]:
    """Folders that this user may not look into."""
    folders = (data, *(data / name for name in ("nlu", "domain", "prompts", "lexicons", "pronunciation", "background")))
    closed = [one for one in folders if os.access(one, os.F_OK) and not os.access(one, os.R_OK | os.X_OK)]
    remedy = "Give it back to this user: chmod u+rX."
    return [DataProblem(one, 0, "this user may not look into this folder", remedy) for one in closed]


def read_domain(data: Path) -> Domain:
    """What the domain files declare; nothing of a file that cannot be read (`check` tells it)."""
    return declared(_read(_domain_files(data), DOMAIN, []), [])


def _stories(data: Path) -> list[Path]:
    path = data / "stories.yml"
    return [path] if path.is_file() else []


def _domain_files(data: Path) -> list[Path]:
    folder = data / "domain"
    return sorted(folder.glob("*.y*ml")) if folder.is_dir() else [data / "domain.yml"]


def _read(paths: Iterable[Path], shape: Any, problems: list[DataProblem]) -> list[Document]:
    found = []
    for path in paths:
        try:
            found.append(read(path, shape))
        except DataProblem as problem:
            problems.append(problem)
        if path.suffix != ".yml":
            problems.append(DataProblem(path, 0, "Rasa reads this file and the recogniser does not", "Name it .yml."))
    return found


def _empty(documents: list[Document], *keys: str) -> Iterator[DataProblem]:
    """Files that hold nothing of what they are for."""
    for document in documents:
        if not any(document.tree.get(key) for key in keys) and not set(document.tree) - {*keys, "version"}:
            yield document.problem(0, f"the file holds no `{keys[0]}:`", "Delete the file, or restore it.")


def _version(document: Document) -> Iterator[DataProblem]:
    """Rasa passes over files of another version of its format, with a warning that nobody sees."""
    version = document.tree.get("version", _VERSIONS[-1])
    if version in _VERSIONS:
        return
    line = document.tree.lines["version"]
    remedy = f'Write version: "{_VERSIONS[-1]}".'
    if not isinstance(version, str):
        yield document.problem(line, "the version stands without quotes", remedy)
    elif version < _VERSIONS[0]:
        yield document.style(line, f"version {version} is old; the file is read as {_VERSIONS[-1]}", remedy)
    else:
        yield document.problem(line, f"Rasa passes over a file of version {version}", remedy)


def _together(
    domain_files: list[Document],
    nlu_files: list[Document],
    rule_files: list[Document],
    flow_documents: list[Document],
    faq: Faq,
    data: Path,
) -> list[DataProblem]:
    documents = (*domain_files, *nlu_files, *rule_files, *flow_documents)
    doubled = [problem for document in documents for problem in document.doubled()]
    half_read = [*doubled, *_empty(nlu_files, "nlu"), *_empty(rule_files, "rules", "stories")]
    for document in domain_files:
        half_read += misnamed(document)
    for document in rule_files:
        half_read += misread(document)
    half_read += [problem for document in documents for problem in _version(document)]
    if any(problem.stops for problem in half_read):  # all else would be a consequence
        return half_read
    problems = list(half_read)
    domain = declared(domain_files, problems)
    problems += check_slots(domain)
    problems += check_forms(domain)
    flows = Flows(flow_documents)
    flows.learn(domain)
    learn_lookups(domain, data, flows.book)
    problems += flows.check(domain)
    for document in domain_files:
        problems += check_settings(document, domain)
        problems += check_responses(document, domain)
    problems += check_nlu(nlu_files, domain, faq)
    rules = [rule for document in rule_files for rule in rules_of(document, problems)]
    problems += check_rules(rules, domain, flows.intents)
    if not any(problem.stops for problem in problems):  # a name written wrong leaves the right one unused
        problems += check_form_rules(rules, domain)
        problems += check_used(domain, said_in(rules) | flows.said)
    return problems
