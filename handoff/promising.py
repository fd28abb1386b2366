"""What a caller gets whom no human took: a message that is kept, or the promise of a call, once it stands somewhere.

nobody took it ─▶ «leave a message?» ─ yes ─▶ recorded, and promised ─▶ «it is kept»
                        │ no, or nothing was said
                        ▼
                  promised, if a number is known ─▶ which number? ─▶ «you will be called»
                                                └─ none ─▶ «call again»
"""

from dataclasses import dataclass

from handoff.acd.company import speak
from handoff.acd.port import CallerLeg
from handoff.callbacks.asking import Agreed, NumberAsker
from handoff.caller_key import caller_key
from handoff.dossier import Dossier
from handoff.errors import CallerGone
from handoff.packet import ContextPacket
from handoff.sentences import CallerSentences
from handoff.states import State
from handoff.voicemail.mailbox import Mailbox
from handoff.voicemail.message import NOTE


@dataclass(frozen=True, slots=True)
class Unserved:
    """A caller whom nobody took, and what is known of them."""

    packet: ContextPacket
    caller: CallerLeg
    file: Dossier
    said: CallerSentences


class Promises:
    """What is promised. Every method raises CallerGone; the promise holds even then.

    Args:
        asker: asks which number to call; None: the one that called.
        mailbox: takes messages; None: there are none.
        calls_messages: who left a message is called back, too.
    """

    def __init__(self, asker: NumberAsker | None, mailbox: Mailbox | None, *, calls_messages: bool = False) -> None:
        self._asker = asker
        self._mailbox = mailbox
        self._calls_messages = calls_messages

    async def chosen(self, one: Unserved) -> str:
        """They asked for a call; what to say of it."""
        return await self._call(one, one.said.callback_chosen)

    async def for_want_of_anybody(self, one: Unserved) -> str:
        """No way led to a human; what to say."""
        if self._mailbox is None:
            return await self._call(one, one.said.callback)
        try:
            wanted = await self._mailbox.wanted(one.packet.language, one.caller)
            words = await self._message(one, self._mailbox) if wanted else ""
        except CallerGone:
            if one.packet.caller.reachable and one.file.state is State.FAILED:
                await one.file.move(State.CALLBACK)
            raise
        return words or await self._call(one, one.said.callback if wanted else one.said.callback_chosen)

    async def message(self, one: Unserved) -> str:
        """They asked to leave a message; what to say."""
        try:
            words = "" if self._mailbox is None else await self._message(one, self._mailbox)
        except CallerGone as gone:
            if one.file.state is State.FAILED:
                await one.file.caller_gone(gone.lost)
            raise
        return words or await self._call(one, one.said.callback)

    async def _message(self, one: Unserved, mailbox: Mailbox) -> str:
        """What to say of a message that is kept; "" where none is."""
        language = one.packet.language
        taken = await mailbox.take(one.packet.packet_id, language, one.caller)
        if not taken.kept:
            return ""
        if not await one.file.move(State.CALLBACK, NOTE):
            return one.said.unrecorded
        if taken.gone:
            raise CallerGone(taken.lost)
        words = mailbox.words(taken, language)
        if self._asker is None or not self._calls_messages:
            return words
        await speak(one.caller, words)
        return (await self._agreed(one)).words or one.said.callback_chosen

    async def _call(self, one: Unserved, promise: str) -> str:
        """A number that is known stands as a promise before another one is asked for."""
        stands = one.packet.caller.reachable and await one.file.move(State.CALLBACK)
        if one.packet.caller.reachable and not stands:
            return one.said.unrecorded
        agreed = await self._agreed(one)
        if agreed.words and (stands or await one.file.move(State.CALLBACK)):
            return agreed.words
        return promise if stands else one.said.call_again

    async def _agreed(self, one: Unserved) -> Agreed:
        """Another number than the one that called, where that is on record; else nothing."""
        agreed = Agreed() if self._asker is None else await self._asker.ask(one.packet, one.caller)
        other = agreed.number and caller_key(agreed.number) != caller_key(one.packet.caller.number)
        return agreed if other and await one.file.call_back_on(agreed.number) else Agreed()
