"""What every call shares, opened once."""

from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.call.gate import Gate, always_open
from bot.call.live import OnLive, nobody
from bot.call.ports import HumanDesk, Recognisers, Recorder
from bot.call.prompt_player import Voice
from bot.call.turn_taking import Expect, Patience
from bot.dialogue.client import Dialogue
from bot.dialogue.suggestions import NOTHING_FOUND, Found
from bot.journal.writer import Journal
from bot.prompts.call import CallPrompts
from bot.settings.call_options import CallOptions

Wording = Callable[[str, str], str]
"""Display text and language to what the synthesiser should say."""


Suggest = Callable[[Sequence[str], Mapping[str, Any], Sequence[str]], Awaitable[Found]]
"""Who calls, and what is answered to the first of some intents that is settled, by the slots of the call and by the
caller's words that were not answered."""


async def nobody_knows(_intents: Sequence[str], _slots: Mapping[str, Any], _texts: Sequence[str]) -> Found:
    """There is nobody to ask."""
    return NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class CallContext:
    """One running Hatef, as a call sees it."""

    options: CallOptions
    dialogue: Dialogue
    listeners: Recognisers
    speaker: Voice
    desk: HumanDesk
    journal: Journal
    prompts: Mapping[str, CallPrompts]
    apologies: Mapping[str, bytes]
    wording: Wording
    farewells: Mapping[str, bytes] = field(default_factory=dict)
    """By language, the sound of what is said when the service stops, 8 kHz s16."""
    gate: Gate = field(default_factory=always_open)
    """Who may speak to the recognisers now."""
    on_live: OnLive = nobody
    """Who is told what calls do just now."""
    own_slots: frozenset[str] = frozenset()
    """What skills keep for their own rules: no human needs it."""
    suggest: Suggest = nobody_knows
    recorder: Recorder | None = None
    """Who records calls; None: nobody does."""
    back: Mapping[str, str] = field(default_factory=dict)
    """By the number by which a human sends a caller back, the intent that the bot goes on with; "": it asks."""
    vocabularies: Mapping[str, Container[str]] = field(default_factory=dict)
    """The folded words callers use, by each language that has a recogniser; empty: `options.language` alone has."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What callers can be understood in."""
        return tuple(self.vocabularies) or (self.options.language,)

    @property
    def own_languages(self) -> dict[str, str]:
        """The call's fixed sentences and the language of each, which it is said in whatever the call's is."""
        key = self.recorder.opt_out_key if self.recorder is not None else ""
        texts = {language: (*own.all(), *own.announcement(key)) for language, own in self.prompts.items()}
        return {text: language for language, own in texts.items() for text in own}

    @property
    def patience(self) -> dict[Expect, Patience]:
        """How long each kind of answer may take."""
        waits, silences = self.options.speech.no_input_ms, self.options.speech.end_silence_ms
        return {
            "general": Patience(waits.general, silences.general),
            "digits": Patience(waits.digits, silences.digits),
            "yesno": Patience(waits.yesno, silences.yesno),
            "date": Patience(waits.date, silences.date),
            "free": Patience(waits.free, silences.free),
        }
