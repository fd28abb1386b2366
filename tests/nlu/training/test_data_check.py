"""Mistakes in the training data are told by file and line, in one sentence."""

import shutil
from pathlib import Path

import pytest

from nlu.training.data_check import check, read_domain
from tests.shortened import DATA


def spoil(path: Path, old: str, new: str) -> int:
    """Replace `old` once; gives the line where it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def only(data: Path) -> str:
    problems = check(data)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return str(problems[0]).removeprefix(f"{data}/")


def test_the_shipped_data_is_clean() -> None:
    assert [str(problem) for problem in check(DATA)] == []


def test_a_copy_is_clean_too(data: Path) -> None:
    assert check(data) == []


def test_bad_yaml(data: Path) -> None:
    spoil(data / "rules.yml", "rules:\n", 'rules:\n  - rule: "unclosed\n')
    assert only(data).startswith("rules.yml:")


def test_unknown_key_in_an_nlu_entry(data: Path) -> None:
    line = spoil(data / "nlu" / "fa.yml", "  - intent: greet\n", "  - intent: greet\n    exampels: x\n") + 1
    assert only(data).startswith(f"nlu/fa.yml:{line}: unknown key 'exampels'")


def test_unknown_key_in_the_domain(data: Path) -> None:
    spoil(data / "domain" / "domain.yml", "intents:\n", "intnets: [a]\nintents:\n")
    assert "unknown key 'intnets' in the domain" in only(data)


def test_an_intent_without_examples(data: Path) -> None:
    line = spoil(data / "domain" / "domain.yml", "  - greet\n", "  - greet\n  - ask_weather\n") + 1
    examples, rule = (str(problem) for problem in check(data))
    assert f"domain/domain.yml:{line}: intent 'ask_weather' has no example" in examples
    assert f"domain/domain.yml:{line}: no rule takes intent 'ask_weather'" in rule


def test_examples_of_an_intent_that_the_domain_lacks(data: Path) -> None:
    path = data / "nlu" / "fa.yml"
    path.write_text(
        path.read_text("utf-8") + "\n  - intent: stray\n    examples: |\n      - نوبت می‌خوام\n",
        encoding="utf-8",
    )
    assert "intent 'stray' is not in the domain" in only(data)


def test_the_same_example_in_two_intents(data: Path) -> None:
    line = spoil(data / "nlu" / "fa.yml", "      - شکایت دارم\n", "      - موجودی حساب\n")
    told = only(data)
    assert told.startswith(f"nlu/fa.yml:{line}: this example of 'complaint' stands in intent 'ask_balance'")


def test_examples_are_compared_after_folding(data: Path) -> None:
    spoil(data / "nlu" / "fa.yml", "      - شکایت دارم\n", "      - موجودي حسابِ\n")
    assert "stands in intent 'ask_balance'" in str(check(data)[0])


def test_a_missing_response(data: Path) -> None:
    line = spoil(data / "rules.yml", "- action: utter_greet_back", "- action: utter_greet_bakc")
    assert only(data).startswith(f"rules.yml:{line}: response 'utter_greet_bakc' has no text")


def test_a_response_without_text(data: Path) -> None:
    spoil(data / "domain" / "responses.yml", '    - text: "بسیار خوب."\n', "    - custom: {}\n")
    assert "response 'utter_form_dropped' has no text" in only(data)


def test_an_unknown_action_or_intent_in_a_rule(data: Path) -> None:
    spoil(data / "rules.yml", "- action: action_repeat", "- action: action_repaet")
    assert "action 'action_repaet' is not in the domain" in only(data)
    spoil(data / "rules.yml", "- action: action_repaet", "- action: action_repeat")
    spoil(data / "rules.yml", "- intent: repeat", "- intent: repaet")
    assert "intent 'repaet' is not in the domain" in only(data)


def test_an_unknown_step(data: Path) -> None:
    spoil(data / "rules.yml", "- intent: call_started", "- itnent: call_started")
    assert "unknown key 'itnent' in rule" in only(data)


def test_a_form_that_does_not_ask(data: Path) -> None:
    spoil(data / "domain" / "domain.yml", "actions:\n", "forms: {a_form: {required_slots: [told_order]}}\nactions:\n")
    assert "asks for 'told_order' without words" in only(data)


def test_a_missing_file_is_told(data: Path) -> None:
    shutil.rmtree(data / "domain")
    assert "cannot be read" in str(check(data)[-1])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nlu/ar.yml", "- a\n", "nlu/ar.yml: the file must be a mapping (key: value)"),
        ("nlu/ar.yml", "nlu: 5\n", "nlu/ar.yml:1: what stands at 'nlu' must be a list"),
        ("nlu/ar.yml", "nlu:\n", "nlu/ar.yml:1: what stands at 'nlu' must be a list"),
        ("nlu/ar.yml", "nlu:\n- 7\n", "nlu/ar.yml:2: what stands at 'nlu' must be a mapping"),
        ("nlu/ar.yml", "nlu:\n- intent:\n", "nlu/ar.yml:2: what stands at 'intent' must be a text"),
        ("nlu/ar.yml", "nlu:\n- lookup: x\n  examples:\n", "nlu/ar.yml:3: what stands at 'examples' must be a text"),
        ("nlu/ar.yml", "nlu: 2026-99-99\n", "nlu/ar.yml: this is no YAML ("),
        ("rules.yml", "rules: {a: b}\n", "rules.yml:1: what stands at 'rules' must be a list"),
        ("rules.yml", "rules:\n- rule: x\n  steps: [go]\n", "rules.yml:3: what stands at 'steps' must be a mapping"),
        ("domain/responses.yml", "responses: 7\n", "domain/responses.yml:1: what stands at 'responses' must be a map"),
        ("domain/responses.yml", "responses:\n  utter_a: [hello]\n", "what stands at 'utter_a' must be a mapping"),
        ("domain/domain.yml", "intents: {greet}\n", "domain/domain.yml:1: what stands at 'intents' must be a list"),
        ("domain/domain.yml", "forms: [order]\n", "domain/domain.yml:1: what stands at 'forms' must be a mapping"),
    ],
)
def test_another_shape_is_told_by_its_place(data: Path, name: str, content: str, told: str) -> None:
    (data / name).write_text(content)
    assert told in str(check(data)[-1])


def test_other_letters_than_utf8_are_told(data: Path) -> None:
    (data / "nlu" / "ar.yml").write_bytes("رصيد".encode("cp1256"))
    assert "nlu/ar.yml:1: this is no text in UTF-8" in str(check(data)[-1])


def test_what_breaks_the_bot_is_told_before_style(data: Path) -> None:
    spoil(data / "nlu" / "ar.yml", "      - عندي شكوى\n", "      - عندي شكوى!\n      - عندي [شكوى](thing)\n")
    assert [problem.stops for problem in check(data)] == [True, False]


def test_all_files_that_cannot_be_read_are_told_and_nothing_else(data: Path) -> None:
    (data / "nlu" / "ar.yml").write_text("nlu: [\n")
    (data / "rules.yml").write_text("rules: 7\n")
    assert [problem.path.name for problem in check(data)] == ["ar.yml", "rules.yml"]


def test_a_name_without_its_dash_is_told_alone(data: Path) -> None:
    line = spoil(data / "domain" / "domain.yml", "  - goodbye\n", "    goodbye\n") - 1
    assert only(data) == f"domain/domain.yml:{line}: 'greet goodbye' is no name. A dash is missing before 'goodbye'."


@pytest.mark.parametrize(("name", "key"), [("nlu/ar.yml", "nlu"), ("rules.yml", "rules")])
def test_an_empty_file_is_told_alone(data: Path, name: str, key: str) -> None:
    (data / name).write_text('version: "3.1"\n')
    assert only(data).startswith(f"{name}: the file holds no `{key}:`")


def test_a_folder_without_examples_is_told(data: Path) -> None:
    shutil.rmtree(data / "nlu")
    assert only(data).startswith("nlu: there is no file of examples")


def test_a_file_that_only_rasa_reads_is_told(data: Path) -> None:
    (data / "nlu" / "fa.yml").rename(data / "nlu" / "fa.yaml")
    assert "nlu/fa.yaml: Rasa reads this file and the recogniser does not" in str(check(data)[0])


def test_a_file_of_no_language_is_told(data: Path) -> None:
    (data / "nlu" / "more.yml").write_text("nlu:\n  - regex: x\n    examples: |\n      - a+\n")
    assert "nlu/more.yml: the recogniser does not read a file of this name" in only(data)


def test_the_domain_is_read_from_all_its_files(data: Path) -> None:
    domain = read_domain(data)
    assert "greet" in domain.intents
    assert "utter_welcome" in domain.names
    assert "utter_ask_order_number" in domain.responses


@pytest.mark.parametrize("name", ["rules.yml", "domain/domain.yml", "domain/responses.yml", "nlu/fa_speech.yml"])
def test_no_slip_of_the_keyboard_ends_in_a_traceback(data: Path, name: str) -> None:
    """Some lines, each once left out, once without its dash, once two blanks to the right, once without its value."""
    path = data / name
    for other in (data / "nlu").glob("??.yml"):
        other.unlink()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for at in range(0, len(lines), 30):
        line = lines[at]
        for slip in ("", line.replace("- ", "  ", 1), f"  {line}", f"{line.partition(':')[0]}:\n", f"{line[:-1]}:\n"):
            path.write_text("".join((*lines[:at], slip, *lines[at + 1 :])), encoding="utf-8")
            assert all(problem.what and problem.remedy for problem in check(data))
