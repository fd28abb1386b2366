"""What is wrong with the questions and answers of data/faq.csv beside its shape: words, answers, other intents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nlu.errors import DataProblem
from nlu.tables.faq import FAQ, FILE, Entry, Faq
from nlu.text.fold import match_key
from nlu.text.languages import CODES
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.words import NAMES, Vocabulary, heard, said

OUT_OF_SCOPE = "out_of_scope"


def check_questions(
    faq: Faq, domain: Domain, vocabulary: Vocabulary, intents: Mapping[tuple[str, str], str]
) -> Iterator[DataProblem]:
    """Every mistake in the rows that have the right shape.

    Args:
        intents: by language and folded text, the intent of each example of the other training data.
    """
    path = faq.table.path
    if faq.entries and FAQ not in domain.intents:
        what = f"the domain knows no intent '{FAQ}': no question of the table is answered"
        yield DataProblem(path, 0, what, f"Add `- {FAQ}` to `intents:`, with its rules as data/rules.yml ships them.")
        return
    for entry in faq.entries:
        for language in CODES:
            for what, remedy in _told(entry, language, vocabulary, intents):
                yield DataProblem(path, entry.row, what, remedy, stops=False)


def _told(
    entry: Entry, language: str, vocabulary: Vocabulary, intents: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    for question in entry.questions.get(language, ()):
        other = intents.get((language, match_key(question, language)), OUT_OF_SCOPE)
        if vocabulary.is_foreign(question, language):
            what = f"the question «{question}» does not look {NAMES[language]}"
            yield what, f"Put it into questions_{next(code for code in CODES if code != language)}."
        elif hint := heard(question, language):
            yield hint
        elif other != OUT_OF_SCOPE:  # what is out of scope is what the table may answer
            what = f"the question «{question}» is an example of intent '{other}' too: the table answers it"
            yield what, f"Delete it here, or in data/nlu/; {FILE} is asked first."
    if entry.answers.get(language) and (hint := said(entry.answers[language], language)):
        yield f"answer_{language}: {hint[0]}", hint[1]
