"""Rasa's part of `config.yml`: components and policies that there are, settings that they know, an order that works.

Rasa tells such mistakes after half a minute, in its own words, or takes a pipeline of its own without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nlu.errors import DataProblem
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map, Rows, read

RECIPE = "default.v1"
_OURS = "nlu.rasa."
TOKENIZER = f"{_OURS}fold_tokenizer.FoldTokenizer"
NUMBERS = f"{_OURS}number_entity.NumberEntityExtractor"
CLASSIFIER = f"{_OURS}tfidf_intent.TfidfIntentClassifier"
QUESTIONS = f"{_OURS}faq_questions.FaqQuestions"
ANSWERS = f"{_OURS}answer_intent.AnswerIntent"
FALLBACK = "FallbackClassifier"
RULES = "RulePolicy"
FLOWS = f"{_OURS}flow_policy.FlowPolicy"
_OF_RULES: Mapping[str, str] = {
    "core_fallback_threshold": "share",
    "core_fallback_action_name": "text",
    "enable_fallback_prediction": "yes",
    "restrict_rules": "yes",
    "check_for_contradictions": "yes",
    "use_nlu_confidence_as_score": "yes",
    "priority": "whole",
    "max_history": "whole",
}

Wanted = Mapping[str, str]
"""What a setting takes: "share" is a number from 0 to 1, "positive" one above 0."""
_SETTINGS: Mapping[str, Wanted] = {
    TOKENIZER: {},
    NUMBERS: {"entity": "text", "lengths": "lengths", "other": "text"},
    CLASSIFIER: {"C": "positive", "sharpness": "positive", "random_state": "whole", "requests": "names"},
    QUESTIONS: {"nearest": "share", "sure": "share", "firm": "names"},
    FALLBACK: {"threshold": "share", "ambiguity_threshold": "share"},
    ANSWERS: {},
    RULES: _OF_RULES,
    FLOWS: _OF_RULES,
}
_WORDS = {
    "text": ("a name", "order_number"),
    "lengths": ("a list of whole numbers", "[5]"),
    "names": ("a list of names", "[ask_balance]"),
    "positive": ("a number above 0", "1"),
    "share": ("a number from 0 to 1", "0.4"),
    "whole": ("a whole number", "42"),
    "yes": ("true or false", "true"),
}
_RASA = (
    "WhitespaceTokenizer JiebaTokenizer MitieTokenizer SpacyTokenizer MitieNLP SpacyNLP MitieFeaturizer "
    "SpacyFeaturizer LanguageModelFeaturizer RegexFeaturizer CountVectorsFeaturizer LexicalSyntacticFeaturizer "
    "MitieIntentClassifier LogisticRegressionClassifier SklearnIntentClassifier KeywordIntentClassifier "
    "DIETClassifier FallbackClassifier MitieEntityExtractor SpacyEntityExtractor CRFEntityExtractor "
    "DucklingEntityExtractor RegexEntityExtractor EntitySynonymMapper ResponseSelector "
).split()
COMPONENTS = (TOKENIZER, NUMBERS, CLASSIFIER, QUESTIONS, ANSWERS, *_RASA)
POLICIES = ("MemoizationPolicy", "AugmentedMemoizationPolicy", "TEDPolicy", "UnexpecTEDIntentPolicy", RULES, FLOWS)
_AS_SHIPPED = "Restore it as it stands in the config.yml that Hatef ships."


def check_pipeline(config: Path) -> Iterator[DataProblem]:
    """Every mistake in Rasa's part of the file; nothing where the file cannot be read (the settings tell it)."""
    try:
        document = read(config, {})
    except DataProblem:
        return
    tree = document.tree
    if (recipe := tree.get("recipe", RECIPE)) != RECIPE:
        yield document.problem(tree.lines["recipe"], f"recipe '{recipe}' is unknown", f"Write recipe: {RECIPE}.")
    names: dict[str, list[str]] = {}
    for key, known in (("pipeline", COMPONENTS), ("policies", POLICIES)):
        if not isinstance(tree.get(key), Rows) or not tree[key]:
            line = tree.lines.get(key, 0)
            what = f"`{key}:` is missing or empty: Rasa would take one of its own, which knows nothing of calls"
            yield document.problem(line, what, _AS_SHIPPED)
            continue
        names[key] = []
        for line, entry in zip(tree[key].lines, tree[key], strict=True):
            if isinstance(entry, Map) and isinstance(entry.get("name"), str):
                names[key].append(entry["name"])
                yield from _check_entry(document, key, entry, known)
            else:
                yield document.problem(
                    line, f"an entry of `{key}:` has no name", f"Begin it with `- name: {known[-1]}`."
                )
    yield from _check_order(document, names.get("pipeline"), names.get("policies"))


def _check_entry(document: Document, key: str, entry: Map, known: tuple[str, ...]) -> Iterator[DataProblem]:
    name = entry["name"]
    if name not in known and ("." not in name or name.startswith(_OURS)):
        remedy = meant(name, known, f"Known are: {', '.join(known)}.")
        yield document.problem(entry.lines["name"], f"'{name}' in `{key}:` is unknown", remedy)
        return
    wanted = _SETTINGS.get(name)
    if wanted is None:
        return
    yield from unknown_keys(document, entry, {"name", *wanted}, name.rpartition(".")[2])
    for setting, kind in wanted.items():
        if setting in entry and not _fits(entry[setting], kind):
            words, example = _WORDS[kind]
            what = f"`{setting}:` of {name.rpartition('.')[2]} takes {words} (it is '{entry[setting]}')"
            yield document.problem(entry.lines[setting], what, f"Write e.g. {setting}: {example}.")


def _fits(value: Any, kind: str) -> bool:
    if kind in ("lengths", "names"):
        of = "positive" if kind == "lengths" else "text"
        return isinstance(value, list) and bool(value) and all(_fits(one, of) for one in value)
    if kind in ("text", "yes"):
        return isinstance(value, str if kind == "text" else bool)
    if isinstance(value, bool) or not isinstance(value, int if kind == "whole" else int | float):
        return False
    return kind == "whole" or (0 < value if kind == "positive" else 0 <= value <= 1)


def _check_order(document: Document, pipeline: list[str] | None, policies: list[str] | None) -> Iterator[DataProblem]:
    """What must be there, and before what."""
    lines = document.tree.lines
    if policies is not None and FLOWS not in policies:
        what = f"`policies:` lacks {FLOWS.rpartition('.')[2]}: no flow and no rule of data/ would be followed"
        yield document.problem(lines["policies"], what, f"Add `- name: {FLOWS}`, and delete {RULES}.")
    if pipeline is None:
        return
    tokenizer = next((at for at, name in enumerate(pipeline) if name.endswith("Tokenizer")), None)
    if tokenizer is None:
        what = "`pipeline:` has no tokenizer"
        yield document.problem(lines["pipeline"], what, f"Begin it with `- name: {TOKENIZER}`.")
    elif before := [name for name in pipeline[:tokenizer] if not name.endswith("NLP")]:
        what = f"{before[0].rpartition('.')[2]} stands before the tokenizer"
        yield document.problem(lines["pipeline"], what, f"Let `- name: {pipeline[tokenizer]}` be the first.")
    classifiers = [at for at, name in enumerate(pipeline) if name.endswith("Classifier") and name != FALLBACK]
    yield from _check_questions(document, pipeline, classifiers)
    if not classifiers:
        what = "`pipeline:` has nothing that tells the intent"
        yield document.problem(lines["pipeline"], what, f"Add `- name: {CLASSIFIER}`.")
    elif FALLBACK in pipeline and pipeline.index(FALLBACK) < classifiers[0]:
        what = f"{FALLBACK} stands before what tells the intent"
        yield document.problem(lines["pipeline"], what, "Let it be the last.")
    for name in (FALLBACK, NUMBERS):
        if name not in pipeline:
            lost = "everything counts as understood" if name == FALLBACK else "no spoken number is understood"
            yield document.style(lines["pipeline"], f"`pipeline:` lacks {name.rpartition('.')[2]}: {lost}", _AS_SHIPPED)


def _check_questions(document: Document, pipeline: list[str], classifiers: list[int]) -> Iterator[DataProblem]:
    """The table of questions is asked behind what tells the intent, and before what refuses it."""
    line = document.tree.lines["pipeline"]
    if QUESTIONS not in pipeline:
        what = f"`pipeline:` lacks {QUESTIONS.rpartition('.')[2]}: no question of data/faq.csv is answered"
        yield document.style(line, what, _AS_SHIPPED)
        return
    at = pipeline.index(QUESTIONS)
    if any(place > at for place in classifiers) or (FALLBACK in pipeline and pipeline.index(FALLBACK) < at):
        what = "FaqQuestions stands in the wrong place"
        yield document.problem(line, what, f"Put it behind {CLASSIFIER.rpartition('.')[2]} and before {FALLBACK}.")
