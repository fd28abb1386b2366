"""How much of each source the network hears."""

from pathlib import Path

from nlu.text.languages import CODES
from voice.models.training import clips, features, prompts
from voice.models.training.engines import espeak

KEYWORDS = Path(__file__).parent / "keywords.tsv"
SHARES = {
    ("fa", "espeak"): 0.09,
    ("fa", "piper"): 0.10,
    ("fa", "kokoro"): 0.31,
    ("ar", "human"): 0.22,
    ("ar", "espeak"): 0.07,
    ("ar", "piper"): 0.04,
    ("ar", "kokoro"): 0.06,
    **{(code, "prompts"): 0.024 for code in prompts.VOICES},
}
"""Share of the examples drawn from each source."""
COUNTS = {"espeak": 6000, "piper": 4000, "kokoro": 1500}


def make_mixer(seed: int, work: Path, arabic: Path, foreign: Path | None) -> features.Mixer:
    """A fresh mixer over whatever has been spoken so far, the people, and the prompts under `foreign`."""
    found = clips.recorded(arabic, KEYWORDS)
    if foreign is not None:
        found += prompts.load(foreign, espeak())
    for language in CODES:
        for engine in COUNTS:
            found += clips.synthetic(work / "corpus" / language / engine, language)
    return features.Mixer(found, SHARES, seed)
