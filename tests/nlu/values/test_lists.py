"""Lists of cities and names, shipped or a designer's own."""

from pathlib import Path

from nlu.values.lists import bare, by_key, listed


def test_the_shipped_lists_are_found_without_their_comments() -> None:
    cities = listed("cities", "fa")
    assert "تهران" in cities
    assert not any(line.startswith("#") for line in cities)


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "background"
    folder.mkdir()
    (folder / "fa_cities.txt").write_text("# mine\nده بالا\n", encoding="utf-8")
    assert listed("cities", "fa", tmp_path) == ("ده بالا",)
    assert by_key("cities", "fa", tmp_path) == {"دهبالا": "ده بالا"}
    assert listed("cities", "ar", tmp_path) == ()


def test_letters_of_two_keyboards_are_one() -> None:
    assert bare("بندر‌عباس") == bare("بندر عباس") == bare("بندرعباس")
