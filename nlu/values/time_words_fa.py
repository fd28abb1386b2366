"""Persian words about times of day, as people write them; the symbols are explained in `nlu/values/symbols.py`."""

from __future__ import annotations

from nlu.values.day_words_fa import ordinals
from nlu.values.vocabulary import Vocabulary

_PHRASES = {
    "T": "ساعتای, ساعت",
    "m": "دقیقه, دقه, دیقه, دقیقس",
    "F15": "یه ربع, یک ربع, و ربع, ربع, و یه ربع",
    "F30": "و نیمه, و نیم, نیم",
    "a": "مونده به, مانده به, به",
    "n": "دیگه, دیگر, بعد, آینده",
    "p": "پیش, قبل",
    "P1": "بامداد, سحر, کله سحر, دم صبح",
    "P2": "صبح, اول صبح, صبحی, صبحا",
    "P3": "قبل از ظهر, پیش از ظهر, قبل ظهر",
    "P4": "ظهر, سر ظهر, ظهری",
    "P5": "بعد از ظهر, بعد ظهر, بعدازظهر, بعد از ناهار",
    "P6": "عصر, عصری, سر شب, دم غروب, غروب, تنگ غروب",
    "P7": "شب, شبی, شام, امشب, فردا شب",
    "P8": "نصف شب, نصفه شب, نیمه شب, نیمه های شب",
}
WORDS = Vocabulary(_PHRASES, beginnings="", endings="(?:ه|ی|ها|ست|اس|ش)?", ordinals=ordinals)
