"""The synthesiser processes of one engine: texts in, streams of sound out."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict, dataclass, field

from voice.errors import SpeakerLost, VoiceBroken, WorkerBroken
from voice.keep import KeptChild
from voice.speak.speak_wire import Failed, Forget, Left, Said, Say, Sound, pack, unpack
from voice.speak.synthesiser import VoiceChoice
from voice.vitals import Patience
from voice.worker import Worker

MOST_CHARACTERS = 10_000  # twenty minutes of speech

LEAST_HANG_S = 5.0
HANG_TIMES = 5  # as patient before a silent process is suspected: one piece may be long, and the machine full
STUCK_TIMES = 4  # as patient again before a process that works on is ended


@dataclass(slots=True)
class _Job:
    """A text that is being spoken."""

    left: str  # of which nothing was heard yet
    pieces: asyncio.Queue[bytes | SpeakerLost] = field(default_factory=asyncio.Queue)
    """Sound; at the end b"" when all is said, an error when not."""

    def lose(self, why: str) -> None:
        self.pieces.put_nowait(SpeakerLost(why, self.left))


class Renderer:
    """`workers` processes, each with all voices of the engine; a job stays in the one that has least to do.

    `patience_s` bounds every wait for the next piece of sound, the restart of a dead process included. Where no other
    voice could speak instead, `busy_patience_s` bounds it as long as the process lives: one that is busy is not dead.
    """

    def __init__(
        self, voices: Mapping[str, VoiceChoice], *, workers: int, patience_s: float, busy_patience_s: float = 0.0
    ) -> None:
        self._patience_s = patience_s
        self._busy_patience_s = busy_patience_s
        self._numbers = itertools.count(1)
        settings = {"voices": {language: asdict(choice) for language, choice in voices.items()}}
        self._jobs: list[dict[int, _Job]] = [{} for _ in range(workers)]
        self._workers = [self._worker(settings, jobs) for jobs in self._jobs]

    @property
    def healthy(self) -> bool:
        """Whether every process is up."""
        return all(worker.ready for worker in self._workers)

    @property
    def ready(self) -> bool:
        """Whether a text would be begun at once: a process is up."""
        return any(worker.ready for worker in self._workers)

    @property
    def pids(self) -> tuple[int | None, ...]:
        """Process ids."""
        return tuple(worker.pid for worker in self._workers)

    @property
    def children(self) -> tuple[KeptChild, ...]:
        """The processes."""
        return tuple(self._workers)

    @property
    def running(self) -> int:
        """Texts that are being spoken."""
        return sum(len(jobs) for jobs in self._jobs)

    async def start(self) -> None:
        """Start the processes. Raises VoiceBroken or WorkerBroken."""
        for worker in self._workers:
            try:
                await worker.start()
            except WorkerBroken as error:
                if error.facts.get("error") == VoiceBroken.__name__:
                    raise VoiceBroken(error.facts["voice"], error.facts["why"]) from error
                raise

    async def stop(self) -> None:
        """End the processes; what is being said breaks off with SpeakerLost."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        for jobs in self._jobs:
            _lose(jobs, "the speaker was stopped")

    async def render(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """8 kHz s16 PCM in whole frames, as it is made. Raises SpeakerLost, which tells what is left to say.

        Raises ValueError on an endless text.
        """
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"a text of {len(text)} characters is too long to be spoken ({MOST_CHARACTERS})")
        index = min(range(len(self._workers)), key=lambda i: (not self._workers[i].ready, len(self._jobs[i])))
        worker, jobs = self._workers[index], self._jobs[index]
        number = next(self._numbers) % 2**32
        job = jobs[number] = _Job(text)
        try:
            async with asyncio.timeout(max(self._patience_s, self._busy_patience_s)):
                await worker.wait_ready()
            if not worker.send(pack(Say(number, language, text))):
                raise SpeakerLost("its process takes no more work", job.left)
            while piece := await self._next(worker, job):
                if isinstance(piece, SpeakerLost):
                    raise piece
                yield piece
        except TimeoutError as error:
            raise SpeakerLost(f"no sound for {self._patience_s:g} s", job.left) from error
        finally:
            if jobs.pop(number, None) is not None:
                worker.send(pack(Forget(number)))

    async def _next(self, worker: Worker, job: _Job) -> bytes | SpeakerLost:
        """The next piece of sound. Raises TimeoutError."""
        try:
            async with asyncio.timeout(self._patience_s):
                return await job.pieces.get()
        except TimeoutError:
            if not worker.ready or self._busy_patience_s <= self._patience_s:
                raise
        async with asyncio.timeout(self._busy_patience_s - self._patience_s):
            return await job.pieces.get()

    def _worker(self, settings: Mapping[str, object], jobs: dict[int, _Job]) -> Worker:
        def heard(packet: bytes) -> None:
            message = unpack(packet)
            job = jobs.get(message.job)
            if job is None:
                return  # nobody listens any more
            if isinstance(message, Sound):
                job.pieces.put_nowait(message.pcm)
            elif isinstance(message, Left):
                job.left = message.text
            elif isinstance(message, Said):
                job.pieces.put_nowait(b"")
            elif isinstance(message, Failed):
                job.lose(message.why)

        hang_s = max(LEAST_HANG_S, HANG_TIMES * self._patience_s)
        return Worker(
            "voice.speak.speak_worker",
            settings,
            on_message=heard,
            on_lost=lambda why: _lose(jobs, why),
            patience=Patience(hang_s, STUCK_TIMES * hang_s),
        )


def _lose(jobs: Mapping[int, _Job], why: str) -> None:
    for job in jobs.values():
        job.lose(why)
