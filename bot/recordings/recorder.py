"""Records calls: one thread for all of them, so that neither the media thread nor the event loop ever waits for a disk.

call ──open──▶ recording ◀── every quarter of a second: what its tap has ── thread ──▶ file, and a row when it is over
                                                            │
      the disk is full, fills up, or may not be written ────┴──▶ stopped: nothing new is recorded, what is under way
                                                                 ends where it is; looked at again every half minute
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.recordings.errors import RecordingError
from bot.recordings.facts import Facts
from bot.recordings.keys import Key
from bot.recordings.recording import Fate, Recording
from bot.recordings.writing import Writing
from bot.settings.recording_options import RecordingOptions
from voice.gateway.tap import Item

log = logging.getLogger(__name__)

POLL_S = 0.25
LOOK_S = 30.0
"""How often a disk that took nothing is looked at again, and one that did, for its room."""
NICE = 10
"""Whatever a call needs goes before."""
TRIAL = "trial"

OnKept = Callable[[Path, Facts], None]
"""Told of every recording that is kept, on the thread; it must not raise."""


class Recorder:
    """All recordings under way.

    Args:
        options: `which` is not "none".
        folder: made where it is not there.
    """

    def __init__(self, options: RecordingOptions, folder: Path, key: Key, on_kept: OnKept) -> None:
        self.opt_out_key: str = options.opt_out_key
        self.consent = options.consent
        self._options = options
        self._folder = folder
        self._key = key
        self._on_kept = on_kept
        self._open: dict[Recording, Writing | None] = {}
        """Each with its file, None: it has none yet, or none any more."""
        self._lock = threading.Lock()  # of `_open` alone
        self._stopped = ""  # why nothing is recorded
        self._looked_s = -LOOK_S  # when the disk was looked at last
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="recordings", daemon=True)
        self._thread.start()

    @property
    def stopped(self) -> str:
        """Why nothing is recorded just now; "": it is."""
        return self._stopped

    @property
    def under_way(self) -> int:
        """So many calls are recorded now."""
        with self._lock:
            return len(self._open)

    def open(self, call_id: str) -> Recording | None:
        """A recording of a call that begins; None while the disk takes none. Returns at once."""
        if self._stopped:
            return None
        facts = Facts(call_id, time.time_ns() // 1_000_000)
        only_handed = self._options.which == "handoffs"
        recording = Recording(facts, needs_consent=self.consent, only_handed=only_handed)
        with self._lock:
            self._open[recording] = None
        return recording

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what is there and stop (blocking); a call that still goes on is cut."""
        self._end.set()
        self._thread.join(timeout_s)

    # --- on the thread --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not self._end.wait(POLL_S):
            self._round()
        self._round()
        for writing in self._open.values():
            if writing is not None and not writing.closed:
                writing.close()

    def _round(self) -> None:
        if time.monotonic() - self._looked_s >= LOOK_S:
            self._look()
        with self._lock:
            present = list(self._open)
        for recording in present:
            try:
                self._advance(recording)
            except (OSError, RecordingError) as error:
                self._stop(getattr(error, "strerror", None) or str(error))
                self._cut(recording)
            except Exception:  # a thread that ends would lose every recording from now on
                log.exception("the recording of a call broke; what was written of it is kept")
                self._cut(recording)

    def _advance(self, recording: Recording) -> None:
        fate = recording.fate  # before the frames: none comes after the end
        items = recording.tap.take()
        writing = self._open[recording]
        if writing is None and fate is not Fate.DROPPED and not self._stopped:
            writing = self._open[recording] = Writing(self._folder, self._key, recording.facts)
        if writing is not None and not writing.closed:
            if self._stopped:
                writing.close()
            elif fate is not Fate.DROPPED:
                self._write(recording, writing, items)
        if fate is not Fate.OPEN:
            self._settle(recording, writing, fate)

    def _write(self, recording: Recording, writing: Writing, items: list[Item]) -> None:
        if recording.consent_ms is not None and writing.facts.consent_ms is None:
            writing.consented(recording.consent_ms)
        writing.feed(items)

    def _settle(self, recording: Recording, writing: Writing | None, fate: Fate) -> None:
        """The call is over, or its recording is not wanted."""
        kept: Facts | None = None
        if writing is not None:
            if fate is Fate.DROPPED:
                writing.drop()
            elif writing.facts.consent_ms is None and recording.needs_consent:
                writing.drop()  # the disk did not take that he was told
            else:
                path = writing.finish(recording.tap, handed=recording.handed)
                kept = writing.facts
                self._on_kept(path, kept)
        self._forget(recording, kept)

    def _cut(self, recording: Recording) -> None:
        """Nothing more is written of it; what is written is judged at the end of its call."""
        writing = self._open.get(recording)
        if writing is not None and not writing.closed:
            writing.close()
        elif recording.fate is not Fate.OPEN:
            self._forget(recording, None)

    def _forget(self, recording: Recording, kept: Facts | None) -> None:
        with self._lock:
            self._open.pop(recording, None)
        if not recording.settled.done():
            recording.settled.set_result(kept)

    def _stop(self, why: str) -> None:
        if not self._stopped:
            log.error("recordings stop (%s): %s; calls go on. Make room or mend the rights", why, self._folder)
        self._stopped = why

    def _look(self) -> None:
        """Whether the disk takes something, and has room."""
        self._looked_s = time.monotonic()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            free_mb = shutil.disk_usage(self._folder).free >> 20
            if free_mb < self._options.least_free_mb:
                return self._stop(f"{free_mb} MB are free, recordings.least_free_mb is {self._options.least_free_mb}")
            _try(self._folder / TRIAL)
        except OSError as error:
            return self._stop(error.strerror or str(error))
        if self._stopped:
            log.warning("recordings go on in %s", self._folder)
        self._stopped = ""


def _try(path: Path) -> None:
    """Whether a file can be written there; it does not stay, neither when it cannot. Raises OSError."""
    try:
        path.write_bytes(bytes(4096))
    finally:
        path.unlink(missing_ok=True)
