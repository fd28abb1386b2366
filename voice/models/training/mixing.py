"""How much of each source the network hears."""

from pathlib import Path

from voice.models.phones import LANGUAGES
from voice.models.training import features

KEYWORDS = Path(__file__).parent / "keywords.tsv"
SHARES = {
    ("fa", "espeak"): 0.16,
    ("fa", "piper"): 0.18,
    ("fa", "kokoro"): 0.25,
    ("ar", "human"): 0.30,
    ("ar", "espeak"): 0.06,
    ("ar", "piper"): 0.04,
    ("ar", "kokoro"): 0.01,
}
"""Share of the examples drawn from each source."""
COUNTS = {"espeak": 6000, "piper": 4000, "kokoro": 1000}


def make_mixer(seed: int, work: Path, arabic: Path) -> features.Mixer:
    """A fresh mixer over whatever has been spoken so far."""
    clips = features.recorded(arabic, KEYWORDS)
    for language in LANGUAGES:
        for engine in COUNTS:
            clips += features.synthetic(work / "corpus" / language / engine, language)
    return features.Mixer(clips, SHARES, seed)
