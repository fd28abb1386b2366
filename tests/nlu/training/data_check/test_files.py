"""Files that nothing reads, or only Rasa, are told by name."""

from pathlib import Path

import pytest

from nlu.training.data_check.files import check_files

EXAMPLES = 'version: "3.1"\nnlu:\n  - intent: greet\n    examples: |\n      - درود\n'


def told(data: Path) -> list[str]:
    return [f"{'stops' if one.stops else 'style'} {one}".replace(f"{data}/", "") for one in check_files(data)]


def test_what_belongs_there_is_not_told(data: Path) -> None:
    for name in (
        "nlu/fa.yml~",
        "nlu/.fa.yml.swp",
        "nlu/fa.yml.bak",
        "README.md",
        "lexicons/fa.extra.txt",
        "rules_shop.yml",
    ):
        (data / name).touch()
    assert told(data) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "nlu/shop/fa.yml",
            "stops nlu/shop/fa.yml: Rasa reads this file in a folder of its own, and the recogniser does",
        ),
        ("domain/shop/more.yml", "Move it into data/domain/."),
        ("nlu/fa.YML", "stops nlu/fa.YML: nothing reads this file. Name it fa.yml."),
        ("nlu/fa.json", "stops nlu/fa.json: the recogniser does not read this file."),
        ("nlu/fa_more.txt", "style nlu/fa_more.txt: nothing reads this file."),
        (
            "rules-more.yml",
            "nothing reads this file. Name it data/rules_NAME.yml, or put what it holds into data/rules.yml.",
        ),
        ("rules/more.yml", "stops rules/more.yml: nothing reads this file. Name it data/rules_NAME.yml, or"),
        ("stories.yaml", "Put what it holds into data/stories.yml."),
        ("domain.yml", "stops domain.yml: nothing reads this file: the folder domain/ stands beside it."),
        ("nlu.yml", "Put it into data/nlu/, with a name that begins with fa or ar."),
        ("notes.txt", "style notes.txt: nothing reads this file. Move it out of data/."),
        ("prompts/extra.yml", "style prompts/extra.yml: nothing reads this file. Known are: fa.yml, ar.yml."),
        ("pages/en.yml", "style pages/en.yml: nothing reads this file. Known are: fa.yml, ar.yml."),
        ("lexicons/fa_extra.txt", "Did you mean 'fa.extra.txt'?"),
        ("pronunciation/farsi.txt", "Did you mean 'fa.txt'?"),
    ],
)
def test_a_file_that_is_not_read_is_told(data: Path, name: str, words: str) -> None:
    path = data / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(EXAMPLES, encoding="utf-8")
    (found,) = told(data)
    assert words in found
