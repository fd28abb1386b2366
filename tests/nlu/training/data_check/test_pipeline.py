"""Rasa's part of config.yml: what Rasa would tell late, or not at all, is told with its line."""

from pathlib import Path

import pytest

from nlu.training.data_check.pipeline import check_pipeline

SHIPPED = Path(__file__).resolve().parents[4] / "config.yml"
TOKENIZER = "  - name: nlu.rasa.fold_tokenizer.FoldTokenizer\n"


def told(path: Path) -> list[str]:
    return [str(problem).removeprefix(f"{path}:") for problem in check_pipeline(path)]


def test_the_shipped_part_is_right() -> None:
    assert told(SHIPPED) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("FoldTokenizer", "FoldTokeniser", "Did you mean 'nlu.rasa.fold_tokenizer.FoldTokenizer'?"),
        ("name: FallbackClassifier", "name: FallbakClassifier", "'FallbakClassifier' in `pipeline:` is unknown"),
        ("    threshold: 0.34", "    treshold: 0.38", "unknown key 'treshold' in FallbackClassifier"),
        ("    threshold: 0.34", "    threshold: high", "takes a number from 0 to 1 (it is 'high')"),
        ("    threshold: 0.34", "    threshold: 38", "Write e.g. threshold: 0.4."),
        ("lengths: [5]", "lengths: 5", "`lengths:` of NumberEntityExtractor takes a list of whole numbers"),
        ("    C: 1", "    C: 0", "`C:` of TfidfIntentClassifier takes a number above 0"),
        ("flow_policy.FlowPolicy", "flow_policy.FlowsPolicy", "Did you mean 'nlu.rasa.flow_policy.FlowPolicy'?"),
        ("default.v1", "defaultv1", "recipe 'defaultv1' is unknown"),
        (TOKENIZER, "", "`pipeline:` has no tokenizer"),
        ("  - name: nlu.rasa.tfidf_intent.TfidfIntentClassifier\n    C: 1\n", "", "nothing that tells the intent"),
        ("pipeline:\n" + TOKENIZER, "pipeline:\nx:\n" + TOKENIZER, "`pipeline:` is missing or empty"),
        (TOKENIZER, "  - nlu.rasa.fold_tokenizer.FoldTokenizer\n", "an entry of `pipeline:` has no name"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "config.yml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(words in line for line in told(path)), told(path)


def test_a_component_of_the_designers_own_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "  - name: Fallback", "  - name: shop.words.Speller\n  - name: Fallback"
    )
    path.write_text(text, encoding="utf-8")
    assert told(path) == []


def test_the_tokenizer_is_the_first(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    text = (
        SHIPPED.read_text(encoding="utf-8")
        .replace(TOKENIZER, "")
        .replace("  - name: Fallback", f"{TOKENIZER}  - name: Fallback")
    )
    path.write_text(text, encoding="utf-8")
    assert any("stands before the tokenizer" in line for line in told(path))
