"""Arabic display sentences become words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.speakable_ar import speakable


@pytest.mark.parametrize(
    ("display", "spoken"),
    [
        ("رصيدك ٢٥٠٠ ريال", "رصيدك ألفان وخمسمئة ريال"),
        ("3 ريال", "ثلاثة ريالات"),
        ("رصيدك ٢٥٠ ألف تومان", "رصيدك مئتين وخمسين ألف تومان"),
        ("الساعة 8:30", "الساعة الثامنة والنصف صباحًا"),
        ("طلبك رقم 12345", "طلبك رقم واحد اثنين ثلاثة، أربعة خمسة"),
        ("طلبك ١٢ ٣٤٥", "طلبك واحد اثنين، ثلاثة أربعة خمسة"),
        ("الخميس ٢٦ نوفمبر", "الخميس السادس والعشرين من نوفمبر"),
        ("2026/11/21", "الحادي والعشرين من نوفمبر سنة ألفين وست وعشرين"),
        ("1447/09/01", "الأول من رمضان سنة ألف وأربعمئة وسبع وأربعين"),
        ("50%", "خمسين بالمئة"),
        ("0551", "صفر خمسة خمسة، واحد"),
        ("2.5", "اثنين فاصلة خمسة"),
        ("1,250", "ألف ومئتين وخمسين"),
        ("2026/15/40", "اثنين صفر اثنين، ستة واحد خمسة، أربعة صفر"),
        ("99:10", "تسعة وتسعين إلى عشرة"),
    ],
)
def test_sentences(display: str, spoken: str) -> None:
    assert speakable(display) == spoken


def test_a_text_without_digits_is_left_alone() -> None:
    assert speakable("هل تريد شيئًا آخر؟") == "هل تريد شيئًا آخر؟"


@given(st.text(alphabet="0123456789٠١٢٣٩ .,٬٫:/-%٪+ ريالرقم", max_size=30))
def test_no_digit_is_ever_left(text: str) -> None:
    assert not any(char.isdigit() for char in speakable(text))
