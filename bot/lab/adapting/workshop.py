"""Where a head is made: STATE/models/heads/LANG/making. A stopped run goes on there; what is personal does not stay.

frames/          the clips' frames, deleted when the work is done
KEY.npz          the learner after its last pass; another set, head or recipe has another KEY
heads/           the candidates, to be judged
"""

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bot.errors import StartError
from bot.lab.adapting.clips import Parts
from bot.lab.adapting.frames import AS_IT_IS, VARIANTS, Frames
from bot.lab.evaluation.speech_decoding import leave_with_parent
from bot.lab.evaluation.speech_text import readings
from bot.terminal import console
from nlu.latin import Latin
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass.adapting.gradient import LEARNED, Batch, Step
from voice.listen.second_pass.adapting.learner import Heard, Learner, Recipe, between
from voice.listen.second_pass.adapting.spelling import Speller
from voice.listen.second_pass.encoder import Encoder
from voice.listen.second_pass.head import Head, read_arrays
from voice.listen.second_pass.heads import HeadStore, pack, write_private
from voice.listen.second_pass.mel import Floats

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
SHARES = (1.0, 0.75, 0.5, 0.25)
"""How far from the shipped weights to the learned ones the candidates lie."""
DIFFERENT = 1e-2
"""A head whose outputs the learner cannot compute as the product does is of another build."""
MISFIT_NATS = 8.0
"""A sound; a clip that costs the shipped head more says something else than its text, or hardly anything."""
TENTHS = 10
Told = Callable[[str, int, int], None]
"""What is done now, how many are done, of how many."""


class HeadTooNew(ValueError):
    """The head has layers that cannot be adapted by this version."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """Clips with the sounds of their texts, and the names of those whose text is not what they say."""

    learn: tuple[Heard, ...]
    choose: tuple[Heard, ...]
    misfits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The files of the candidates, and the clips that were left out because sound and text do not fit."""

    candidates: tuple[Path, ...]
    misfits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What a head is made of: the heads' folder, the head to begin with, the encoder's weights, the lexicons."""

    heads: Path
    language: str
    first: Path
    weights: Path | None
    lexicons: Path
    recipe: Recipe = Recipe()


def make(order: Order, parts: Parts) -> Made:
    """Make the candidates in a process of its own: numpy on several cores is slower in such small pieces.

    Raises:
        HeadTooNew, ModelBroken. StartError: the process ended, as where the memory is too small.
    """
    os.environ.update(ONE_THREAD)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_as_child) as pool:
        try:
            return pool.submit(_make, order, parts).result()
        except BrokenProcessPool as error:
            raise StartError("the process that learns ended; is the memory full? the same command goes on") from error


def _as_child() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what is done is on the disk; the parent tells
    leave_with_parent()


def _make(order: Order, parts: Parts) -> Made:
    shop = Workshop(order)
    spelled = shop.spell(
        parts, Lexicon.load(order.language, order.lexicons, latin=Latin(order.language)), _tell_tenths()
    )
    return Made(tuple(shop.learn(spelled, _tell_tenths())), spelled.misfits)


def _tell_tenths() -> Told:
    """A line at each tenth of the work."""
    last = -1

    def told(what: str, done: int, of: int) -> None:
        nonlocal last
        if TENTHS * done // of != last:
            last = TENTHS * done // of
            console.print(f"    {what}: {done} of {of}")

    return told


class Workshop:
    """Makes the candidates of one order."""

    def __init__(self, order: Order) -> None:
        self.folder = HeadStore(order.heads, order.language).making
        self._language, self._first, self._recipe = order.language, order.first, order.recipe
        self._arrays = read_arrays(order.first)
        self._head = Head(self._arrays)
        self._frames = Frames(self.folder / "frames", lambda: Encoder(order.weights))

    def spell(self, parts: Parts, lexicon: Lexicon, told: Told) -> Spelled:
        """Encode all that is learned from and chosen on, and find its sounds. Raises HeadTooNew, ModelBroken."""
        speller = Speller(lexicon)
        learn: list[Heard] = []
        choose: list[Heard] = []
        misfits: list[str] = []
        for at, clip in enumerate((*parts.learn, *parts.choose)):
            told("encoding", at, len(parts.learn) + len(parts.choose))
            frames = self._frames.of(clip, AS_IT_IS)
            if at == 0:
                self._same(frames)
            spelt = speller.spell(self._head(frames), readings(clip.sample.text, self._language))
            if spelt is None or spelt.nats > MISFIT_NATS:
                misfits.append(clip.sample.path.name)
            elif at < len(parts.learn):
                learn += [Heard(self._frames.of(clip, variant).astype(np.float16), spelt.labels)
                          for variant in VARIANTS]  # fmt: skip
            else:
                choose.append(Heard(frames, spelt.labels))
        return Spelled(tuple(learn), tuple(choose), tuple(misfits))

    def learn(self, spelled: Spelled, told: Told) -> list[Path]:
        """All passes, going on where it was stopped; the files of the candidates, one for each of SHARES."""
        learner = Learner({name: self._arrays[name] for name in LEARNED}, self._recipe)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        checkpoint = self.folder / f"{self._key(spelled)}.npz"
        for other in self.folder.glob("*.npz"):
            if other != checkpoint:
                other.unlink()
        if checkpoint.is_file():
            learner.restore(checkpoint)
        while not learner.done:
            told("learning", learner.passes, self._recipe.passes)
            learner.one_pass(spelled.learn)
            learner.note(spelled.choose)
            learner.save(checkpoint)
        return [self._candidate(learner.best, share) for share in SHARES]

    def _candidate(self, best: dict[str, Floats], share: float) -> Path:
        path = self.folder / "heads" / f"{share:g}.npz"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        learned = between({name: self._arrays[name] for name in LEARNED}, best, share)
        write_private(path, pack({**self._arrays, **learned}, self._language))
        return path

    def _same(self, frames: Floats) -> None:
        """Whether the learner computes what the product computes."""
        if not set(LEARNED) <= self._arrays.keys():
            raise HeadTooNew
        step = Step(self._arrays, Batch(frames[None], np.array([len(frames)]), [(1,)]))
        if float(np.abs(step.log_probs[0] - self._head(frames)).max()) > DIFFERENT:
            raise HeadTooNew

    def _key(self, spelled: Spelled) -> str:
        digest = hashlib.sha256(json.dumps(asdict(self._recipe)).encode() + self._first.read_bytes())
        for one in (*spelled.learn, *spelled.choose):
            digest.update(repr((one.frames.shape, one.labels)).encode() + one.frames[::8].tobytes())
        return digest.hexdigest()[:24]


def clear(folder: Path, *, learned: bool) -> None:
    """Delete what is personal, and where `learned` what was learned too: without that a run that is forced later need
    not learn again."""
    for one in (folder,) if learned else (folder / "frames", folder / "heads"):
        shutil.rmtree(one, ignore_errors=True)
