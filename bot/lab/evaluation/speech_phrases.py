"""The sentences of `--phrases FILE`: read, cleaned, and made a model that hears nothing else.

A published model whose graph is put together at run time takes them as vosk's grammar; else the embedded model gets a
graph of its own, compiled of just these.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import DataFileError
from bot.lab.evaluation.speech_text import letters, plain, readings
from bot.lab.evaluation.utterances import Sample
from bot.settings.settings import Settings
from nlu.latin import Latin
from nlu.text.languages import CODES, Code
from voice.graphs.graph import GraphError, WeightedSentence, compile_graph
from voice.lexicon.check import check_lexicons
from voice.lexicon.pronounce import Lexicon
from voice.listen.engines import check_folder
from voice.listen.grammar import unknown_words, write_grammar_model
from voice.listen.vosk_recogniser import is_dynamic
from voice.models import embedded, published

COMMENT = "#"
JOINER = "\u200c"
READABLE = re.compile("[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u200c\u06d5A-Za-z\\d]+")
"""Words of the Arabic or the Latin script: rules know how such a word may sound, and of no other."""
NEVER_ENDS = "".join(f"--endpoint.rule{rule}.min-trailing-silence=1000\n" for rule in (1, 2, 3, 4))
"""A clip is one sentence: were it ended at a pause, vosk would have to find another one in the silence after."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one language and what must be told about them."""

    sentences: tuple[str, ...]
    """As they are said: digits in every usual reading."""
    warnings: tuple[str, ...]


def read_phrases(path: Path) -> tuple[str, ...]:
    """The sentences of a file, one a line; blank lines and lines that begin with # are passed over.

    Raises:
        DataFileError: it is not UTF-8 text, or holds no sentence.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read ({type(error).__name__}); one sentence a line, UTF-8") from error
    found = tuple(dict.fromkeys(line for line in lines if line and not line.startswith(COMMENT)))
    if not found:
        raise DataFileError(path, "it holds no sentence; write one a line")
    return found


def prepare(lines: Sequence[str], language: str, lexicon: Lexicon) -> Phrases:
    """What can be decoded of `lines`; what cannot be pronounced is left out and named."""
    sentences: list[str] = []
    warnings: list[str] = []
    for line in lines:
        words = plain(line, language).split()
        guesses = (word for word in lexicon.missing(words) if not word.isdecimal())
        strange = [word for word in guesses if not (READABLE.fullmatch(word) and any(lexicon.plain(word)))]
        if strange or not words:
            told = f"no sound is known for {', '.join(strange)}" if strange else "it holds no word"
            warnings.append(f"«{line}» is left out: {told}")
        else:
            sentences += readings(line, language)
    guessed = lexicon.missing(word for sentence in sentences for word in sentence.split())
    if guessed:
        where = f"data/lexicons/{language}.extra.txt"
        warnings.append(f"sound guessed from the letters: {'، '.join(guessed)}; write `word = sound` into {where}")
    return Phrases(tuple(dict.fromkeys(sentences)), tuple(warnings))


def prepare_known(lines: Sequence[str], language: str, model: Path) -> Phrases:
    """What a published model can hear of `lines`; a line with words that it does not know is left out, these named.

    Raises:
        ModelBroken: the model does not load.
    """
    said = {line: [sentence.split() for sentence in readings(line, language)] for line in lines}
    forms = {word: _spellings(word) for ways in said.values() for words in ways for word in words}
    unknown = unknown_words(model, (part for some in forms.values() for form in some for part in form.split()))
    spelt = {
        word: next((form for form in some if unknown.isdisjoint(form.split())), "") for word, some in forms.items()
    }
    sentences: list[str] = []
    warnings = [
        f"'{language}' is heard by {model.name} with vosk's run-time grammar: a mixture of two sentences may come out"
    ]
    for line, ways in said.items():
        known = [" ".join(spelt[word] for word in words) for words in ways if words and all(map(spelt.get, words))]
        sentences += known
        if not known:
            strange = dict.fromkeys(word for words in ways for word in words if not spelt[word])
            told = f"{model.name} does not know {'، '.join(strange)}" if strange else "it holds no word"
            warnings.append(f"«{line}» is left out: {told}")
    return Phrases(tuple(dict.fromkeys(sentences)), tuple(warnings))


def _spellings(word: str) -> tuple[str, ...]:
    """As it stands, or as another publisher may write it: the parts as words, or joined."""
    return tuple(dict.fromkeys((word, word.replace(JOINER, " "), word.replace(JOINER, ""))))


def of_language(lines: Sequence[str], language: str, samples: Sequence[Sample]) -> list[str]:
    """`lines` without those that the samples show to be of another language only."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for sample in samples:
        said[sample.language == language].add(letters(sample.text, sample.language))
    foreign = said[False] - said[True]
    return [line for line in lines if not {letters(line, one) for one in CODES} & foreign]


def strangers(sentences: Sequence[str], samples: Sequence[Sample]) -> list[Sample]:
    """The samples of one language whose text is not among the sentences: they can only be wrong."""
    known = {letters(sentence, sample.language) for sample in samples[:1] for sentence in sentences}
    return [
        sample
        for sample in samples
        if not any(letters(said, sample.language) in known for said in readings(sample.text, sample.language))
    ]


def closed_model(
    settings: Settings, language: Code, lines: Sequence[str], scratch: Path, source: Path
) -> tuple[Path, Phrases]:
    """The folder of a ready model that hears nothing but `lines`, and what became of them.

    Raises:
        DataFileError: nothing is left to decode against, or there is no embedded model. ModelBroken: the published
        model in use cannot be loaded. LexiconBroken: a line of data/lexicons cannot be used.
    """
    model = _published(settings, language)
    if model is not None:
        check_folder(model)
        if is_dynamic(model):
            phrases = prepare_known(lines, language, model)
            if not phrases.sentences:
                raise DataFileError(source, f"{model.name} knows none of its sentences in '{language}'")
            write_grammar_model(model, phrases.sentences, scratch / language, NEVER_ENDS)
            return scratch / language, phrases
    lexicons = settings.data / "lexicons"
    check_lexicons(language, lexicons)
    lexicon = Lexicon.load(language, lexicons, latin=Latin(language))
    phrases = prepare(lines, language, lexicon)
    if lines and not phrases.sentences:
        raise DataFileError(source, f"none of its sentences can be pronounced in '{language}': {phrases.warnings[0]}")
    if model is not None:
        told = f"{model.name} takes no sentences: the embedded model hears '{language}' instead"
        phrases = replace(phrases, warnings=(told, *phrases.warnings))
    folders = compile_closed({language: phrases.sentences}, {language: lexicon}, scratch, source)
    return folders[language], phrases


def _published(settings: Settings, language: Code) -> Path | None:
    """The published model that calls of the language use, if they do."""
    named = settings.speech.models.get(language)
    return settings.home / named if named else published.in_use(settings.state).recognisers.get(language)


def compile_closed(
    by_language: Mapping[str, Sequence[str]], lexicons: Mapping[str, Lexicon], scratch: Path, source: Path
) -> dict[str, Path]:
    """A folder with a ready model for each language, which hears nothing but its sentences.

    Raises:
        DataFileError: there is no embedded model of a language, or nothing to decode against.
    """
    folders: dict[str, Path] = {}
    for language, sentences in by_language.items():
        model = embedded.available(language)
        if model is None:
            missing = f"voice/models/{language}/final.mdl"
            raise DataFileError(
                source, f"no embedded model for '{language}' ({missing} is missing): restore it with git"
            )
        if not sentences:
            raise DataFileError(source, f"none of its sentences can be pronounced in '{language}'")
        weighted = [WeightedSentence(sentence) for sentence in sentences]
        folders[language] = scratch / language
        try:
            compile_graph(model.folder, language, weighted, folders[language], lexicon=lexicons[language], closed=True)
        except GraphError as error:
            raise DataFileError(source, f"no graph can be made of its '{language}' sentences ({error})") from error
        with (folders[language] / "conf" / "model.conf").open("a", encoding="utf-8") as settings:
            settings.write(NEVER_ENDS)
    return folders
