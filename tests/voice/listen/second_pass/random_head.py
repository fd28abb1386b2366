"""Weights of a head that learned nothing."""

import numpy as np

from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.mel import Floats

SIZE = 16


def random_head(outputs: int, seed: int = 1) -> dict[str, Floats]:
    """Arrays under the names that `Head` takes, narrow ones."""
    rng = np.random.default_rng(seed)
    half = SIZE // 2
    shapes = {
        "norm.weight": (WIDTH,),
        "norm.bias": (WIDTH,),
        "into.weight": (SIZE, WIDTH),
        "into.bias": (SIZE,),
        "near.weight": (SIZE, SIZE, 5),
        "near.bias": (SIZE,),
        "out.weight": (outputs, SIZE),
        "out.bias": (outputs,),
    }
    for way in ("", "_reverse"):
        shapes |= {
            f"far.weight_ih_l0{way}": (3 * half, SIZE),
            f"far.weight_hh_l0{way}": (3 * half, half),
            f"far.bias_ih_l0{way}": (3 * half,),
            f"far.bias_hh_l0{way}": (3 * half,),
        }
    return {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
