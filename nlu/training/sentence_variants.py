"""Other ways to say a sentence, for designers: spoken and written words, the forms of dialects, what stands around it.

Only forms that callers say in place of each other; nothing here is a grammar. The designer picks what fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from nlu.text.colloquial import DIALECTS
from nlu.text.letters import fold

MOST = 20
AROUND_EACH = 4
"""How many openings, and how many closings, are tried."""
# The written word first, then what is said for it.
_SAID_FA = """
را رو | یک یه | اگر اگه | تومان تومن | برای واسه | چیست چیه | بله آره | دیگر دیگه | اکنون الان | مانده مونده
آمده اومده | نیامده نیومده | خانه خونه | بگویید بگید بگین | بدهید بدید بدین | کدام کدوم | هستید هستین | نیست نیس
کجاست کجاس | چطور چجوری چطوری | لطفاً لطفا | نمی‌آید نمیاد | می‌آید میاد | کنید کنین | آنجا اونجا | این‌ها اینا
می‌خواهم می‌خوام | نمی‌خواهم نمی‌خوام | می‌خواهید می‌خواید می‌خواین | می‌توانم می‌تونم | نمی‌توانم نمی‌تونم
می‌توانید می‌تونید می‌تونین | می‌دانم می‌دونم | نمی‌دانم نمی‌دونم | بدانم بدونم | می‌گویم می‌گم | می‌گویید می‌گید می‌گین
می‌شود می‌شه | نمی‌شود نمی‌شه | بشود بشه | می‌رسد می‌رسه | نمی‌رسد نمی‌رسه | برسد برسه | می‌کند می‌کنه
می‌کنید می‌کنین | می‌کنند می‌کنن | می‌دهید می‌دید می‌دین | می‌دهم می‌دم | می‌رود می‌ره | بفرستید بفرستین
است هست | باشد باشه | وقتتان وقتتون | بفرمایید بفرمایین | چه چی | چقدر چقد | آن اون | داخل تو
"""
_OBJECT = re.compile(r"(\w+م) (?:رو|را)(?!\w)")
_OBJECT_JOINED = re.compile(r"(\w{2,}م)و(?!\w)")
_YOURS = re.compile(r"(\w{2,})ت([وا])ن(?=\s|$)")
_IS = (
    ("چنده", "چند است"),
    ("چقدره", "چقدر است"),
    ("درسته", "درست است"),
    ("اشتباهه", "اشتباه است"),
    ("بازه", "باز است"),
)


def _groups() -> dict[str, dict[str, tuple[str, ...]]]:
    """By language and folded word: all words that are said in place of each other, the written one first."""
    persian = [tuple(group.split()) for line in _SAID_FA.strip().splitlines() for group in line.split("|")]
    arabic = [(written, *words.split()) for written, words in DIALECTS.items()]
    return {
        language: {_key(word): group for group in groups for word in group}
        for language, groups in (("fa", persian), ("ar", arabic))
    }


def _key(word: str) -> str:
    return fold(word).replace(" ", "")


_GROUPS = _groups()


def variants(sentence: str, language: str, openings: Sequence[str] = (), closings: Sequence[str] = ()) -> list[str]:
    """Other ways to say `sentence`, at most `MOST`, each once and none that is written the same."""
    said = " ".join(sentence.split())
    found = dict.fromkeys(islice(_all(said, language, openings, closings), 10 * MOST))
    found.pop(said, None)
    return list(found)[:MOST]


def _all(said: str, language: str, openings: Sequence[str], closings: Sequence[str]) -> Iterator[str]:
    forms = list(dict.fromkeys(_forms(said, language)))
    yield from forms
    yield from (f"{opening} {said}" for opening in _some(openings, said))
    yield from (f"{said} {closing}" for closing in _some(closings, said))


def _some(choices: Sequence[str], said: str) -> Sequence[str]:
    """A few from the whole list, for neighbours in it are alike; none that the sentence holds."""
    fitting = [one for one in choices if _key(one) not in _key(said)]
    return fitting[:: max(len(fitting) // AROUND_EACH, 1)][:AROUND_EACH]


def _forms(said: str, language: str) -> Iterator[str]:
    """The sentence as it is written, then with one word or ending after another as it is said."""
    groups = _GROUPS[language]
    words = said.split()
    if language == "fa":
        yield _written_ending(" ".join(groups.get(_key(word), (word,))[0] for word in words))
        yield from _endings(said)
    else:
        yield " ".join(groups.get(_key(word), (word,))[0] for word in words)
    for at, word in enumerate(words):
        for other in groups.get(_key(word), ()):
            if _key(other) != _key(word):
                yield " ".join((*words[:at], other, *words[at + 1 :]))


def _written_ending(said: str) -> str:
    for spoken, written in _IS:
        said = re.sub(rf"(?<!\w){spoken}(?!\w)", written, said)
    return _YOURS.sub(r"\1تان", _OBJECT_JOINED.sub(r"\1 را", said))


def _endings(said: str) -> Iterator[str]:
    """«سفارشم رو» and «سفارشمو», «آدرستون» and «آدرستان», «چنده» and «چند است»."""
    yield _OBJECT.sub(r"\1و", said)
    yield _OBJECT_JOINED.sub(r"\1 رو", said)
    yield _OBJECT_JOINED.sub(r"\1 را", said)
    yield _YOURS.sub(lambda match: f"{match[1]}ت{'ا' if match[2] == 'و' else 'و'}ن", said)
    yield _YOURS.sub(r"\1 شما", said)
    for spoken, written in _IS:
        yield re.sub(rf"(?<!\w){spoken}(?!\w)", written, said)
        yield re.sub(rf"(?<!\w){written}(?!\w)", spoken, said)
