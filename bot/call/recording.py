"""A call and its recording: announced, paused where something secret is said, opted out of, ended with the call.

none, or no room ──────────────────────────────────────────▶ nothing
announced to the end ──▶ recorded ⇄ paused ──▶ the call ends
   └─ cut short ──▶ not kept  └─ the key, until the first turn is over ──▶ deleted, and told
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.call.ports import CallLeg, Recorder, RecordingUnderWay
from bot.call.prompt_player import PromptPlayer
from bot.call.record import CallRecord
from bot.call.secrecy import is_secret, tells_secret
from bot.call.signals import CallSignals
from bot.dialogue.client import Reply
from bot.prompts.call import CallPrompts
from handoff.states import State
from voice.errors import LegOver, VoiceError

NOTE_TOLD = "the caller was told whole that the call is recorded"
NOTE_NOT_TOLD = "the call is not recorded: the caller was not told whole"
NOTE_OPTED_OUT = "the caller opted out: the recording is deleted"
NOTE_NO_ROOM = "the call is not recorded: the disk takes no recordings"
HANDED = frozenset({State.BRIDGED, State.REFERRED})


class CallRecording:
    """One call's. Whatever happens to it, the call goes on: nothing here raises but LegOver."""

    def __init__(self, leg: CallLeg, recorder: Recorder | None, record: CallRecord) -> None:
        self._leg = leg
        self._recorder = recorder
        self._record = record
        self._signals: CallSignals | None = None  # while the key is waited for
        self._recording: RecordingUnderWay | None = None
        self._owed = ""  # still to be told

    async def begin(
        self, player: PromptPlayer, prompts: Mapping[str, CallPrompts], languages: Sequence[str], signals: CallSignals
    ) -> None:
        """Announce it in `languages` and record; returns when the caller was told. Raises LegOver."""
        if self._recorder is None:
            return
        self._recording = self._recorder.open(self._leg.id)
        if self._recording is None:
            return self._record.note(NOTE_NO_ROOM)
        self._leg.record(self._recording.tap)
        self._signals = signals
        if key := self._recorder.opt_out_key:
            signals.claim(key, lambda: self._opt_out(prompts))
        if self._recorder.consent:
            await self._announce(player, prompts, languages)

    def follows(self, reply: Reply) -> Reply:
        """What the bot does next, with what is to be told of the recording; it pauses where that is secret.

        To be asked behind every turn of the caller: his first one ends the time for the key.
        """
        self._no_key()
        if self._recording is not None:
            language = self._record.caller.language
            self._recording.hush(is_secret(reply) or tells_secret(reply.texts, language))
        if not self._owed or not reply.texts:
            return reply
        told, self._owed = self._owed, ""
        return replace(reply, texts=(told, *reply.texts))

    def resume(self) -> None:
        """A human takes over: nothing more is asked by us."""
        self._no_key()
        if self._recording is not None:
            self._recording.hush(False)

    def end(self) -> None:
        """The call is over."""
        self._no_key()
        if self._recording is not None:
            self._leg.record(None)
            self._recording.end(handed=self._record.handoff_outcome in HANDED)

    async def _announce(
        self, player: PromptPlayer, prompts: Mapping[str, CallPrompts], languages: Sequence[str]
    ) -> None:
        key = self._recorder.opt_out_key if self._recorder is not None else ""
        whole = await self._say(player, [text for code in languages for text in prompts[code].announcement(key)])
        if self._owed:
            told, self._owed = self._owed, ""
            await self._say(player, [told])
        if self._recording is None:
            return
        if whole:
            self._recording.consented(self._record.now_ms())
            self._record.note(NOTE_TOLD)
        else:
            self._drop(NOTE_NOT_TOLD)

    async def _say(self, player: PromptPlayer, texts: Sequence[str]) -> bool:
        """Whether the caller heard it whole; nothing that he says or keys cuts it short, a hold does."""
        try:
            return not self._leg.held and (await player.speak(texts)).completed and not self._leg.held
        except LegOver:
            raise
        except VoiceError:
            return False

    def _opt_out(self, prompts: Mapping[str, CallPrompts]) -> None:
        self._owed = prompts[self._record.caller.language].opted_out
        self._drop(NOTE_OPTED_OUT)

    def _drop(self, why: str) -> None:
        self._no_key()
        if self._recording is not None:
            self._leg.record(None)
            self._recording.opt_out()
            self._recording = None
            self._record.note(why)

    def _no_key(self) -> None:
        if self._signals is not None and self._recorder is not None:
            self._signals.claim(self._recorder.opt_out_key, None)
