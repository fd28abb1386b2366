"""Weighted sentences to a static decoding graph that vosk loads.

The graph is det(L o G), every sound of which is then written out as CTC frames: the sound's own output once or more,
and blanks between sounds. Blanks carry the silence phone, so vosk's end-of-turn rules see them.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from voice import processes
from voice.graphs.options import UNKNOWN, GraphOptions
from voice.lexicon.pronounce import Lexicon


class GraphError(RuntimeError):
    """The graph could not be compiled."""


@dataclass(frozen=True)
class WeightedSentence:
    """A line that callers may say, and how often relative to the others."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class GraphReport:
    """What was compiled."""

    words: int
    sentences: int
    states: int
    arcs: int
    guessed: tuple[str, ...]
    """Words whose sound was guessed letter by letter."""


def _conf(max_active: int, beam: float, silences_s: tuple[float, ...], longest_s: float) -> str:
    """Vosk's conf/model.conf; `silences_s` after which its end-of-turn rules 1 to 4 end an utterance."""
    rules = (f"--endpoint.rule{rule}.min-trailing-silence={silence_s}" for rule, silence_s in enumerate(silences_s, 1))
    lines = (
        "--min-active=200",
        f"--max-active={max_active}",
        f"--beam={beam}",
        "--lattice-beam=4.0",
        "--acoustic-scale=1.0",
        "--frame-subsampling-factor=3",
        "--endpoint.silence-phones=1",
        *rules,
        f"--endpoint.rule5.min-utterance-length={longest_s}",
    )
    return "".join(f"{line}\n" for line in lines)


MODEL_CONF = _conf(2000, 12.0, (8.0, 0.6, 1.0, 1.6), 30.0)
CLOSED_CONF = _conf(10000, 30.0, (30.0, 30.0, 30.0, 30.0), 60.0)
"""A closed set is small, so a wide beam costs nothing and a badly said sentence survives to its end. And it takes the
whole sound for one sentence: a pause in it, or the noise after it, must not begin another."""


def compile_graph(
    model_dir: Path,
    language: str,
    sentences: Iterable[WeightedSentence],
    out_dir: Path,
    *,
    lexicon: Lexicon,
    closed: bool = False,
    options: GraphOptions | None = None,
) -> GraphReport:
    """Write a complete vosk model to `out_dir`: the network and feature settings of `model_dir`, and a new graph.

    `closed` accepts exactly the given sentences; otherwise words may combine freely, by a back-off word model, and
    speech outside the vocabulary comes out as [unk], or as a word of `options.background`.
    """
    options = options or GraphOptions()
    lines = [(line.text.split(), line.weight) for line in sentences if line.text.split() and line.weight > 0]
    told = sorted({word for line, _ in lines for word in line})
    words = sorted({*told, *(() if closed else _other_words(options))})
    symbols = {word: at for at, word in enumerate(["<eps>", *words, UNKNOWN])}
    _write_settings(model_dir, out_dir, symbols, CLOSED_CONF if closed else MODEL_CONF)
    label = {phone: at + 1 for at, phone in enumerate(lexicon.table.phones)}
    job = {
        "phones": len(label),
        "symbols": symbols,
        "options": asdict(options),
        "lines": lines,
        "closed": closed,
        "sounds": {
            word: [[label[phone] for phone in sound] for sound in lexicon.pronounce(word, linked=not closed)]
            for word in words
        },
        "out": str(out_dir.resolve() / "graph" / "HCLG.fst"),
    }
    counts = _run_worker(json.dumps(job))
    return GraphReport(len(words), len(lines), counts["states"], counts["arcs"], tuple(lexicon.missing(told)))


def _other_words(options: GraphOptions) -> set[str]:
    """The words that an open graph hears beside those of its sentences."""
    dictated = (text for pattern in options.numbers for phrases in pattern for text in phrases)
    members = (text for phrases in options.classes.values() for text in phrases)
    texts = (*options.background, *options.background_lines, *dictated, *members)
    return {word for text in texts for word in text.split()} - set(options.classes)


def _run_worker(job: str) -> dict[str, int]:
    """Why a process of its own: see graph_worker.py."""
    done = processes.run("voice.graphs.worker", told=job)
    if done.returncode != 0:
        raise GraphError(done.stderr.strip().rpartition("\n")[2])
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def _write_settings(model_dir: Path, out_dir: Path, symbols: dict[str, int], conf: str) -> None:
    for folder in ("am", "conf", "graph"):
        (out_dir / folder).mkdir(parents=True, exist_ok=True)
    link(model_dir / "final.mdl", out_dir / "am" / "final.mdl")
    (out_dir / "conf" / "fbank.conf").write_bytes((model_dir / "fbank.conf").read_bytes())
    (out_dir / "conf" / "model.conf").write_text(conf, encoding="utf-8")
    table = "".join(f"{word} {number}\n" for word, number in symbols.items())
    (out_dir / "graph" / "words.txt").write_text(table, encoding="utf-8")


def link(source: Path, target: Path) -> None:
    """Share the network between graphs: a hard link, or a symbolic one across file systems."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source.resolve())
    except OSError:
        target.symlink_to(os.path.relpath(source.resolve(), target.parent.resolve()))
