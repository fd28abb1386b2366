"""The synthesiser processes of one engine: texts in, streams of sound out."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict

from voice.errors import SpeakerLost, VoiceBroken, WorkerBroken
from voice.speak.speak_wire import Failed, Forget, Said, Say, Sound, pack, unpack
from voice.speak.synthesiser import VoiceChoice
from voice.worker import Worker

MOST_CHARACTERS = 10_000  # twenty minutes of speech

LEAST_HANG_S = 5.0
HANG_TIMES = 5  # as patient before a silent process is ended: one piece may be long, and the machine full

# Ends a job's queue: b"" all said, an error when not.
_Piece = bytes | SpeakerLost


class Renderer:
    """`workers` processes, each with all voices of the engine; a job stays in the one that has least to do.

    `patience_s` bounds every wait for the next piece of sound, the restart of a dead process included.
    """

    def __init__(self, voices: Mapping[str, VoiceChoice], *, workers: int, patience_s: float) -> None:
        self._patience_s = patience_s
        self._numbers = itertools.count(1)
        settings = {"voices": {language: asdict(choice) for language, choice in voices.items()}}
        self._jobs: list[dict[int, asyncio.Queue[_Piece]]] = [{} for _ in range(workers)]
        self._workers = [self._worker(settings, jobs) for jobs in self._jobs]

    @property
    def healthy(self) -> bool:
        """Whether every process is up."""
        return all(worker.ready for worker in self._workers)

    @property
    def pids(self) -> tuple[int | None, ...]:
        """Process ids."""
        return tuple(worker.pid for worker in self._workers)

    @property
    def running(self) -> int:
        """Texts that are being spoken."""
        return sum(len(jobs) for jobs in self._jobs)

    async def start(self) -> None:
        """Start the processes. Raises VoiceBroken or WorkerBroken."""
        for worker in self._workers:
            try:
                await worker.start()
            except WorkerBroken as trouble:
                if trouble.facts.get("error") == VoiceBroken.__name__:
                    raise VoiceBroken(trouble.facts["voice"], trouble.facts["why"]) from trouble
                raise

    async def stop(self) -> None:
        """End the processes; what is being said breaks off with SpeakerLost."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        for jobs in self._jobs:
            _lose(jobs, "the speaker was stopped")

    async def render(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """8 kHz s16 PCM in whole frames, as it is made. Raises SpeakerLost, and ValueError on an endless text."""
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"a text of {len(text)} characters is too long to be spoken ({MOST_CHARACTERS})")
        index = min(range(len(self._workers)), key=lambda i: (not self._workers[i].ready, len(self._jobs[i])))
        worker, jobs = self._workers[index], self._jobs[index]
        number = next(self._numbers) % 2**32
        queue = jobs[number] = asyncio.Queue()
        try:
            async with asyncio.timeout(self._patience_s):
                await worker.wait_ready()
                if not worker.send(pack(Say(number, language, text))):
                    raise SpeakerLost("its process takes no more work")
                piece = await queue.get()
            while piece:
                if isinstance(piece, SpeakerLost):
                    raise piece
                yield piece
                async with asyncio.timeout(self._patience_s):
                    piece = await queue.get()
        except TimeoutError as trouble:
            raise SpeakerLost(f"no sound for {self._patience_s:g} s") from trouble
        finally:
            if jobs.pop(number, None) is not None:
                worker.send(pack(Forget(number)))

    def _worker(self, settings: Mapping[str, object], jobs: dict[int, asyncio.Queue[_Piece]]) -> Worker:
        def heard(packet: bytes) -> None:
            message = unpack(packet)
            queue = jobs.get(message.job)
            if queue is None:
                return  # nobody listens any more
            if isinstance(message, Sound):
                queue.put_nowait(message.pcm)
            elif isinstance(message, Said):
                queue.put_nowait(b"")
            elif isinstance(message, Failed):
                queue.put_nowait(SpeakerLost(message.why))

        return Worker(
            "voice.speak.speak_worker",
            settings,
            on_message=heard,
            on_lost=lambda why: _lose(jobs, why),
            hang_s=max(LEAST_HANG_S, HANG_TIMES * self._patience_s),
        )


def _lose(jobs: Mapping[int, asyncio.Queue[_Piece]], why: str) -> None:
    for queue in jobs.values():
        queue.put_nowait(SpeakerLost(why))
