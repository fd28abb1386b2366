"""The figures of decoded clips, of all and of each language, speaker and condition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.call.ladder import FALLBACK_INTENTS
from bot.journal.reader import spread
from bot.lab.evaluation.intents import IntentOf
from bot.lab.evaluation.speech_decoding import Decoded
from bot.lab.evaluation.speech_text import pair
from bot.lab.evaluation.utterances import Sample
from nlu.numbers.slots import Rule, from_text
from voice.score import score

Figures = dict[str, float | int | None]
Intents = Mapping[str, IntentOf]
"""Language -> what a text means."""
GROUPINGS: dict[str, Callable[[Sample], str]] = {
    "language": lambda sample: sample.language,
    "speaker": lambda sample: sample.speaker,
    "condition": lambda sample: sample.condition,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One decoded clip and what was right about it; None: not to be told."""

    decoded: Decoded
    reference: str
    heard: str
    intent: str | None
    wanted_intent: str | None
    text_intent: str | None
    """What the reference text is taken for: the best that any recogniser could bring about."""
    right_number: bool | None

    @property
    def right_intent(self) -> bool | None:
        """Whether what was heard means what the caller wants."""
        return _same(self.wanted_intent, self.intent)

    @property
    def right_text_intent(self) -> bool | None:
        """Whether what was said would have been understood, had it been heard rightly."""
        return _same(self.wanted_intent, self.text_intent)


def judge(decoded: Decoded, intents: Intents | None) -> Judged:
    """Compare what was heard with what was said and wanted.

    The wanted intent is the sample's own; where it names none, that of its text.
    """
    sample = decoded.sample
    reference, heard = pair(sample.text, decoded.heard, sample.language)
    right_number = holds_number(decoded.heard, sample.order_number, sample.language) if sample.order_number else None
    if intents is None:
        return Judged(decoded, reference, heard, None, None, None, right_number)
    intent_of = intents[sample.language]
    of_text = intent_of(sample.text)
    return Judged(decoded, reference, heard, intent_of(decoded.heard), sample.intent or of_text, of_text, right_number)


def holds_number(text: str, digits: str, language: str) -> bool:
    """Whether just `digits` are understood of `text` where a number of this length was asked for."""
    number = from_text(text, Rule("asked for", (len(digits),)), language)
    return number is not None and number.digits == digits


def figures_of(judged: Sequence[Judged]) -> Figures:
    """The figures of one group; rates 0 to 1, times in ms, None where nothing was to be judged."""
    rates = score([(one.reference, one.heard) for one in judged])
    decoded = [one.decoded for one in judged]
    partials = spread([one.first_partial_ms for one in decoded])
    finals = spread([round(one.final_ms) for one in decoded])
    return {
        "clips": len(judged),
        "word_error_rate": round(rates.word_error_rate, 4),
        "character_error_rate": round(rates.character_error_rate, 4),
        "sentence_accuracy": round(rates.sentence_accuracy, 4),
        "intent_accuracy": _share([one.right_intent for one in judged]),
        "intent_accuracy_of_text": _share([one.right_text_intent for one in judged]),
        "number_accuracy": _share([one.right_number for one in judged]),
        "real_time_factor": round(sum(one.decode_ms for one in decoded) / sum(one.sound_ms for one in decoded), 4),
        "first_partial_p50_ms": partials.p50_ms,
        "first_partial_p95_ms": partials.p95_ms,
        "final_p50_ms": finals.p50_ms,
        "final_p95_ms": finals.p95_ms,
    }


def breakdown(judged: Sequence[Judged]) -> dict[str, dict[str, Figures]]:
    """Figures by language, by speaker and by condition; clips that name none are left out."""
    found: dict[str, dict[str, Figures]] = {}
    for name, key in GROUPINGS.items():
        groups: dict[str, list[Judged]] = {}
        for one in judged:
            if key(one.decoded.sample):
                groups.setdefault(key(one.decoded.sample), []).append(one)
        found[name] = {group: figures_of(members) for group, members in groups.items()}
    return found


def _same(wanted: str | None, got: str | None) -> bool | None:
    """None where there is nothing to compare. What nobody can serve is right if it is refused in any way."""
    if wanted is None or got is None:
        return None
    return got in FALLBACK_INTENTS if wanted in FALLBACK_INTENTS else got == wanted


def _share(verdicts: Sequence[bool | None]) -> float | None:
    known = [verdict for verdict in verdicts if verdict is not None]
    return round(sum(known) / len(known), 4) if known else None
