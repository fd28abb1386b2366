"""Asks a caller who is promised a call which number to call, by keys.

the number is known, and may be called ─▶ «the same number?» ─ 1, or nothing ─▶ that one
      │ hidden, or not called by us            │ 2
      └──────────────┬─────────────────────────┘
                     ▼
«key it in, then #» ─▶ may not be called: told, once more
      ▲              └▶ read back in groups ─ 1, or nothing ─▶ that one
      └──────────────────────── 2 ┘           nothing keyed in, or too often wrong: the known one, if any
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

from handoff.acd.asking import told
from handoff.acd.company import speak
from handoff.acd.port import CallerLeg
from handoff.callbacks.numbers import allowed, dialable
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.sentences import CallbackSentences
from handoff.packet import ContextPacket
from nlu.text.languages import FALLBACK

YES, OTHER, END = "1", "2", "#"
DIGITS = "0123456789"
ATTEMPTS = 2
ANSWER_S = 5.0
"""Behind a question."""
DIGIT_S = 6.0
"""Between two digits; then the number counts as whole."""
MOST_DIGITS = 20
LONGEST_S = 120.0
"""Of all of it."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The number to call, as it is dialled; "" where there is none. `words`: the promise, where it is another one."""

    number: str = ""
    words: str = ""


class NumberAsker:
    """`sentences`: by language, with `FALLBACK`. `longer`: by how much everybody waits longer; tests wait shorter."""

    def __init__(
        self, rules: CallbackRules, sentences: Mapping[str, CallbackSentences], *, longer: float = 1.0
    ) -> None:
        self._rules = rules
        self._sentences = sentences
        self._longer = longer

    async def ask(self, packet: ContextPacket, caller: CallerLeg) -> Agreed:
        """Which number it is; the one that called where that was not learned in time. Raises CallerGone."""
        try:
            async with asyncio.timeout(LONGEST_S):
                return await self._ask(packet, caller)
        except TimeoutError:
            return Agreed(self._callable(packet.caller.number))

    async def _ask(self, packet: ContextPacket, caller: CallerLeg) -> Agreed:
        said = self._sentences.get(packet.language, self._sentences[FALLBACK])
        known = self._callable(packet.caller.number)
        answer_s = ANSWER_S * self._longer
        if known and await told(caller, [said.same_number], YES + OTHER, answer_s) != OTHER:
            return Agreed(known)
        for _ in range(ATTEMPTS):
            keyed = await self._keyed(caller, said)
            number = self._callable(keyed)
            if not keyed:
                break
            if not number:
                await speak(caller, said.not_callable)
            elif await told(caller, [said.read_back.format(number=grouped(number))], YES + OTHER, answer_s) != OTHER:
                return Agreed(number, said.other_number)
        return Agreed(known)

    def _callable(self, number: str) -> str:
        """As it is dialled; "" where it may not be."""
        dialled = dialable(number, self._rules.country)
        return dialled if allowed(dialled, self._rules.allowed, self._rules.country) else ""

    async def _keyed(self, caller: CallerLeg, said: CallbackSentences) -> str:
        """What is keyed in, up to # or a pause."""
        found = await told(caller, [said.key_number], DIGITS, ANSWER_S * 2 * self._longer)
        while found and len(found) < MOST_DIGITS:
            try:
                async with asyncio.timeout(DIGIT_S * self._longer):
                    key = await caller.key()
            except TimeoutError:
                break
            if key == END:
                break
            found += key if key in DIGITS else ""
        return found


def grouped(number: str) -> str:
    """In the groups in which it is said: 0912, 123, 45, 67."""
    groups = re.fullmatch(r"(0\d{3})(\d{3})(\d{2})(\d{2})", number)
    parts = groups.groups() if groups else [number[at : at + 3] for at in range(0, len(number), 3)]
    return "، ".join(parts)
