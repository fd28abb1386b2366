"""Arabic for the ear: the noun agrees with its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.wording import ar as w

RIAL = w.Noun("ريال", "ريالان", "ريالات", "ريالًا")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "صفر ريال"),
        (1, "ريال واحد"),
        (2, "ريالان"),
        (3, "ثلاثة ريالات"),
        (10, "عشرة ريالات"),
        (11, "أحد عشر ريالًا"),
        (25, "خمسة وعشرون ريالًا"),
        (100, "مئة ريال"),
        (103, "مئة وثلاثة ريالات"),
        (111, "مئة وأحد عشر ريالًا"),
        (101, "مئة ريال وريال"),
        (102, "مئة ريال وريالان"),
        (200, "مئتا ريال"),
        (1000, "ألف ريال"),
        (2000, "ألفا ريال"),
        (2200, "ألفان ومئتا ريال"),
        (3000, "ثلاثة آلاف ريال"),
        (11_000, "أحد عشر ألف ريال"),
        (11_500, "أحد عشر ألفًا وخمسمئة ريال"),
        (200_000, "مئتا ألف ريال"),
        (2_000_000, "مليونا ريال"),
        (3_000_012, "ثلاثة ملايين واثنا عشر ريالًا"),
    ],
)
def test_agreement(value: int, words: str) -> None:
    assert w.counted(value, RIAL) == words


def test_feminine_nouns_take_the_other_number() -> None:
    assert w.counted(5, w.MINUTE) == "خمس دقائق"
    assert w.counted(1, w.MINUTE) == "دقيقة واحدة"
    assert w.counted(2, w.MINUTE) == "دقيقتان"
    assert w.counted(11, w.MINUTE) == "إحدى عشرة دقيقة"
    assert w.counted(12, w.MINUTE) == "اثنتا عشرة دقيقة"
    assert w.counted(21, w.MINUTE) == "إحدى وعشرون دقيقة"
    assert w.counted(101, w.MINUTE) == "مئة دقيقة ودقيقة"


@pytest.mark.parametrize(
    ("amount", "currency", "parts", "words"),
    [
        (3, "KWD", 250, "ثلاثة دنانير كويتية ومئتان وخمسون فلسًا"),
        (2, "SAR", 0, "ريالان سعوديان"),
        (15, "SAR", 5, "خمسة عشر ريالًا سعوديًا وخمس هللات"),
        (1, "OMR", 1, "ريال عماني واحد وبيسة واحدة"),
        (100, "AED", 0, "مئة درهم إماراتي"),
        (7, "EGP", 50, "سبعة جنيهات مصرية وخمسون قرشًا"),
    ],
)
def test_money(amount: int, currency: str, parts: int, words: str) -> None:
    assert w.money(amount, currency, parts) == words


def test_money_that_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="currency XYZ"):
        w.money(1, "XYZ")
    with pytest.raises(ValueError, match="a unit or more"):
        w.money(1, "SAR", 100)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (8, 30, "الساعة الثامنة والنصف صباحًا"),
        (16, 0, "الساعة الرابعة عصرًا"),
        (12, 15, "الساعة الثانية عشرة والربع ظهرًا"),
        (20, 45, "الساعة التاسعة إلا ربعًا مساءً"),
        (21, 20, "الساعة التاسعة والثلث ليلًا"),
        (23, 12, "الساعة الحادية عشرة واثنتا عشرة دقيقة ليلًا"),
        (9, 5, "الساعة التاسعة وخمس دقائق صباحًا"),
    ],
)
def test_clock(hour: int, minute: int, words: str) -> None:
    assert w.clock(hour, minute) == words


def test_no_time_of_day() -> None:
    with pytest.raises(ValueError, match="no time of day"):
        w.clock(8, 61)


def test_digits_and_fractions() -> None:
    assert w.singly("1234") == "واحد اثنين ثلاثة، أربعة"
    assert w.phone("055") == "صفر خمسة خمسة"
    assert w.decimal("2.05") == "اثنين فاصلة صفر خمسة"
    assert w.percent("50") == "خمسين بالمئة"
    assert w.number(-3) == "سالب ثلاثة"
    assert w.number(11_000) == "أحد عشر ألفًا"
    assert w.number(100_000) == "مئة ألف"
    assert w.number(200_000) == "مئتي ألف"


@given(st.integers(1, 10**12 - 1))
def test_the_noun_s_form_follows_the_last_two_digits(value: int) -> None:
    said = w.counted(value, RIAL)
    rest = value % 100
    if 3 <= rest <= 10:
        assert said.endswith(" ريالات")
    elif 11 <= rest:
        assert said.endswith(" ريالًا")
    elif rest == 2:
        assert said.endswith("ريالان")
    elif rest == 1:
        assert said.endswith(" وريال") or value == 1
    else:
        assert said.endswith(" ريال")
    assert "ان ريال " not in said + " " and "ًا ريال " not in said + " "


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("فِي المَتْجَرُ النَّمُوذَجِيُّ.", "فِي المَتْجَرِ النَّمُوذَجِيِّ."),
        ("إِلَى المَكْتَبُ، ثُمَّ", "إِلَى المَكْتَبِ، ثُمَّ"),
        ("بِالمَتْجَرُ", "بِالمَتْجَرِ"),
        ("لِلْمَتْجَرُ", "لِلْمَتْجَرِ"),
        ("مِنَ السَّبْتُ إِلَى الأَرْبِعَاءُ", "مِنَ السَّبْتِ إِلَى الأَرْبِعَاءِ"),
        ("المَتْجَرُ مَفْتُوحٌ", "المَتْجَرُ مَفْتُوحٌ"),
        ("فِي مَتْجَرُنَا", "فِي مَتْجَرُنَا"),
        ("فِي المَتْجَرِ", "فِي المَتْجَرِ"),
        ("كَفِي المَتْجَرُ", "كَفِي المَتْجَرُ"),
    ],
)
def test_a_definite_noun_behind_a_preposition_is_in_the_genitive(written: str, said: str) -> None:
    assert w.after_prepositions(written) == said


@pytest.mark.parametrize(
    ("value", "masculine", "feminine"),
    [
        (1, "الأول", "الأولى"),
        (3, "الثالث", "الثالثة"),
        (11, "الحادي عشر", "الحادية عشرة"),
        (12, "الثاني عشر", "الثانية عشرة"),
        (20, "العشرين", "العشرين"),
        (21, "الحادي والعشرين", "الحادية والعشرين"),
        (100, "المئة", "المئة"),
    ],
)
def test_ordinals(value: int, masculine: str, feminine: str) -> None:
    assert (w.ordinal(value), w.ordinal(value, feminine=True)) == (masculine, feminine)


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [(1, 2, "نصف"), (2, 3, "ثلثين"), (3, 4, "ثلاثة أرباع"), (1, 12, None), (5, 4, None), (1, 1, None)],
)
def test_fractions(top: int, bottom: int, words: str | None) -> None:
    assert w.fraction(top, bottom) == words


@pytest.mark.parametrize(
    ("value", "noun", "words"),
    [
        (2, RIAL, "ريالين"),
        (12, w.MINUTE, "اثنتي عشرة دقيقة"),
        (25, RIAL, "خمسة وعشرين ريالًا"),
        (200, RIAL, "مئتي ريال"),
        (102, RIAL, "مئة ريال وريالين"),
        (2000, RIAL, "ألفي ريال"),
    ],
)
def test_behind_a_preposition(value: int, noun: w.Noun, words: str) -> None:
    assert w.counted(value, noun, oblique=True) == words
