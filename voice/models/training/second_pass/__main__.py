"""Train the second pass's heads: python -m voice.models.training.second_pass fa ar ...

    people + synthetic voices ─▶ calls ─▶ frozen encoder ─▶ frames on disk ─▶ CTC heads ─▶ voice/models/LANG/head.npz

Languages named together share what is learned of people and lines. It goes on where it was stopped. See
docs/recogniser.md.
"""

import argparse
import logging
from pathlib import Path

import torch

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table
from voice.listen.second_pass.encoder import Encoder
from voice.models.training import engines
from voice.models.training.second_pass import frames, head, people, plan, sound

KINDS = ("people", "rows", "sentence", "spoken_row", "short")
_log = logging.getLogger(__name__)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m voice.models.training.second_pass", description=__doc__)
    parser.add_argument("languages", nargs="+", choices=CODES)
    parser.add_argument("--data", type=Path, required=True, help="folder of the tar files of people")
    parser.add_argument("--work", type=Path, required=True, help="folder for everything that is made on the way")
    parser.add_argument("--kokoro-js", type=Path, help="folder `voices` of npm's kokoro-js, for more Kokoro speakers")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="running text that synthetic voices say too")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, nargs="+", default=[], help="a head a language to go on from, in order")
    parser.add_argument("--mix", type=float, nargs="*", default=[], help="shares of the way from --start: written too")
    parser.add_argument("--rate", type=float, default=head.RATE, help="highest learning rate")
    parser.add_argument("--without", nargs="*", default=[], choices=_leavable(), help="examples to leave out")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1, help="of the plan; another needs a WORK of its own")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the planned examples to make")
    parser.add_argument("--run", default="heads", help="folder in WORK of this training's heads and checkpoint")
    parser.add_argument("--only-frames", action="store_true", help="stop before the heads are trained")
    parser.add_argument("--no-frames", action="store_true", help="train on what was made so far")
    return parser.parse_args()


def _leavable() -> list[str]:
    """KIND of all languages, or LANGUAGE:KIND."""
    return [*KINDS, *(f"{language}:{kind}" for language in CODES for kind in KINDS)]


def make_frames(language: str, given: argparse.Namespace) -> None:
    known = people.for_training(people.load(language, given.data, given.work))
    examples = plan.plan(known, plan.AMOUNTS[language], given.seed)
    maker = sound.SoundMaker(language, engines.load(given.work, given.kokoro_js), given.text)
    examples = examples[: int(given.share * len(examples))]
    frames.encode(examples, maker, Encoder(threads=given.threads), given.work / language / "frames")


def train_heads(given: argparse.Namespace) -> None:
    heard = [
        one
        for language in given.languages
        for one in frames.read(given.work / language / "frames", language)
        if not {one.kind, f"{language}:{one.kind}"}.intersection(given.without)
    ]
    hours = sum(len(one.frames) for one in heard) / 180_000
    _log.info("%d examples, %.1f h", len(heard), hours)
    heads = head.Heads({language: len(phone_table(language).phones) for language in given.languages})
    if given.start:
        head.begin_with(heads, dict(zip(given.languages, given.start, strict=True)))
    folder = given.work / given.run
    folder.mkdir(parents=True, exist_ok=True)
    trainer = head.Trainer(heads, heard, given.epochs, given.rate)
    trainer.run(folder / "checkpoint.pt")
    for language in given.languages:
        head.export(trainer.mean.module, language, folder / f"{language}.npz")
    for language, start in zip(given.languages, given.start, strict=False):
        for share in given.mix:
            head.mix(start, folder / f"{language}.npz", share, folder / f"{language}.{share:g}.npz")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = arguments()
    torch.set_num_threads(given.threads)
    for language in () if given.no_frames else given.languages:
        make_frames(language, given)
    if not given.only_frames:
        train_heads(given)


if __name__ == "__main__":
    main()
