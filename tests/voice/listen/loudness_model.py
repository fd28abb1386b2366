"""The smallest model that vosk loads: one layer, which hears loudness. Every loud stretch is the word «صدا».

Made by hand, not trained: what it recognises is known beforehand, so the real vosk can be tested.
"""

from pathlib import Path

import kaldifst
import numpy as np

from voice.graphs.nnet3 import BLANK_ID, AcousticModel, Affine, emission_id, pack_model

WORD = "صدا"
OTHER_WORD = "بانگ"
UNKNOWN = "[unk]"
BINS = 20
# mean log energy of a bin between a quiet line (about 8) and speech (about 15)
THRESHOLD = 11.5
SHARPNESS = 4.0

MODEL_CONF = """--min-active=10
--max-active=100
--beam=20.0
--lattice-beam=8.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.6
"""


def write_model(folder: Path, *, rate_hz: int = 8000, word: str = WORD) -> Path:
    """Write the model to `folder`; `word` is what it hears."""
    for name in ("am", "conf", "graph"):
        (folder / name).mkdir(parents=True)
    (folder / "am/final.mdl").write_bytes(pack_model(_network()))
    (folder / "conf/fbank.conf").write_text(
        f"--sample-frequency={rate_hz}\n--num-mel-bins={BINS}\n--use-energy=false\n--dither=0\n"
    )
    (folder / "conf/model.conf").write_text(MODEL_CONF)
    (folder / "graph/words.txt").write_text(f"<eps> 0\n{word} 1\n", encoding="utf-8")
    _graph().write(str(folder / "graph/HCLG.fst"))
    return folder


def write_dynamic_model(folder: Path) -> Path:
    """The same, its graph put together at run time: a loud stretch may be OTHER_WORD too, but is more often WORD."""
    write_model(folder)
    (folder / "graph/HCLG.fst").unlink()
    (folder / "graph/words.txt").write_text(f"<eps> 0\n{WORD} 1\n{OTHER_WORD} 2\n", encoding="utf-8")
    (folder / "graph/disambig_tid.int").write_text("999\n")
    sounds = _graph()
    sounds.add_arc(0, kaldifst.StdArc(emission_id(1), 2, 3.0, 1))
    kaldifst.arcsort(sounds, sort_type="olabel")
    sounds.write(str(folder / "graph/HCLr.fst"))
    words = kaldifst.StdVectorFst()
    words.start = words.add_state()
    words.add_arc(0, kaldifst.StdArc(1, 1, 0.0, 0))
    words.add_arc(0, kaldifst.StdArc(2, 2, 5.0, 0))
    words.set_final(0, 0.0)
    kaldifst.arcsort(words, sort_type="ilabel")
    words.write(str(folder / "graph/Gr.fst"))
    return folder


def _network() -> AcousticModel:
    """Output 1 (the sound) minus output 0 (the blank) is SHARPNESS x (mean log energy - THRESHOLD)."""
    weight = np.zeros((2, BINS), np.float32)
    weight[1] = SHARPNESS / BINS
    bias = np.array([0.0, -SHARPNESS * THRESHOLD], np.float32)
    nodes = (
        f"input-node name=input dim={BINS}",
        "component-node name=loud component=loud input=input",
        "output-node name=output input=loud objective=linear",
    )
    return AcousticModel(2, nodes, (Affine("loud", weight, bias),), 0, 0)


def _graph() -> kaldifst.StdVectorFst:
    """Blanks, then the sound (the word comes out), the sound again and again, and back to blanks."""
    graph = kaldifst.StdVectorFst()
    quiet, loud = graph.add_state(), graph.add_state()
    graph.start = quiet
    sound = emission_id(1)
    graph.add_arc(quiet, kaldifst.StdArc(BLANK_ID, 0, 0.0, quiet))
    graph.add_arc(quiet, kaldifst.StdArc(sound, 1, 3.0, loud))
    graph.add_arc(loud, kaldifst.StdArc(sound, 0, 0.0, loud))
    graph.add_arc(loud, kaldifst.StdArc(BLANK_ID, 0, 3.0, quiet))
    graph.set_final(quiet, 0.0)
    graph.set_final(loud, 0.0)
    return graph
