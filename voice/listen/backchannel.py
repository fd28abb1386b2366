"""Words that say "I am still here" rather than anything: alone, over the bot's voice, they are no interruption."""

# As recognisers write them; letters folded by `_fold` so that one spelling stands for all.
BACKCHANNELS: dict[str, frozenset[str]] = {
    "fa": frozenset(
        "بله آره اره هوم اوهوم اهوم هان ها اِ اه عه ا ام اوم امم خب خوب یعنی درسته اوکی اها آها آهان عجب بعد".split()
    ),
    "ar": frozenset("نعم أيوه ايوه اي آه اه اها اممم امم ام همم هم طيب ماشي تمام يعني اوكي صح".split()),
}

_FOLD = str.maketrans(
    {"ي": "ی", "ك": "ک", "آ": "ا", "أ": "ا", "إ": "ا", "ؤ": "و", "ة": "ه", "\u200c": " ", "ِ": None, "ُ": None}
    | dict.fromkeys("ًٌٍَّْـ")
)


def _fold(text: str) -> str:
    return text.translate(_FOLD)


_FOLDED = {language: frozenset(map(_fold, words)) for language, words in BACKCHANNELS.items()}


def telling(text: str, language: str) -> bool:
    """Whether `text` holds a word that is not a backchannel or filler of `language`."""
    return any(word not in _FOLDED.get(language, frozenset()) for word in _fold(text).split())
