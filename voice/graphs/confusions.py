"""Ears for Arabic: a sound of a pronunciation may be heard as a near one, at a price, in any word.

Callers weaken sounds, dialects swap them, a telephone cuts what tells them apart, and the network errs. Written into
the lexicon this would be hundreds of forms of each word; the graph builder does it where sounds become frames.
"""

from collections.abc import Iterator

from voice.graphs.options import Ear
from voice.lexicon.phones import phone_table

NOTHING = "-"
_ARABIC = """
ħ  h 1.5  x 3  - 3.5           # a weak or foreign throat: the nearest sound, or none
ʕ  ʔ 1.5  - 2  a 2.5  aː 2.5  ħ 2.5
ʔ  - 1.5  ʕ 2.5                # dialects drop the hamza
h  - 2  ħ 2                    # faint on a telephone line
tˤ t 1.5                       # what makes it emphatic is heard on the vowel beside it, if at all
t  tˤ 2
sˤ s 1.5
s  sˤ 2  θ 2                   # a telephone carries nothing above 3.4 kHz, where s and θ differ
dˤ d 1.5  ðˤ 1.5  z 3          # ض and ظ are one sound in the Gulf and in Iraq
ðˤ ð 1.5  dˤ 1.5  z 2  s 3     # and z in Cairo and Damascus
θ  t 1.5  s 1.5  f 2           # ث is t or s in the cities of Egypt and the Levant
ð  d 1.5  z 1.5                # and ذ d or z
q  g 1.5  k 2  ʔ 2             # ق is g in the Gulf and in the country, a stop of the throat in Cairo and Beirut
x  ħ 2  h 2.5  ɣ 2.5  k 3      # fricatives at the back of the mouth, all noise to a telephone
ɣ  g 2  ħ 2.5  ʕ 2.5  x 2.5
ʒ  g 1.5  j 2                  # ج is g in Cairo, j in Kuwait
"""
"""What is meant; what may be heard for it and the price, a negative natural logarithm; why."""


def ears(language: str) -> tuple[Ear, ...]:
    """What may be heard for what, as outputs of the network. Persian has none."""
    if language != "ar":
        return ()
    output = {phone: at for at, phone in enumerate(phone_table(language).phones, 1)} | {NOTHING: 0}
    return tuple((output[meant], output[heard], price) for meant, heard, price in _rows())


def _rows() -> Iterator[tuple[str, str, float]]:
    for line in _ARABIC.strip().splitlines():
        meant, *told = line.partition("#")[0].split()
        for heard, price in zip(told[::2], told[1::2], strict=True):
            yield meant, heard, float(price)
