"""Arabic ordinals, which tell a day of the month."""

import pytest

from nlu.text.letters import fold
from nlu.values.day_words_ar import WORDS


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("الخامس والعشرين", "25 <th>"),
        ("الخامس عشر", "15 <th>"),
        ("الحادي والثلاثون", "31 <th>"),
        ("بالتاسع", "9 <th>"),
        ("العشرين", "20 <th>"),
        ("التالتة", "3 <th>"),
        ("الخميس", "الخمیس"),
        ("الثلاثاء", "الثلاثا"),
    ],
)
def test_ordinals(text: str, digits: str) -> None:
    assert WORDS.ordinals(fold(text), "<th>").strip() == digits
