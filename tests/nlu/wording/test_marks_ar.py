"""Vowel marks of number words."""

import datetime
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.wording import ar as wording_ar
from nlu.wording import dates_ar
from nlu.wording.marks_ar import marked
from nlu.wording.nouns_ar import MONEY

MARK = re.compile("[\u064e-\u0652]")


@pytest.mark.parametrize(
    ("bare", "said"),
    [
        ("مئتا ريال", "مِئَتَا رِيَال"),
        ("مليونين", "مِلْيُونَيْن"),
        ("ثلاثمئة", "ثَلَاثُمِئَة"),
        ("أحد عشر ريالًا", "أَحَدَ عَشَر رِيَالًا"),
        ("عشرة ريالات", "عَشَرَة رِيَالَات"),
        ("ثماني عشرة دقيقة", "ثَمَانِيَ عَشْرَة دَقِيقَة"),
        ("عشر دقائق", "عَشْر دَقَائِق"),
        ("خمسة وعشرين", "خَمْسَة وَعِشْرِين"),
        ("واحد وثلاثين", "وَاحِد وَثَلَاثِين"),
        ("إحدى وعشرون", "إِحْدَى وَعِشْرُون"),
        ("ريالان سعوديان", "رِيَالَان سُعُودِيَّان"),
        ("الحادي عشر من رمضان", "الحَادِي عَشَر مِن رَمَضَان"),
        ("من اتصل", "من اتصل"),
        ("صفر صفر", "صِفْر صِفْر"),
    ],
)
def test_words(bare: str, said: str) -> None:
    assert unicodedata.normalize("NFC", marked(bare)) == unicodedata.normalize("NFC", said)


def test_what_has_marks_or_is_not_known_stays() -> None:
    assert marked("صَفَر، مُوَظَّف، المتجر") == "صَفَر، مُوَظَّف، المتجر"


@given(st.integers(0, 10**12 - 1), st.booleans(), st.sampled_from(MONEY))
def test_no_number_word_is_left_without_marks(value: int, feminine: bool, noun: wording_ar.Noun) -> None:
    for text in (wording_ar.number(value, feminine=feminine), wording_ar.counted(value, noun)):
        assert all(MARK.search(word) for word in marked(text).split()), text


def test_no_word_of_a_date_or_a_time_is_left_without_marks() -> None:
    first = datetime.date(2026, 1, 1)
    days = [first + datetime.timedelta(days=days) for days in range(0, 366, 5)]
    texts = [say(day, year=True) for day in days for say in (dates_ar.gregorian, dates_ar.hijri)]
    texts += [wording_ar.clock(hour, minute) for hour in range(24) for minute in (0, 5, 15, 20, 30, 45, 51)]
    bare = {word for text in texts for word in marked(text).split() if not MARK.search(word)}
    assert bare <= {"ذو"}
