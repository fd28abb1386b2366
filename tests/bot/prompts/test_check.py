"""The files of data/prompts/ are checked by file and line, each mistake in one line with its remedy."""

import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from bot.prompts.check import check_prompts, misfilled, read_prompts
from nlu.training.data_check import read_domain
from tests.shortened import DATA

INTENTS = read_domain(DATA).intents


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "prompts", tmp_path / "prompts")
    return tmp_path


def told(data: Path) -> list[str]:
    return [str(problem).removeprefix(f"{data}/prompts/") for problem in check_prompts(data, INTENTS)]


def spoil(data: Path, name: str, old: str, new: str) -> None:
    path = data / "prompts" / name
    text = path.read_text(encoding="utf-8")
    assert old in text, "the shipped prompts changed: take another place"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


LINE = re.compile(r"(\w+\.yml):<([^>]+)>")
"""A line of a file by how it begins; numbers would change with every sentence above it."""


def numbered(data: Path, named: re.Match[str]) -> str:
    lines = (data / "prompts" / named[1]).read_text(encoding="utf-8").splitlines()
    return f"{named[1]}:{next(n for n, line in enumerate(lines, 1) if line.startswith(named[2]))}"


def test_the_shipped_sentences_are_right() -> None:
    assert check_prompts(DATA, INTENTS) == []
    assert read_prompts(DATA).problems == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (
            "fa.yml",
            "  moment:",
            "  momnet:",
            "fa.yml:19: sentence 'call.momnet' is unknown. Did you mean 'moment'? If not: Delete it: nothing says it.",
        ),
        (
            "fa.yml",
            "\nskills:\n",
            "\nskils:\n",
            "fa.yml:<skils:>: section 'skils' is unknown. Did you mean 'skills'? If not: Delete it: nothing says it.",
        ),
        (
            "ar.yml",
            "  moment:",
            "  # moment:",
            "ar.yml:6: the Arabic sentence 'call.moment' is missing. Add `moment: \"...\"` below `call:`.",
        ),
        (
            "ar.yml",
            '    complaint: "هَ',
            '    # complaint: "هَ',
            "ar.yml:<  confirm:>: the Arabic sentence 'call.confirm.complaint' is missing. "
            'Add `complaint: "..."` below `confirm:`.',
        ),
        (
            "fa.yml",
            "    no_match:",
            "    # no_match:",
            "fa.yml:<  reasons:>: the Persian sentence 'agent.reasons.no_match' is missing. "
            'Add `no_match: "..."` below `reasons:`.',
        ),
        (
            "fa.yml",
            "    order_shipped:",
            "    order_shiped:",
            "fa.yml:<  facts:>: the Persian sentence 'agent.facts.order_shipped' is missing. "
            'Add `order_shipped: "..."` below `facts:`.|'
            "ar.yml:<  facts:>: the Arabic sentence 'agent.facts.order_shiped' is missing. "
            'Add `order_shiped: "..."` below `facts:`.',
        ),
        (
            "fa.yml",
            '    ask_order_status: "سفارش {order_number}"',
            '    ask_order_status: "سفارش او"',
            "fa.yml:<    ask_order_status: \"سفارش او\">: 'agent.topics_about.ask_order_status' names no slot. "
            "Write {order_number}, or another slot of the domain.",
        ),
        (
            "ar.yml",
            "    angry:",
            "    furious:",
            "ar.yml:<    furious:>: 'agent.moods': mood 'furious' is unknown. Delete it.",
        ),
        (
            "fa.yml",
            '    ask_hours: "س',
            '    ask_moon: "س',
            "fa.yml:<    ask_moon:>: 'call.confirm': intent 'ask_moon' is not in the domain. Delete it.",
        ),
        (
            "fa.yml",
            '    ask_hours: "س',
            '    greet: "س',
            "fa.yml:<  confirm:>: the Persian sentence 'call.confirm.ask_hours' is missing. "
            'Add `ask_hours: "..."` below `confirm:`.|'
            "ar.yml:<  confirm:>: the Arabic sentence 'call.confirm.greet' is missing. "
            'Add `greet: "..."` below `confirm:`.',
        ),
        (
            "fa.yml",
            "{amount} است",
            "{amonut} است",
            "fa.yml:<  balance:>: 'skills.balance' holds {amonut} to fill in. It must hold {amount}.",
        ),
        (
            "fa.yml",
            "{amount} است",
            "زیاد است",
            "fa.yml:<  balance:>: 'skills.balance' holds no place to fill in. It must hold {amount}.",
        ),
        (
            "fa.yml",
            "{amount} است",
            "{amount است",
            "fa.yml:<  balance:>: a brace of 'skills.balance' has no partner. Write {amount}.",
        ),
        (
            "fa.yml",
            "{amount} است",
            "{amount:>9} است",
            "fa.yml:<  balance:>: {amount} of 'skills.balance' holds more than a name. Write {amount}.",
        ),
        (
            "fa.yml",
            '"یک لحظه، لطفاً."',
            '"یک لحظه، {name}."',
            "fa.yml:19: 'call.moment' holds {name} to fill in. It must hold nothing in braces.",
        ),
        ("fa.yml", '"یک لحظه، لطفاً."', '""', "fa.yml:19: 'call.moment' must be a sentence. Put one into quotes."),
        ("fa.yml", '"یک لحظه، لطفاً."', "5", "fa.yml:19: 'call.moment' must be a sentence. Put one into quotes."),
        ("fa.yml", '"یک لحظه، لطفاً."', '"؟"', "fa.yml:19: 'call.moment' holds nothing to say. Write the sentence."),
        (
            "fa.yml",
            "  closing:",
            '  moment: "بفرمایید"\n  closing:',
            "fa.yml:20: 'moment' stands twice, in line 18 too. Delete or rename one of them.",
        ),
        (
            "fa.yml",
            "\nhandoff:\n",
            '\nhandoff:\n  moment: "x"\n',
            "fa.yml:<  moment: \"x\">: sentence 'handoff.moment' is unknown. Delete it: nothing says it.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_remedy(data: Path, name: str, old: str, new: str, line: str) -> None:
    spoil(data, name, old, new)
    assert sorted(told(data)) == sorted(LINE.sub(partial(numbered, data), line).split("|"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("- a\n", "fa.yml: the file must be a mapping (key: value). Mend its dashes and indentation."),
        (
            "call: x\n",
            "fa.yml:1: what stands at 'call' must be a mapping (key: value). Mend its dashes and indentation.",
        ),
        ("call: {moment: [\n", "fa.yml:1: a bracket is opened and not closed"),
        ("call:\n\tmoment: x\n", "fa.yml:2: a tab stands at the beginning of the line. Indent with blanks."),
        ("call: {confirm: yes}\n", "fa.yml:1: 'call.confirm' must hold a sentence for each intent"),
        ("agent: {reasons: [a]}\n", "fa.yml:1: 'agent.reasons' must hold a sentence for each reason"),
        ("", "fa.yml: the Persian section 'skills' is missing. Add `skills:` with its sentences"),
    ],
)
def test_a_file_of_another_shape_is_told(data: Path, content: str, line: str) -> None:
    (data / "prompts" / "fa.yml").write_text(content, encoding="utf-8")
    assert [one for one in told(data) if one.startswith(line)] != []


def test_a_file_that_is_missing_is_told(data: Path) -> None:
    (data / "prompts" / "ar.yml").unlink()
    assert told(data) == ["ar.yml: the file cannot be read (No such file or directory). Restore it."]


def test_bytes_that_are_no_text_are_told(data: Path) -> None:
    (data / "prompts" / "ar.yml").write_bytes("call: عفواً".encode("cp1256"))
    assert told(data) == ["ar.yml:1: this is no text in UTF-8. Save the file with the encoding UTF-8."]


def test_style_stops_nothing(data: Path) -> None:
    spoil(data, "ar.yml", '"لَحْظَةً مِنْ فَضْلِك."', '"لحظة من فضلك."')
    (problem,) = check_prompts(data, INTENTS)
    assert not problem.stops
    assert "'call.moment': this Arabic text has no vowel marks" in str(problem)


def test_pieces_for_agents_need_no_marks_but_their_own_letters(data: Path) -> None:
    spoil(data, "fa.yml", "یک مشتری ناشناس", "یك مشتری ناشناس")
    (problem,) = check_prompts(data, INTENTS)
    assert not problem.stops
    assert "'agent.stranger': the Arabic letter 'ك'" in str(problem)


def test_where_intents_are_not_known_languages_must_still_agree(data: Path) -> None:
    spoil(data, "fa.yml", '    ask_hours: "س', '    ask_moon: "س')
    assert [str(one).partition("/prompts/")[2].partition(". ")[0] for one in read_prompts(data).problems] == [
        LINE.sub(
            partial(numbered, data), "fa.yml:<  confirm:>: the Persian sentence 'call.confirm.ask_hours' is missing"
        ),
        LINE.sub(
            partial(numbered, data), "ar.yml:<  confirm:>: the Arabic sentence 'call.confirm.ask_moon' is missing"
        ),
    ]


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("skills.greet_by_name", "{name} {company}", None),
        ("skills.greet_by_name", "{name}", "'skills.greet_by_name' holds {name} to fill in"),
        ("call.moment", "}", "a brace of 'call.moment' has no partner"),
        ("agent.asked", "{topics!r}", "{topics} of 'agent.asked' holds more than a name"),
    ],
)
def test_places(path: str, text: str, what: str | None) -> None:
    found = misfilled(path, text)
    assert (found and found[0]) == what
