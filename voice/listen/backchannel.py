"""Words that say "I am still here" rather than anything: alone, over the bot's voice, they are no interruption."""

from nlu.text.languages import LANGUAGES
from nlu.text.letters import fold

_FOLDED = {code: frozenset(map(fold, one.backchannels)) for code, one in LANGUAGES.items()}


def telling(text: str, language: str) -> int:
    """How many words of `text` are no backchannel or filler of `language`."""
    return sum(word not in _FOLDED.get(language, frozenset()) for word in fold(text).split())
