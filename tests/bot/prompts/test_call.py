"""The call's own sentences: all there in both languages, and a lack is named."""

from pathlib import Path

import pytest

from bot.prompts.call import load_prompts
from bot.settings.config_errors import ConfigError

PROMPTS = Path(__file__).resolve().parents[3] / "data" / "prompts" / "call.yml"


def test_both_languages_have_every_sentence() -> None:
    prompts = load_prompts(PROMPTS)
    assert set(prompts) == {"fa", "ar"}
    assert all(sentence.strip() for language in prompts.values() for sentence in language.all())


def test_a_missing_sentence_is_named(tmp_path: Path) -> None:
    lines = PROMPTS.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "call.yml"
    path.write_text("".join(line for line in lines if "apology" not in line), encoding="utf-8")
    with pytest.raises(ConfigError, match="fa: these prompts are missing: apology"):
        load_prompts(path)


def test_an_unknown_sentence_is_named(tmp_path: Path) -> None:
    path = tmp_path / "call.yml"
    path.write_text(PROMPTS.read_text(encoding="utf-8") + '  appology: "x"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="ar: unknown prompts: appology"):
        load_prompts(path)


@pytest.mark.parametrize("content", [b"", b"- fa", b"fa: sorry", b"fa:", "fa: عفواً".encode("cp1256"), b"fa: ["])
def test_a_file_of_another_shape_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "call.yml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="it must hold languages|cannot be read"):
        load_prompts(path)


def test_a_sentence_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "call.yml"
    lines = PROMPTS.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join("  apology: 5" if "apology" in line else line for line in lines), encoding="utf-8")
    with pytest.raises(ConfigError, match="fa: these prompts are no texts: apology"):
        load_prompts(path)
