"""Persian as it is written, and formal words for colloquial ones: hazm, in the main environment only.

Not in the call path: the normaliser takes 1 s and 200 MB to build, the informal one 3 s and 460 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from hazm import InformalNormalizer, Normalizer

from nlu.text.fold import match_key

VARIANTS_MOST = 20


@cache
def _normalizer() -> Normalizer:
    # Marks stay: the kasra of the ezafe is written for the voice. Numbers and quotes are the designer's own choice.
    return Normalizer(remove_diacritics=False, persian_numbers=False, persian_style=False, remove_specials_chars=False)


@cache
def _informal() -> InformalNormalizer:
    return InformalNormalizer()


def tidy(text: str) -> str:
    """`text` with standard letters, spacing and half-spaces: «می خواهم كتاب ها» -> «می‌خواهم کتاب‌ها»."""
    done: str = _normalizer().normalize(text)
    return done


def formal_variants(text: str) -> tuple[str, ...]:
    """Formal ways to say a colloquial sentence, the likeliest first; without those that match as `text` does anyway."""
    known = {match_key(text, "fa")}
    found = []
    for variant in islice(_combinations(text), VARIANTS_MOST):
        if (key := match_key(variant, "fa")) not in known:
            known.add(key)
            found.append(variant)
    return tuple(found)


def _combinations(text: str) -> Iterator[str]:
    for sentence in _informal().normalize(text):
        choices = [list(dict.fromkeys(word)) or [""] for word in sentence]
        for words in product(*choices):
            yield " ".join(word for word in words if word)
