"""Words that say "I am still here" rather than anything: alone, over the bot's voice, they are no interruption."""

# As recognisers write them; letters folded by `folded` so that one spelling stands for all.
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


def folded(text: str) -> str:
    """`text` with the letters of both languages that are written in several ways written in one."""
    return text.translate(_FOLD)


_FOLDED = {language: frozenset(map(folded, words)) for language, words in BACKCHANNELS.items()}


def telling(text: str, language: str) -> int:
    """How many words of `text` are no backchannel or filler of `language`."""
    return sum(word not in _FOLDED.get(language, frozenset()) for word in folded(text).split())
