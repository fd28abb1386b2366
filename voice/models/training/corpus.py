"""What the synthetic speakers say: utterance number n of an engine is always the same, so a stopped run goes on."""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from tqdm import tqdm

from nlu.text.languages import LANGUAGES, others
from voice.lexicon.phones import Sound
from voice.lexicon.pronounce import Lexicon
from voice.lexicon.variants import colloquial, with_ezafe
from voice.models.training.places import LEXICONS
from voice.models.training.synth import HELD_OUT_KOKORO, SYNTH_HZ, Espeak, Kokoro, Piper, ipa, mnemonics
from voice.models.training.testset import HELD_OUT_ESPEAK
from voice.models.training.texts import Grammar, harvest

TEXTS = Path(__file__).parent / "texts"
KASRA = "\u0650"
LETTERS = {"fa": re.compile("[آ-یءئؤأ\u200c]{2,20}"), "ar": re.compile("[ء-ي]{2,20}")}


@dataclass(frozen=True)
class Script:
    """Sources of sentences of one language."""

    language: str
    lexicon: Lexicon
    grammar: Grammar
    runs: list[list[str]]
    words: list[str]

    @classmethod
    def load(cls, language: str, running_text: list[Path]) -> "Script":
        lexicon = Lexicon.load(language, LEXICONS)
        runs = harvest([path for path in running_text if _is(path, language)], LETTERS[language])
        grammar = Grammar.load(TEXTS / f"{language}.txt")
        return cls(language, lexicon, grammar, runs, [w for w in lexicon.entries if 2 <= len(w) <= 9])

    def utterance(self, rng: random.Random) -> tuple[str, list[Sound]]:
        """Text and the sounds of its words: templates, windows of running text, or unrelated words."""
        kind = rng.random()
        if kind < 0.5 or (kind < 0.75 and not self.runs):
            words = self.grammar.sentence(rng).split()
            if len(words) < 3 and rng.random() < 0.6:
                words += self.grammar.sentence(rng).split()
        elif kind < 0.75:
            run = rng.choice(self.runs)
            start = rng.randrange(max(1, len(run) - 3))
            words = run[start : start + rng.randint(2, 5)]
        else:
            words = rng.choices(self.words, k=rng.randint(1, 4))
        return " ".join(words), [self._sound(word, rng, kind) for word in words[:12]]

    def _sound(self, word: str, rng: random.Random, kind: float) -> Sound:
        sound = rng.choice(self.lexicon.plain(word.replace(KASRA, "") if self.language == "fa" else word))
        if self.language != "fa":
            return sound
        if rng.random() < 0.3:
            sound = rng.choice(list(colloquial(sound)))
        linked = word.endswith(KASRA) or (kind >= 0.5 and rng.random() < 0.15)
        return with_ezafe(sound) if linked else sound


def _is(path: Path, language: str) -> bool:
    text = path.read_text(encoding="utf-8", errors="ignore")
    return all(_count(text, language) > _count(text, other.code) for other in others(language))


def _count(text: str, language: str) -> int:
    return sum(map(text.count, LANGUAGES[language].own_letters))


@dataclass(frozen=True)
class Engines:
    """The synthesisers that were found on this machine."""

    kokoro: Kokoro | None
    piper: Piper | None
    espeak: Espeak | None


ESPEAK_VARIANTS = (
    "Alex Alicia Andrea Annie Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario Michael Mike Nguyen Reed "
    "RicishayMax Storm Tweaky adam anika antonio aunty benjamin boris caleb david ed f1 f2 f3 f4 f5 grandma grandpa "
    "gustave ian iven iven2 john kaukovalta klatt klatt2 klatt3 klatt4 klatt6 m1 m2 m3 m4 m5 m6 m7 m8 marcelo max "
    "michel miguel mike2 pablo paul pedro quincy rob robert sandro shelby steph steph2 travis victor whisper zac"
).split()


def speak(engine: str, number: int, script: Script, engines: Engines) -> tuple[dict[str, object], np.ndarray]:
    """Utterance `number` of an engine: its manifest row and its samples (float32, SYNTH_HZ)."""
    rng = random.Random(f"{engine} {script.language} {number}")
    text, words = script.utterance(rng)
    table = script.lexicon.table
    commas = {at: "," for at in range(len(words) - 1) if rng.random() < 0.08}
    if engine == "kokoro":
        assert engines.kokoro
        allowed = sorted(set(engines.kokoro.packs) - HELD_OUT_KOKORO)
        speaker = engines.kokoro.new_speaker(rng, allowed)
        audio = engines.kokoro.say(ipa(words, table, "kokoro", rng, commas), speaker, rng.uniform(0.85, 1.4))
        who = str(speaker)
    elif engine == "piper":
        assert engines.piper
        spelled = ipa(words, table, "piper", rng, commas)
        audio = engines.piper.say(spelled, rng.uniform(0.3, 0.9), rng.uniform(0.75, 1.2), rng.uniform(0.4, 1.0))
        who = "joe"
    else:
        assert engines.espeak
        who = rng.choice(ESPEAK_VARIANTS)
        assert who not in HELD_OUT_ESPEAK
        spelled = mnemonics(words, table, rng)
        base = script.language
        audio = engines.espeak.say(
            spelled, f"{base}+{who}", rng.randint(110, 230), rng.randint(20, 80), rng.randint(20, 90)
        )
    phones = [phone for word in words for phone in word]
    return {"id": number, "text": text, "phones": phones, "speaker": who}, audio


def generate(engine: str, script: Script, engines: Engines, out: Path, count: int, first: int = 0) -> None:
    """Fill out/ENGINE/ with numbered FLAC files and manifest lines up to `count`, going on where it stopped."""
    folder = out / engine
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "manifest.jsonl"
    said = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []
    done = {json.loads(line)["id"] for line in said}
    with manifest.open("a", encoding="utf-8") as rows:
        for number in tqdm(range(first, count), desc=f"{script.language} {engine}", mininterval=30):
            if number in done:
                continue
            row, audio = speak(engine, number, script, engines)
            if len(audio) < SYNTH_HZ // 4 or not np.isfinite(audio).all():
                continue
            peak = float(np.abs(audio).max())
            if peak < 1e-3:
                continue
            soundfile.write(folder / f"{number:06d}.flac", 0.8 * audio / peak, SYNTH_HZ, subtype="PCM_16")
            rows.write(json.dumps(row, ensure_ascii=False) + "\n")
            rows.flush()
