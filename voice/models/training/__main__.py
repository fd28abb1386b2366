"""python -m voice.models.training LANG --work DIR ...: speak a corpus, train, export, evaluate. Stopped, it goes on.

Both languages are trained together (one trunk, a head each); LANG says whose model is exported and evaluated.
Needs the packages of requirements.txt, in an environment of their own.
"""

import argparse
import multiprocessing
import tarfile
from functools import partial
from pathlib import Path

import torch

from nlu.text.languages import CODES
from voice.graphs.nnet3 import pack_model
from voice.models.training import corpus, engines, evaluate, features, train
from voice.models.training.export import export
from voice.models.training.mixing import COUNTS, KEYWORDS, make_mixer
from voice.models.training.net import Net


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m voice.models.training", description=__doc__)
    parser.add_argument("language", choices=CODES)
    parser.add_argument("--work", type=Path, required=True, help="folder for everything that is made on the way")
    parser.add_argument("--arabic-train", type=Path, required=True, help="Arabic Speech Commands: tar or folder")
    parser.add_argument("--arabic-val", type=Path, required=True, help="the same, of speakers kept out of training")
    parser.add_argument("--sets", type=Path, required=True, help="folder with ref.tsv and clips of held-out voices")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="running text in either language")
    parser.add_argument("--kokoro-js", type=Path, help="folder 'voices' of npm's kokoro-js: 54 Kokoro styles, not 5")
    parser.add_argument("--prompts", type=Path, help="folder into which asterisk-core-sounds-*-wav were unpacked")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--steps", type=int, default=12500)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--corpus-scale", type=float, default=1.0, help="1.0 speaks some 20,000 utterances")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def unpacked(source: Path, work: Path) -> Path:
    """The folder of keywords inside a tar (unpacked once into `work`) or a folder."""
    if source.is_file():
        target = work / source.name.removesuffix(".tar")
        if not target.exists():
            with tarfile.open(source) as tar:
                tar.extractall(target, filter="data")
        source = target
    inner = [path.parent for path in source.rglob("yes") if path.is_dir()]
    if not inner:
        raise FileNotFoundError(f"no keyword folders in {source}")
    return inner[0]


def speak_corpus(work: Path, texts: list[Path], packs: Path | None, scale: float) -> None:
    """Stage 1: every engine that is installed speaks both languages."""
    found = engines.load(work, packs)
    for language in CODES:
        script = corpus.Script.load(language, texts)
        for engine, count in COUNTS.items():
            if getattr(found, engine) is not None:
                corpus.generate(engine, script, found, work / "corpus" / language, int(count * scale))


def export_head(trainer: train.Trainer, language: str, folder: Path) -> None:
    """Stage 3: the averaged weights as final.mdl."""
    folder.mkdir(parents=True, exist_ok=True)
    net = Net()
    net.load_state_dict(trainer.average)
    (folder / "final.mdl").write_bytes(pack_model(export(net, language)))
    (folder / "fbank.conf").write_text(features.FBANK_CONF, encoding="utf-8")


def main() -> None:
    given = arguments()
    given.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    arabic_train, arabic_val = unpacked(given.arabic_train, given.work), unpacked(given.arabic_val, given.work)
    trainer = train.Trainer(given.work, given.steps, 2e-3, given.device, given.seed)
    if trainer.step < given.steps:
        speak_corpus(given.work, given.text, given.kokoro_js, given.corpus_scale)
        shards = given.work / "shards"
        make = partial(make_mixer, work=given.work, arabic=arabic_train, foreign=given.prompts)
        context = multiprocessing.get_context("spawn")
        feeder = context.Process(target=features.feed, args=(make, shards), daemon=True)
        feeder.start()
        train.run(trainer, shards, given.batch, feeder.is_alive, reuse=3)
        feeder.terminate()
    model_dir = given.work / "models" / given.language
    export_head(trainer, given.language, model_dir)
    if given.language == "fa":
        figures = evaluate.persian(model_dir, given.sets)
        figures.append(evaluate.persian_on_people(model_dir, arabic_val, KEYWORDS))
    else:
        figures = evaluate.arabic(model_dir, arabic_val, KEYWORDS)
    print(*figures, sep="\n")  # noqa: T201 - a command's answer


if __name__ == "__main__":
    main()
