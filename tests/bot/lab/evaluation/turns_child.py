"""Plays a few scenes through the real voice activity and the real vosk, in a process of its own.

`python -m tests.bot.lab.evaluation.turns_child FOLDER` compiles a small graph there and prints the figures as JSON.
"""

import json
import sys
from pathlib import Path

from bot.lab.evaluation.turn_scenes import scenes
from bot.lab.evaluation.turn_sounds import TurnSounds
from bot.lab.evaluation.turns import facts, figures_of, run
from bot.settings.call_options import Waits
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.pronounce import Lexicon
from voice.listen.vosk_recogniser import VoskModels
from voice.models import embedded

ROOT = Path(__file__).resolve().parents[4]
SENTENCES = ("بله", "آره", "نه", "موجودی حسابم رو می‌خواستم", "سلام", "یک دو سه چهار پنج شش هفت هشت نه صفر")
WANTED = {
    "-6 dB, 60 ms",
    "-12 dB, 150 ms",
    "آره with echo",
    "caller_balance.wav, echo -12 dB, 150 ms",
    "pauses of 600 ms, 5 expected",
}


def main(folder: Path) -> dict[str, object]:
    """All figures of the wanted scenes, and each scene's facts."""
    model = embedded.available("fa")
    assert model is not None
    lexicon = Lexicon.load("fa", ROOT / "data" / "lexicons")
    compile_graph(model.folder, "fa", [WeightedSentence(s) for s in SENTENCES], folder / "fa", lexicon=lexicon)
    source = VoskModels({"fa": {"general": str(folder / "fa")}})
    all_scenes = scenes(TurnSounds(ROOT / "data/sets/fa-voices"))
    outcomes, _ = run(source, Waits(general=600, digits=1000, yesno=400), [s for s in all_scenes if s.name in WANTED])
    return {"all": figures_of(outcomes), "scenes": [facts(outcome) for outcome in outcomes]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
