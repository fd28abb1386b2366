"""Two passes heard a turn: what was said, and how sure is it? Pure.

both the same                    that
only one heard something         that one; the second pass's, if it is sure enough by itself
they differ                      the better judge for what was asked

How sure: by hand, agreement makes surer and difference less sure. How likely it was heard right: a fitted model of the
language and kind (`certainty.py`), where there is one.
"""

from dataclasses import replace

from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.certainty import agreement, features, model_of

SURER = 0.5
"""Of the doubt that is left, agreement takes away this share."""
DIFFERENT = 0.85
"""Of the confidence, this is left where the passes differ."""
MARGIN = 0.3
"""So much surer must the first pass be to be believed: the second is the better judge."""
ALONE = 0.4
"""So sure must the second pass be where the first heard nothing."""


def fuse(first: RecognisedText, second: RecognisedText | None, kind: Kind, language: str) -> RecognisedText:
    """What the conversation is told; `second` is None where the second pass did not answer in time."""
    if second is None:
        return first
    fit = second.fit and replace(second.fit, agreed=agreement(first.text, second.text))
    taken = replace(_taken(first, second), score=first.score, fit=fit)
    model = model_of(language, kind)
    if model is None or not taken.text:
        return taken
    return replace(taken, likely=model.probability(features(first, second)))


def _taken(first: RecognisedText, second: RecognisedText) -> RecognisedText:
    """The text of the better judge, its confidence set by hand."""
    if first.text == second.text:
        return _surer(first, second) if first.text else first
    if not second.text:
        return _doubted(first)
    if not first.text:
        return replace(second, clues=None) if second.confidence >= ALONE else first
    if first.confidence > second.confidence + MARGIN:
        return _doubted(first)
    return replace(_doubted(second), clues=None)


def _surer(first: RecognisedText, second: RecognisedText) -> RecognisedText:
    """The first pass's words and times, with what the second adds."""
    words = tuple(
        replace(word, confidence=_joined(word.confidence, other.confidence))
        for word, other in zip(first.words, second.words, strict=True)
    )
    return replace(first, words=words, confidence=_joined(first.confidence, second.confidence))


def _joined(one: float, other: float) -> float:
    return 1 - (1 - max(one, other)) * (1 - SURER)


def _doubted(heard: RecognisedText) -> RecognisedText:
    words = tuple(replace(word, confidence=DIFFERENT * word.confidence) for word in heard.words)
    return replace(heard, words=words, confidence=DIFFERENT * heard.confidence)
