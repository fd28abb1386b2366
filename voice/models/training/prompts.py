"""People who speak other languages: the telephone prompts of Debian's asterisk-core-sounds packages (CC BY-SA 3.0).

Four people, five languages, about twenty minutes each, with their texts. espeak-ng reads the texts; ears.tsv says what
a Persian may hear for each of its sounds. They lend the network the timbre and the running speech of people.
"""

import gzip
import re
import unicodedata
from pathlib import Path

import soundfile

from voice.lexicon.phones import Sound, undouble
from voice.models.training.clips import Clip
from voice.models.training.persian_ears import EARS, foreign
from voice.models.training.synth import Espeak

VOICES = {"en": "en-us", "es": "es-419", "fr": "fr", "it": "it", "ru": "ru"}
"""Language of a package -> espeak-ng voice that reads its texts."""
LONGEST_S = 9.0
_ENTRY = re.compile(r"([^:;]+):\s*(.+)")
_SOUND = re.compile("tʃ|dʒ|.")


def sounds(ipa: str, known: frozenset[str]) -> Sound:
    """Sounds of ears.tsv in the IPA of espeak-ng: a diphthong becomes a vowel and a glide (I, U), marks are dropped.

    Raises:
        KeyError: a sound that ears.tsv does not name.
    """
    plain = re.sub(r"\(\w+\)", "", ipa).replace("ts", "t_s").replace("dz", "d_z").replace("ɚ", "ə_ɹ")
    plain = re.sub("(?<=[aeɔɑ])ɪ", "I", plain)
    plain = re.sub("(?<=[aoəe])ʊ", "U", plain)
    plain = "".join(char for char in unicodedata.normalize("NFD", plain) if unicodedata.category(char)[0] in "LPZ")
    found = tuple(s for s in _SOUND.findall(re.sub("[ʲˈˌː]", "", plain)) if s.isalpha())
    for sound in found:
        if sound not in known:
            raise KeyError(f"{EARS}: add a line for the sound '{sound}' (in '{ipa}')")
    return undouble(found)


def load(root: Path, espeak: Espeak, languages: tuple[str, ...] = tuple(VOICES)) -> list[Clip]:
    """The prompts under `root`, into which asterisk-core-sounds-LANG and -LANG-wav were unpacked (dpkg -x)."""
    label = {sound: at + 1 for at, sound in enumerate(foreign())}
    known = frozenset(label)
    clips = []
    for language in languages:
        texts = root / f"usr/share/doc/asterisk-core-sounds-{language}/core-sounds-{language}.txt.gz"
        folder = next((root / "usr/share/asterisk/sounds").glob(f"{language}_*"))
        with gzip.open(texts, "rt", encoding="utf-8", errors="replace") as lines:
            entries = [found for found in map(_ENTRY.match, lines) if found and "[" not in found[2]]
        for name, text in (entry.groups() for entry in entries):
            path = folder / f"{name.strip()}.wav"
            if path.exists() and soundfile.info(path).duration < LONGEST_S:
                spoken = sounds(espeak.ipa(text, VOICES[language]), known)
                clips.append(Clip(path, tuple(label[sound] for sound in spoken), "prompts", language))
    return clips
