"""One call's end of the line to its recogniser."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable

from voice.events import ListenerLost, ListenEvent
from voice.listen.recogniser import Kind
from voice.listen.wire import (
    Command,
    Doubt,
    Expect,
    Playing,
    Switch,
    Told,
    pack_command,
    pack_frame,
    pack_sent,
    unpack_event,
)
from voice.worker import MAX_MESSAGE_BYTES

EVENTS_KEPT = 256


class Listener:
    """Sound in, events out. `feed` belongs to the media thread, everything else to the event loop."""

    def __init__(self, ours: socket.socket, language: str, on_close: Callable[[], None]) -> None:
        self._socket = ours
        self._on_close = on_close
        # The media thread may be inside send() while we close: the closed number could be another file's by then.
        self._lock = threading.Lock()
        self._closed = False
        self.language = language
        self.events: asyncio.Queue[ListenEvent] = asyncio.Queue(EVENTS_KEPT)
        # Called with True when the caller may be interrupting the bot (playback should pause), with False when he
        # was not (it should go on). If he was, SpeechStarted follows instead.
        self.on_doubt: Callable[[bool], None] | None = None
        # frames that found the socket full: the recogniser does not keep up
        self.dropped = 0
        ours.setblocking(False)
        asyncio.get_running_loop().add_reader(ours.fileno(), self._readable)

    def feed(self, pcm: bytes) -> None:
        """Send one 20 ms frame (320 bytes); never waits. Media thread."""
        self._send(pack_frame(time.monotonic(), pcm))

    def sent(self, pcm: bytes) -> None:
        """Tell of one 20 ms frame (320 bytes) that the bot sends to the caller; never waits. Media thread.

        Its echo is taken out of what `feed` brings. To be called for every frame of a playback, at the same beat as
        `feed`; silence between playbacks may be left out.
        """
        self._send(pack_sent(time.monotonic(), pcm))

    def expect(
        self, kind: Kind, *, no_input_ms: int, end_silence_ms: int, max_speech_ms: int = 15000, digit_count: int = 0
    ) -> None:
        """Arm the next turn: everything before is dropped, the no-input clock starts.

        `end_silence_ms` is the usual silence at the end of an answer; `voice.listen.ending` adapts it to the words.
        `digit_count`: how many digits are asked for, 0 where that is not known.
        """
        self._command(Expect(kind, no_input_ms, end_silence_ms, max_speech_ms, digit_count))

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
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        with self._lock:
            self._closed = True
            self._socket.close()
        self._on_close()

    def _send(self, packet: bytes) -> None:
        with self._lock:
            if self._closed:
                return
            try:
                self._socket.send(packet)
            except OSError:
                self.dropped += 1

    def _command(self, command: Command) -> None:
        if self._closed:
            return
        try:
            self._socket.send(pack_command(command))
        except OSError as trouble:
            self._lose(f"the recogniser does not keep up ({trouble.strerror})")

    def _readable(self) -> None:
        try:
            packet = self._socket.recv(MAX_MESSAGE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            packet = b""
        if packet:
            self._told(unpack_event(packet))
        else:
            self._lose("its recogniser process ended")

    def _told(self, event: Told) -> None:
        if isinstance(event, ListenerLost):
            self._lose(event.reason)
        elif not isinstance(event, Doubt):
            self._put(event)
        elif self.on_doubt is not None:
            self.on_doubt(event.on)

    def _lose(self, reason: str) -> None:
        if not self._closed:
            self.close()
            self._put(ListenerLost(reason, time.monotonic()))

    def _put(self, event: ListenEvent) -> None:
        """Nobody may be reading: the oldest event goes first."""
        if self.events.full():
            self.events.get_nowait()
        self.events.put_nowait(event)
