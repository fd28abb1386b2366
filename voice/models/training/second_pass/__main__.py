"""Train the second pass's head of one language: python -m voice.models.training.second_pass LANGUAGE ...

    people + synthetic voices ─▶ calls ─▶ frozen encoder ─▶ frames on disk ─▶ CTC head ─▶ voice/models/LANG/head.npz

It goes on where it was stopped. See docs/recogniser.md.
"""

import argparse
import logging
from pathlib import Path

import torch

from voice.listen.second_pass.encoder import Encoder
from voice.models.phones import LANGUAGES, phone_table
from voice.models.training import engines
from voice.models.training.second_pass import frames, head, people, plan, sound

KINDS = ("people", "rows", "sentence", "spoken_row", "short")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m voice.models.training.second_pass", description=__doc__)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--data", type=Path, required=True, help="folder of the tar files of people")
    parser.add_argument("--work", type=Path, required=True, help="folder for everything that is made on the way")
    parser.add_argument("--out", type=Path, help="where the head goes; usually WORK/LANGUAGE/head.npz")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="a finished checkpoint to go on from, with a new learning rate")
    parser.add_argument("--without", nargs="*", default=[], choices=KINDS, help="kinds of examples to leave out")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the planned examples to make")
    parser.add_argument("--only-frames", action="store_true", help="stop before the head is trained")
    return parser.parse_args()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = arguments()
    torch.set_num_threads(given.threads)
    folder = given.work / given.language
    known = people.for_training(people.load(given.language, given.data, given.work))
    examples = plan.plan(known, plan.AMOUNTS[given.language])
    maker = sound.SoundMaker(given.language, engines.load(given.work))
    examples = examples[: int(given.share * len(examples))]
    frames.encode(examples, maker, Encoder(threads=given.threads), folder / "frames")
    if given.only_frames:
        return
    heard = [one for one in frames.read(folder / "frames") if one.kind not in given.without]
    net = head.Head(len(phone_table(given.language).phones))
    if given.start:
        net.load_state_dict(torch.load(given.start)["head"])
    head.train(net, heard, given.epochs, folder / "checkpoint.pt")
    head.export(net, given.out or folder / "head.npz")


if __name__ == "__main__":
    main()
