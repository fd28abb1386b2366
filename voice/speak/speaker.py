"""What the conversation says: human recordings first, then rendered prompts, then a synthesiser process."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from voice.audio import FRAME_BYTES
from voice.errors import RecordingBroken, SpeakerLost, VoiceUnknown
from voice.keep import KeptChild
from voice.speak import tashkeel
from voice.speak.cache import PromptCache, prompt_key
from voice.speak.recordings import Recordings
from voice.speak.recovery import Recovery
from voice.speak.renderer import Renderer
from voice.speak.synthesiser import VoiceChoice

MEMORY_BYTES = 32 * 1024 * 1024
PIECE_BYTES = 50 * FRAME_BYTES  # a second of a prompt that lies ready
PIPER_WORKERS = 1
PIPER_TIMES = (
    3  # as patient with Piper: it needs half a second of processor for the first words, and others need it too
)
BUSY_PATIENCE_S = 8.0
"""With espeak-ng, behind which no other voice stands: late words are better than an apology."""
SOUND_VERSION = "bs1770-1"
"""For cache keys: another way from a voice's sound to the line's needs another number."""
_PACKAGES = {"espeak": "espeakng-loader", "piper": "piper-tts"}

_log = logging.getLogger(__name__)


class Speaker:
    """One voice a language.

    Fixed prompts (`prepare`) are kept on disk. What `say` renders besides is kept in memory only: it may hold names
    and numbers of callers. `apologies` (language -> text) is what is said when all else has failed: see `apology`.
    `stand_ins` (language -> voice of another engine) speak while the voice is broken, from the failed sentence on.
    """

    def __init__(
        self,
        *,
        cache_dir: Path,
        voices: Mapping[str, VoiceChoice],
        recordings_dir: Path | None,
        lexicon_version: str,
        apologies: Mapping[str, str] | None = None,
        stand_ins: Mapping[str, VoiceChoice] | None = None,
        patience_s: float = 1.0,
    ) -> None:
        self._voices = dict(voices)
        self._cache = PromptCache(cache_dir)
        self._recordings = Recordings(recordings_dir)
        self._lexicon_version = lexicon_version
        self._apology_texts = dict(apologies or {})
        self._apologies: dict[str, bytes] = {}
        self._prepared: set[str] = set()  # keys of fixed prompts
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._memory_bytes = 0
        self._renderers: dict[str, Renderer] = {}
        others = {own: choice for own, choice in (stand_ins or {}).items() if choice.engine != voices[own].engine}
        self._stand_ins = {language: choice.engine for language, choice in others.items()}
        spoken = [*voices.items(), *others.items()]
        for engine in sorted({choice.engine for _, choice in spoken}):
            own = {language: choice for language, choice in spoken if choice.engine == engine}
            # espeak-ng speaks a thousand times faster than time: one process serves everybody.
            slow = engine == "piper"
            count, wait_s = (PIPER_WORKERS, PIPER_TIMES * patience_s) if slow else (1, patience_s)
            self._renderers[engine] = Renderer(
                own, workers=count, patience_s=wait_s, busy_patience_s=0.0 if slow else BUSY_PATIENCE_S
            )
        self._recoveries = {
            language: Recovery(self._renderers[voices[language].engine], language, voices[language])
            for language in others
        }

    @property
    def healthy(self) -> bool:
        """Whether every synthesiser process is up."""
        return all(renderer.healthy for renderer in self._renderers.values())

    @property
    def pids(self) -> tuple[int | None, ...]:
        """Process ids of the synthesisers."""
        return tuple(pid for renderer in self._renderers.values() for pid in renderer.pids)

    @property
    def children(self) -> Mapping[str, tuple[KeptChild, ...]]:
        """The synthesiser processes by engine."""
        return {engine: renderer.children for engine, renderer in self._renderers.items()}

    async def start(self) -> None:
        """Load the voices and render the apologies. Raises VoiceBroken, WorkerBroken."""
        for renderer in self._renderers.values():
            await renderer.start()
        for language, text in self._apology_texts.items():
            await self.prepare([text], language)
            self._apologies[language] = b"".join([piece async for piece in self.say(text, language)])

    async def stop(self) -> None:
        """End the synthesiser processes."""
        for recovery in self._recoveries.values():
            await recovery.stop()
        for renderer in self._renderers.values():
            await renderer.stop()

    async def say(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """8 kHz s16 PCM in whole frames, the first as soon as there is one.

        Raises SpeakerLost when the voice broke and no other stands in for it, or that one broke too; VoiceUnknown.
        """
        key = self._key(text, language)
        ready = await self._ready(text, language, key)
        if ready is not None:
            for start in range(0, len(ready), PIECE_BYTES):
                yield ready[start : start + PIECE_BYTES]
            return
        recovery = self._recoveries.get(language)
        left = text
        if recovery is None or recovery.may_speak():
            pieces: list[bytes] = []
            try:
                async for piece in self._renderers[self._voices[language].engine].render(text, language):
                    pieces.append(piece)
                    yield piece
            except SpeakerLost as error:
                if recovery is not None:
                    recovery.broke(error)
                left = error.left
            else:
                await self._keep(key, b"".join(pieces))
                return
        # Not kept: it is not, or not as a whole, what the key names.
        async for piece in self._last_resort(left, language):
            yield piece

    async def _last_resort(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """By the stand-in, else by the voice itself: when its process died, the next one says what is left, once."""
        renderer = self._renderers[self._stand_ins.get(language, self._voices[language].engine)]
        try:
            async for piece in renderer.render(text, language):
                yield piece
        except SpeakerLost as error:
            if renderer.ready or language not in self._stand_ins:
                raise
            left = error.left
        else:
            return
        async for piece in renderer.render(left, language):
            yield piece

    async def prepare(self, texts: Iterable[str], language: str) -> int:
        """Render fixed prompts into the cache on disk; returns how many were new. Raises SpeakerLost, VoiceUnknown."""
        rendered = 0
        for text in texts:
            key = self._key(text, language)
            self._prepared.add(key)
            if await self._ready(text, language, key) is None:
                rendered += 1
                async for _ in self.say(text, language):
                    pass
        return rendered

    async def apology(self, language: str) -> bytes:
        """The prompt for when nothing else works, as 8 kHz s16 PCM from memory; another language's before none."""
        for choice in (language, *self._apologies):
            if choice in self._apologies:
                return self._apologies[choice]
        raise VoiceUnknown(language, tuple(self._apologies))

    def _key(self, text: str, language: str) -> str:
        if language not in self._voices:
            raise VoiceUnknown(language, tuple(self._voices))
        choice = self._voices[language]
        voice = f"{choice.key()}|{version(_PACKAGES[choice.engine])}|{SOUND_VERSION}"
        if choice.marks_arabic:
            voice += f"|{tashkeel.VERSION}"
        return prompt_key(voice, text, self._lexicon_version)

    async def _ready(self, text: str, language: str, key: str) -> bytes | None:
        """Sound that needs no synthesiser: a recording, or rendered before. At most one change of threads."""
        if key in self._memory and not self._recordings.any:
            self._memory.move_to_end(key)
            return self._memory[key]
        pcm = await asyncio.to_thread(self._stored, text, language, key)
        if pcm is None or self._recordings.any:
            return pcm
        self._remember(key, pcm)
        return pcm

    def _stored(self, text: str, language: str, key: str) -> bytes | None:
        """From the disk (blocking): the recording of `text`, else the prompt."""
        try:
            pcm = self._recordings.get(text, language, self._voices[language].target_lufs)
        except RecordingBroken as error:
            _log.error("%s; the synthetic voice speaks instead", error)
            pcm = None
        return pcm or self._memory.get(key) or self._cache.get(key)

    async def _keep(self, key: str, pcm: bytes) -> None:
        self._remember(key, pcm)
        if key in self._prepared:
            try:
                await asyncio.to_thread(self._cache.put, key, pcm)
            except OSError as error:  # the disk is full: what was rendered is spoken all the same
                _log.error("a prompt cannot be kept in the cache folder: %s", error)

    def _remember(self, key: str, pcm: bytes) -> None:
        self._memory_bytes += len(pcm) - len(self._memory.pop(key, b""))
        self._memory[key] = pcm
        while self._memory_bytes > MEMORY_BYTES:
            _, oldest = self._memory.popitem(last=False)
            self._memory_bytes -= len(oldest)
