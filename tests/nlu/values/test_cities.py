"""Cities, as data/background lists them."""

import pytest

from tests.nlu.values.reading import first, readings


@pytest.mark.parametrize(
    ("language", "text", "city"),
    [
        ("fa", "اهواز", "اهواز"),
        ("fa", "توی کرج هستیم", "کرج"),
        ("fa", "ما شوشتریم", "شوشتر"),
        ("fa", "ماهشهر استان خوزستان", "ماهشهر"),
        ("fa", "تهران نه اصفهان", "اصفهان"),
        ("fa", "خرمشهرم ولی کارم آبادانه بزن آبادان", "آبادان"),
        ("fa", "اصفحان", "اصفهان"),
        ("fa", "نمی‌دونم", None),
        ("ar", "أنا من البصرة", "البصرة"),
        ("ar", "ساكن بالرياض", "الرياض"),
        ("ar", "مدينة الكويت", "الكويت"),
        ("ar", "من عمان الأردن", "عمان"),
        ("ar", "ساكن في إسكندرية", "الإسكندرية"),
        ("ar", "ما أدري", None),
    ],
)
def test_the_city(language: str, text: str, city: str | None) -> None:
    assert first("city", text, language) == city


def test_spaces_do_not_matter() -> None:
    assert first("city", "بندر عباس", "fa") == first("city", "بندرعباس", "fa") is not None


def test_all_cities_of_the_answer_are_given() -> None:
    assert [one.value for one in readings("city", "از تهران به شیراز", "fa")] == ["شیراز", "تهران"]
