"""The names of the Latin letters as Persians and Arabs say them, and which words are said letter by letter."""

from __future__ import annotations

import re
from itertools import islice, product

_PERSIAN = """
A اِی | B بی | C سی | D دی | E ای | F اِف | G جی | H اِچ | I آی | J جِی | K کِی | L اِل | M اِم | N اِن | O اُ او | P پی
Q کیو | R آر | S اِس | T تی | U یو | V وی | W دابِلیو | X ایکس اِکس | Y وای | Z زِد
"""
_ARABIC = """
A إِيه أَيْ إِي | B بِي | C سِي | D دِي | E إِي | F إِف | G جِي | H إِتْش | I آي | J جِيه | K كِيه كِي | L إِل | M إِم | N إِن
O أُو | P بِي پِي | Q كِيُو | R آر | S إِس | T تِي | U يُو | V فِي ڤِي | W دَبِلْيُو | X إِكْس | Y وَاي | Z زِد
"""


def _named(text: str) -> dict[str, tuple[str, ...]]:
    rows = (part.split() for line in text.strip().splitlines() for part in line.split(" | "))
    return {letter: tuple(names) for letter, *names in rows}


NAMES = {"fa": _named(_PERSIAN), "ar": _named(_ARABIC)}
"""By language and capital: how it is said, vowels marked, the usual way first."""

USUAL = frozenset(
    """
    sms mms vpn otp usb ip id pc tv ups api adsl vdsl ftth dsl ussd gprs lte gsm gps nfc rfid qr crm erp atm pdf vip cv
    ceo hr pr ssd hdd cpu gpu led lcd cd dvd ac dc url html css http https seo sql php xml ios hd uhd imei vat usd
    eur kyc b2b fm dns ssl tls cdn vps voip ivr acd sip pbx sla faq stc dhl hp lg mci ai dm
    """.split()
)
"""Words that are said by their letters, small letters or not."""
_MOST_LETTERS = 3
"""So many capitals are letters where no table says otherwise; more only where nobody could say them as a word."""
_READINGS_MOST = 6
_VOWELLESS = re.compile("[b-df-hj-np-tv-xz]{2,5}", re.IGNORECASE)


def is_spelt(word: str) -> bool:
    """Whether people say the letters of `word` (Latin letters alone) and not the word."""
    short = word.isupper() and len(word) <= _MOST_LETTERS
    return short or word.casefold() in USUAL or bool(_VOWELLESS.fullmatch(word)) or len(word) == 1


def spellings(word: str, language: str) -> tuple[str, ...]:
    """How the letters of `word` are said one after another, the usual way first."""
    names = (NAMES[language][letter] for letter in word.upper())
    return tuple(" ".join(said) for said in islice(product(*names), _READINGS_MOST))
