"""One call's end of the line to its recogniser.

feed, sent, expect ... ──▶ Tape ──▶ socket ──▶ recogniser process
                            │ rewind             │ dies, or is dead
                            └──▶ another one  ◀──┘ hears the running turn again: nothing is lost
"""

import asyncio
import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from voice.errors import NoRecogniser
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    ListenerLost,
    ListenEvent,
    NoInput,
    OnListenEvent,
    Utterance,
)
from voice.listen.recogniser import Kind
from voice.listen.tape import Entry, Tape
from voice.listen.wire import (
    Command,
    Expect,
    Playing,
    Switch,
    pack_command,
    pack_frame,
    pack_sent,
    unpack_event,
)
from voice.worker import MAX_MESSAGE_BYTES

MOVES_A_TURN = 2
"""A sound that ends its recogniser time and again must not end them all."""
MOVE_S = 20.0
"""How long a call waits for a recogniser when there is none; workers are started again meanwhile."""
LOOK_AGAIN_S = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a recogniser process. `close` is to be called once, when it is no longer used."""

    socket: socket.socket
    close: Callable[[], None]


OpenLink = Callable[[str], Link]
"""A link to a recogniser of this language, on whichever process is best. Raises NoRecogniser."""


class Listener:
    """Sound in, events out. `feed` and `sent` belong to the media thread, everything else to the event loop.

    `on_event` is told what the recogniser makes of the sound, each event with the number of its turn; what comes late
    of an older turn is told too.

    Raises NoRecogniser where no process is alive at this moment; later deaths are mended (`ListenerLost` when not).
    """

    def __init__(self, open_link: OpenLink, language: str, on_event: OnListenEvent) -> None:
        self._open_link = open_link
        self._on_event = on_event
        self._loop = asyncio.get_running_loop()
        # The media thread may be inside send() while we close: the closed number could be another file's by then.
        self._lock = threading.Lock()
        self._tape = Tape(language)
        self._link: Link | None = None  # None: between two processes, or closed
        self._moving: asyncio.Task[None] | None = None
        self._moves = 0  # in this turn
        self._turn = 0  # of the last expect
        self._suspected = False  # a barge-in was told and neither confirmed nor withdrawn
        self._closed = False
        self.language = language
        # frames that found too many others waiting: the recogniser is half a minute behind
        self.dropped = 0
        self._plug(open_link(language))

    def feed(self, pcm: bytes) -> None:
        """Send one 20 ms frame (320 bytes); never waits. Media thread."""
        at_s = time.monotonic()
        self._send(Entry(at_s, pack_frame(at_s, pcm)))

    def sent(self, pcm: bytes) -> None:
        """Tell of one 20 ms frame (320 bytes) that the bot sends to the caller; never waits. Media thread.

        Its echo is taken out of what `feed` brings. To be called for every frame of a playback, at the same beat as
        `feed`; silence between playbacks may be left out.
        """
        at_s = time.monotonic()
        self._send(Entry(at_s, pack_sent(at_s, pcm)))

    def expect(
        self,
        kind: Kind,
        *,
        turn: int,
        no_input_ms: int,
        end_silence_ms: int,
        max_speech_ms: int = 15000,
        digit_count: int = 0,
    ) -> None:
        """Arm the next turn: everything before is dropped, the no-input clock starts.

        `turn` is its number, which grows from turn to turn; what answers to it carries it.
        `end_silence_ms` is the usual silence at the end of an answer; `voice.listen.ending` adapts it to the words.
        `digit_count`: how many digits are asked for, 0 where that is not known.
        """
        self._turn = turn
        self._moves = 0
        self._command(Expect(kind, no_input_ms, end_silence_ms, max_speech_ms, digit_count, turn))

    def playing(self, on: bool) -> None:
        """Say when the bot begins and ends to speak: while it does, only a real interruption counts as speech."""
        self._command(Playing(on))

    def switch(self, language: str) -> None:
        """Another language from the next `expect` on."""
        self.language = language
        self._command(Switch(language))

    def close(self) -> None:
        """The call is over. May be called twice."""
        if self._closed:
            return
        if self._moving is not None:
            self._moving.cancel()
        self._closed = True
        self._unplug()

    # --- to the recogniser ----------------------------------------------------------------------------------------

    def _command(self, command: Command) -> None:
        self._send(Entry(time.monotonic(), pack_command(command), command))

    def _send(self, entry: Entry) -> None:
        """Put it on the tape, and through where nothing waits before it. Any thread."""
        with self._lock:
            if self._closed:
                return
            waits = self._tape.behind
            if not self._tape.add(entry):
                self.dropped += 1
                return
            full = not waits and self._flush()
        if full:
            with contextlib.suppress(RuntimeError):  # the loop has ended: so has the call
                self._loop.call_soon_threadsafe(self._await_room)

    def _flush(self) -> bool:
        """Send what waits, under the lock; True where the socket is full."""
        while self._link is not None and (packet := self._tape.next()) is not None:
            try:
                self._link.socket.send(packet)
            except BlockingIOError:
                return True
            except OSError:
                return False  # its reader is told of the end
            self._tape.sent()
        return False

    def _await_room(self) -> None:
        if self._link is not None:
            self._loop.add_writer(self._link.socket.fileno(), self._writable)

    def _writable(self) -> None:
        with self._lock:
            full = self._flush()
        if not full and self._link is not None:
            self._loop.remove_writer(self._link.socket.fileno())

    # --- from the recogniser --------------------------------------------------------------------------------------

    def _readable(self) -> None:
        if self._link is None:
            return
        try:
            packet = self._link.socket.recv(MAX_MESSAGE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            packet = b""
        if packet:
            self._told(unpack_event(packet))
        else:
            self._move("its recogniser process ended")

    def _told(self, event: ListenEvent) -> None:
        match event:
            case ListenerLost():
                self._lose(event.reason)
                return
            case Utterance() | NoInput():
                self._tape.over(event.turn)
            case BargeInSuspected() | BargeInConfirmed() | BargeInWithdrawn():
                self._suspected = isinstance(event, BargeInSuspected)
        self._on_event(event)

    # --- from one recogniser to another ---------------------------------------------------------------------------

    def _plug(self, link: Link) -> None:
        link.socket.setblocking(False)
        self._link = link
        self._loop.add_reader(link.socket.fileno(), self._readable)
        self._await_room()

    def _unplug(self) -> None:
        with self._lock:
            link, self._link = self._link, None
            if link is None:
                return
            self._loop.remove_reader(link.socket.fileno())
            self._loop.remove_writer(link.socket.fileno())
            link.socket.close()
        link.close()

    def _move(self, reason: str) -> None:
        """Let another process hear the turn again."""
        self._unplug()
        if self._suspected:
            self._told(BargeInWithdrawn(time.monotonic(), self._turn))
        self._moves += 1
        if self._moves > MOVES_A_TURN:
            self._lose(reason)
            return
        self._moving = asyncio.create_task(self._find_another(reason), name="move a call to another recogniser")

    async def _find_another(self, reason: str) -> None:
        give_up_s = self._loop.time() + MOVE_S
        with self._lock:
            language = self._tape.rewind()
        while True:
            try:
                link = self._open_link(language)
            except NoRecogniser:
                if self._loop.time() > give_up_s:
                    self._lose(reason)
                    return
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                _log.warning("a call goes on with another recogniser: %s", reason)
                self._plug(link)
                return

    def _lose(self, reason: str) -> None:
        if not self._closed:
            self.close()
            self._on_event(ListenerLost(reason, time.monotonic()))
