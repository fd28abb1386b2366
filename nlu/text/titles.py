"""Titles in the language that is spoken: nobody is called «يا آقای رضایی»."""

from __future__ import annotations

from nlu.text.fold import match_key
from nlu.text.languages import LANGUAGES


def title_in(title: str, language: str, own: str) -> str:
    """How somebody with that title is addressed in `language`; "" where it has no word for it.

    Args:
        own: the language of who bears it, as far as the records say: a title that no table has is of that.
    """
    whose = _holders(title)
    if not whose:
        return title if language == own else ""
    if any(code == language for code, _ in whose):
        return title
    return LANGUAGES[language].titles[whose[0][1]][0]


def _holders(title: str) -> list[tuple[str, str]]:
    """The languages that know the title, and whom it is for; its letters may be of another keyboard."""
    return [
        (code, kind)
        for code, one in LANGUAGES.items()
        for kind, words in one.titles.items()
        if match_key(title, code) in {match_key(word, code) for word in words}
    ]
