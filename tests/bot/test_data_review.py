"""The usual mistakes of a bot designer, one at a time: each is told in one line, with its file, line and remedy."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.data_review import DataBroken, refuse_broken, review
from tests.shortened import DATA, shortened

RLM, LRM = "\u200f", "\u200e"
FA, AR = "nlu/fa.yml", "nlu/ar.yml"
DOMAIN, SAYS, RULES = "domain/domain.yml", "domain/responses.yml", "rules.yml"
CALL, ACTIONS = "prompts/call.yml", "prompts/actions.yml"
NUMBER = "[یک دو سه چهار پنج](order_number)"
ARABIC = "condition: [{type: slot, name: language, value: ar}]"
FORGOTTEN = """  - rule: address in between, form
    condition:
      - active_loop: order_form
    steps:
      - intent: ask_address
      - action: action_tell_address
      - action: order_form
      - active_loop: order_form
"""
FORM = "  - active_loop: order_form\n"


@dataclass(frozen=True)
class Slip:
    """`old` becomes `new` in a file; what must be told, of the line `down` lines below the place."""

    file: str
    old: str
    new: str
    told: str
    down: int = 0
    stops: bool = True
    place: tuple[str, str] = ("", "")
    """Another place that is told: a file, and a text of the line."""


def example(new: str, told: str, *, file: str = FA, stops: bool = True, down: int = 0) -> Slip:
    """A line put in the place of the first example of a file's complaints."""
    first = {FA: "      - شکایت دارم\n", AR: "      - عندي شكوى\n"}[file]
    return Slip(file, first, f"{new}\n", told, down, stops)


def rule(new: str, told: str, down: int = 0, old: str = "      - intent: thank\n") -> Slip:
    """Something put before a step of a rule, or in its place."""
    return Slip(RULES, old, new, told, down)


USUAL = {
    "[ not closed": example("      - سفارش [یک دو سه چهار پنج(order_number)", "a [ is not closed"),
    "entity misspelt": example(f"      - سفارش {NUMBER.replace('number', 'nubmer')}", "Did you mean 'order_number'?"),
    "brackets swapped": example("      - سفارش (یک دو سه)[order_number]", "are swapped"),
    "RLM in an annotation": example(f"      - سفارش {NUMBER.replace('](', f']{RLM}(')}", "invisible mark"),
    "LRM in an annotation": example(f"      - سفارش {NUMBER.replace('](', f']{LRM}(')}", "invisible mark"),
    "unknown entity": example("      - شهر [تهران](city)", "entity 'city' is not in the domain"),
    "braces that are no JSON": example("      - سفارش [یک دو]{entity: order_number}", "is no JSON"),
    "no Arabic variant": Slip(
        SAYS,
        '    - condition: [{type: slot, name: language, value: ar}]\n      text: "عَلَى الرَّحْبِ وَالسَّعَة."\n',
        "",
        "response 'utter_welcome' has no Arabic text",
        -2,
    ),
    "no Persian variant": Slip(SAYS, '    - text: "خواهش می‌کنم."\n', "", "'utter_welcome' has no Persian text", -1),
    "condition on an unknown slot": rule(
        "    condition:\n      - slot_was_set:\n          - humn_offered: true\n",
        "slot 'humn_offered' is not in the domain. Did you mean 'human_offered'?",
        1,
        "    condition:\n      - active_loop: null\n",
    ),
    "rule on an unknown form": Slip(RULES, FORM, FORM.replace("form", "from"), "Did you mean 'order_form'?"),
    "form asks for an unknown slot": Slip(
        DOMAIN, "      - order_number\n", "      - order_nr\n", "asks for slot 'order_nr'"
    ),
    "no rule for an intent": Slip(
        RULES, "  - rule: greet the caller, by name where the CRM knows the number\n    steps:\n"
        "      - intent: call_started\n      - action: action_greet_caller\n", "",
        "no rule takes intent 'call_started'", place=(DOMAIN, "  - call_started"),
    ),
    "two rules that contradict": rule(
        "  - rule: goodbye twice\n    condition:\n      - active_loop: null\n"
        "    steps:\n      - intent: goodbye\n      - action: utter_welcome\n\n  - rule: say it again\n",
        "contradicts rule 'goodbye'",
        0,
        "  - rule: say it again\n",
    ),
    "dash forgotten": example("      شکایت دارم", "the dash before this example is missing"),
    "indented too much": Slip(FA, "      - شکایت داشتم\n", "        - شکایت داشتم\n", "indented too much"),
    "| forgotten": Slip(FA, "complaint\n    examples: |\n", "complaint\n    examples:\n", "the sign | is missing", 1),
    "Arabic ye in a Persian response": Slip(
        SAYS, "خواهش می‌کنم.", "خواهش مي‌کنم.", "the Arabic letter 'ي'", stops=False
    ),
    "Arabic kaf in a Persian prompt": Slip(CALL, "یک لحظه", "یك لحظه", "the Arabic letter 'ك'", stops=False),
    "Arabic ye in a Persian example": example("      - شکايت دارم", "the Arabic letter 'ي'", stops=False),
    "Persian ye in an Arabic example": example("      - عندی شكوى", "Persian letter 'ی'", file=AR, stops=False),
    "punctuation in an example": example("      - شکایت دارم!", "'!' stands in an example", stops=False),
    "digits in an example": example("      - دو تا شکایت ۲ دارم", "digits stand", stops=False),
    "Latin digits in an example": example("      - سفارش 12345", "digits stand", stops=False),
    "a Latin word in an example": example("      - شکایت دارم ok", "Latin word 'ok'", stops=False),
    "Arabic in fa.yml": example("      - السلام عليكم أريد الرصيد", "looks Arabic among the Persian", stops=False),
    "Persian in ar.yml": example("      - می‌خوام سفارشم رو بدونم", "looks Persian", file=AR, stops=False),
    "twice in one intent": Slip(
        FA, "      - شکایت دارم\n", "      - شکایت دارم\n      - شکایت دارم\n", "stands in fa.yml", 1, stops=False
    ),
    "a response that nothing says": Slip(
        SAYS,
        "  utter_sure:\n",
        '  utter_spare:\n    - text: "حتماً."\n    - condition: [{type: slot, name: language, value: ar}]\n'
        '      text: "بِالتَّأْكِيد."\n  utter_sure:\n',
        "'utter_spare' is never said",
        stops=False,
    ),
    "Arabic without marks": Slip(SAYS, "بِالتَّأْكِيد.", "بالتأكيد.", "has no vowel marks", stops=False),
    "Persian without ezafe": Slip(
        ACTIONS, "موجودیِ حسابِ شما {amount}", "موجودی حساب شما {amount}", "'موجودی حساب' has no ezafe", stops=False
    ),
    "a broken line of a lexicon": Slip("lexicons/fa.extra.txt", "", "تپسی = tapsi\n", "'tapsi' is no sound"),
    "a broken line of the Arabic sounds": Slip("lexicons/ar.txt", "مرحبا =", "مرحبا :", "has no ="),
    "a broken line of the names": Slip("pronunciation/fa.txt", "SMS = ", "SMS - ", "has no '='"),
    "a broken line of the Arabic names": Slip("pronunciation/ar.txt", "SMS = رِسَالَة نَصِّيَّة", "SMS =", "nothing"),
    "a prompt missing in one language": Slip(
        CALL, '  moment: "لَحْظَةً مِنْ فَضْلِك."\n', "", "the Arabic sentence 'moment' is missing", place=(CALL, "ar:")
    ),
    "an action's sentence missing": Slip(
        ACTIONS, '  goodbye: "شُكْرًا لِاتِّصَالِك. مَعَ السَّلَامَة."\n', "", "sentence 'goodbye' is missing", place=(ACTIONS, "ar:")
    ),
    "a misspelt placeholder": Slip(ACTIONS, "{amount} است", "{amonut} است", "It must hold {amount}"),
    "a tab": Slip(RULES, "      - intent: thank\n", "\t- intent: thank\n", "a tab stands at the beginning"),
    "a key twice": Slip(DOMAIN, "entities:\n", "intents: [greet]\nentities:\n", "'intents' stands twice"),
    "an intent that the domain lacks": Slip(
        FA, "  - intent: complaint\n", "  - intent: complain\n", "Did you mean 'complaint'?"
    ),
    "a response misspelt in a rule": Slip(RULES, "utter_greet_back", "utter_greet_bakc", "mean 'utter_greet_back'"),
    "steps indented too much": Slip(
        RULES, "      - intent: thank\n", "        - intent: thank\n", "indentation is wrong", 1
    ),
}  # fmt: skip

INVENTED = {
    "brackets of another keyboard": example("      - سفارش ［یک دو］(order_number)", "of another keyboard"),
    "a variant whose text is misspelt": Slip(SAYS, '- text: "حتماً."', '- txet: "حتماً."', "Did you mean 'text'?"),
    "typographic quotes": Slip(SAYS, '"حتماً."', "“حتماً.”", "the sign “ stands", stops=False),
    "a language of the prompts misspelt": Slip(ACTIONS, "\nar:\n", "\narr:\n", "'arr' is no language", 1),
    "steps misspelt": Slip(RULES, "    steps:\n      - intent: thank", "    step:\n      - intent: thank", "'step'"),
    "condition misspelt": Slip(RULES, "    condition:\n", "    conditon:\n", "Did you mean 'condition'?"),
    "] not opened": example("      - سفارش یک دو](order_number)", "a [ is missing"),
    "a blank before (": example(f"      - سفارش {NUMBER.replace('](', '] (')}", "a blank stands between ]"),
    "( not closed": example("      - سفارش [یک دو](order_number", "a ( is not closed"),
    "nothing behind ]": example("      - سفارش [یک دو]", "no (entity) stands right behind"),
    "JSON without entity": example('      - سفارش [یک دو]{"name": "order_number"}', 'names no "entity"'),
    "no blank behind the dash": example("      -شکایت دارم", "no blank stands"),
    "an empty example": example("      - ", "this example is empty"),
    "a comment among the examples": example("      # من شکایت دارم", "# is no comment"),
    "a comment behind an example": example("      - شکایت دارم # خیلی", "a comment stands behind"),
    "an intent among the examples": example("      - intent: refund", "'intent:' stands among the examples"),
    "> instead of |": Slip(
        FA, "complaint\n    examples: |\n", "complaint\n    examples: >\n", "the sign | is missing", 1
    ),
    "examples misspelt": Slip(FA, "complaint\n    examples: |\n", "complaint\n    exampels: |\n", "'exampels'", 1),
    "two keys of a step without a dash": rule(
        "      - intent: thank\n        action: utter_welcome\n", "A dash is missing", 1,
        "      - intent: thank\n      - action: utter_welcome\n",
    ),
    "a rule that does nothing": rule(
        "      - intent: greet\n", "does nothing", -4, "      - intent: greet\n      - action: utter_greet_back\n"
    ),
    "a rule named like another": Slip(
        RULES, "  - rule: address\n", "  - rule: balance\n", "two rules are called 'balance'"),
    "a rule that asks in a circle": rule(
        "      - intent: repeat\n", "in a circle", 1, "      - intent: repeat\n      - action: utter_again\n"
    ),
    "a form that begins without active_loop": rule(
        "      - action: order_form\n\n", "no `active_loop:` follows", 0,
        "      - action: order_form\n      - active_loop: order_form\n\n",
    ),
    "unknown entity in a rule": Slip(
        RULES, "          - order_number\n", "          - order_numbr\n", "entity 'order_numbr' is not", -1
    ),
    "a slot without influence": Slip(
        RULES, "          - was_lost: true\n", "          - caller_name: x\n", "does not influence", -1
    ),
    "a slot of an unknown type": Slip(DOMAIN, "    type: bool\n", "    type: boolean\n", "unknown type 'boolean'"),
    "a slot filled from an unknown entity": Slip(
        DOMAIN, "        entity: number\n", "        entity: numbr\n", "from entity 'numbr'"
    ),
    "an action without code": Slip(
        DOMAIN, "  - action_tell_hours\n", "  - action_tell_hours\n  - action_tell_weather\n", "no code does action", 1
    ),
    "a place in a response that is no slot": Slip(SAYS, '"سلام."', '"سلام {name}."', "{name}, which is no slot"),
    "a language misspelt in a condition": Slip(SAYS, "value: ar}", "value: arab}", "unknown language 'arab'"),
    "a condition on a slot misspelt": Slip(SAYS, "name: language", "name: langauge", "Did you mean 'language'?"),
    "expect misspelt": Slip(SAYS, "expect: yesno", "expect: yesnoo", "Did you mean 'yesno'?"),
    "a text without its dash": Slip(SAYS, '    - text: "بسیار خوب."', '      text: "بسیار خوب."', "", 1),
    "the variants of a response without a list": Slip(
        SAYS, '    - text: "حتماً."\n', '    text: "حتماً."\n', "", 1
    ),
    "quotes not closed": Slip(SAYS, '"حتماً."', '"حتماً.', "quotes are not closed"),
    "a question of an unknown intent": Slip(
        CALL, "    ask_hours: \"س", "    ask_hour: \"س", "Did you mean 'ask_hours'?"
    ),
    "a sentence misspelt": Slip(CALL, "  moment:", "  momnet:", "Did you mean 'moment'?"),
    "a place in the call's own sentences": Slip(CALL, '"یک لحظه', '"{name} یک لحظه', "must hold nothing in braces"),
    "a brace not closed": Slip(ACTIONS, "{amount} است", "{amount است", "a brace of 'balance' has no partner"),
    "می apart": Slip(CALL, "می‌شنوم", "می شنوم", "is written apart", stops=False),
    "Persian said to Arabs": Slip(SAYS, '"بِالتَّأْكِيد."', '"حتما می‌گویم."', "looks Persian", stops=False),
    "Arabic said to Iranians": Slip(SAYS, '"حتماً."', '"بالتأكيد يا أخي الكريم."', "looks Arabic", stops=False),
    "a broken line of the usual words": Slip("background/fa.txt", "", "سلام علیکم چهار\n", "is not `word count`", 0),
    "a name twice": Slip("pronunciation/fa.txt", "MMS = ", "SMS = ", "stands in line"),
}  # fmt: skip

STRANGE = {
    "a zero-width space": example("      - شکایت\u200bدارم", "an invisible mark (zero-width space)"),
    "a soft hyphen": example("      - شکا\u00adیت دارم", "soft hyphen"),
    "a hard blank": example("      - شکایت\u00a0تند دارم", "a blank of another kind (U+00A0)", stops=False),
    "two half-spaces": example("      - شکایت می\u200c\u200cکنم تند", "a half-space stands twice", stops=False),
    "a half-space at the end": example("      - شکایت می\u200c کنم تند", "beside a blank", stops=False),
    "a stretched letter": example("      - شکـــایت تندی دارم", "Write 'شکایت تندی دارم'", stops=False),
    "a letter many times": example("      - شکایت تندددد دارم", "Write 'د' once", stops=False),
    "letters of an old font": example("      - ﺷﮑﺎﯾﺖ ﺗﻨﺪ", "letters of an old font", stops=False),
    "a letter of Urdu": example("      - شکایت تند ہم دارم", "the foreign letter 'ہ'", stops=False),
    "a letter of Kurdish": example("      - شکایت خانە دارم", "Write 'ه'", stops=False),
    "an example as long as a letter": example("      - شکایت " + "تند و " * 40 + "تیز", "words", stops=False),
    "an annotation glued to a word": example(f"      - شکایت سفارش{NUMBER}", "glued to the word beside it"),
    "an annotation glued before a word": example(f"      - شکایت {NUMBER}رو", "glued to the word beside it"),
    "blanks inside an annotation": example(f"      - شکایت {NUMBER.replace('[', '[ ')}", "a blank stands behind ["),
    "a number that is none": example("      - شکایت از [این](order_number)", "no order number of 5", stops=False),
    "JSON with an unknown key": example(
        "      - شکایت [یک دو سه چهار پنج]{\"entity\": \"order_number\", \"rol\": \"a\"}", "Did you mean 'role'?"
    ),
    "marks of a merge": example("<<<<<<< HEAD", "marks of a merge stand in the file"),
    "a line separator": example("      - شکایت\u2028دارم", "an invisible character (U+2028)"),
    "a form feed": example("      - شکایت \x0c دارم", "an invisible character (U+000C)"),
    "no blank behind the colon": Slip(
        FA, "  - intent: complaint\n", "  - intent:complaint\n", "no blank stands behind"
    ),
    "no colon behind examples": Slip(
        FA, "complaint\n    examples: |\n", "complaint\n    examples |\n", "the colon behind 'examples' is missing", 1
    ),
    "an entry without examples": Slip(
        FA, "  - intent: complaint\n", "  - lookup: city\n    examples: |\n\n  - intent: complaint\n",
        "no example stands", 1,
    ),
    "a lookup misspelt": Slip("nlu/fa_speech.yml", "lookup: opening", "lookup: openning", "Did you mean 'opening'?"),
    "a broken regular expression": Slip(
        FA, "  - intent: complaint\n", "  - regex: a\n    examples: |\n      - [0-9{5}\n  - intent: complaint\n",
        "is no regular expression", 2,
    ),
    "a version without quotes": Slip(FA, 'version: "3.1"', "version: 3.1", "without quotes"),
    "a version to come": Slip(FA, 'version: "3.1"', 'version: "4.0"', "passes over a file of version 4.0"),
    "an old version": Slip(FA, 'version: "3.1"', 'version: "2.0"', "version 2.0 is old", stops=False),
    "an intent with a comma": Slip(DOMAIN, "  - greet\n", "  - greet,\n", "with letters, digits and _: greet."),
    "a comment glued to an intent": Slip(DOMAIN, "  - greet\n", "  - greet# hi\n", "Write a blank before #"),
    "a colon behind an intent": Slip(DOMAIN, "  - greet\n", "  - greet:\n", "nothing stands below intent 'greet'"),
    "settings of an intent misspelt": Slip(
        DOMAIN, "  - greet\n", "  - greet:\n      use_entites: []\n", "Did you mean 'use_entities'?", 1
    ),
    "settings of an intent with an unknown entity": Slip(
        DOMAIN, "  - greet\n", "  - greet:\n      use_entities: [cty]\n", "names entity 'cty'", 1
    ),
    "an old name of responses": Slip(SAYS, "responses:\n", "templates:\n", "unknown key 'templates'"),
    "settings of the session misspelt": Slip(
        DOMAIN, "  session_expiration_time: 0\n", "  session_expiration: 0\n", "Did you mean 'session_expiration_time'?"
    ),
    "a session without end in words": Slip(
        DOMAIN, "  session_expiration_time: 0\n", "  session_expiration_time: never\n", "Write 0 for never."
    ),
    "ignored intents misspelt": Slip(
        DOMAIN, "    required_slots:\n", "    ignored_intents: [gret]\n    required_slots:\n", "names intent 'gret'"
    ),
    "a validation left out": Slip(
        DOMAIN, "  - validate_order_form\n", "", "'validate_order_form' is missing", place=(DOMAIN, "  order_form:")
    ),
    "a text of blanks": Slip(SAYS, '"حتماً."', '"   "', "holds nothing to say"),
    "a text of dots": Slip(SAYS, '"حتماً."', '"..."', "holds nothing to say"),
    "English said": Slip(SAYS, '"حتماً."', '"Of course."', "the Latin word 'Of'", stops=False),
    "a tag": Slip(SAYS, '"حتماً."', '"<b>حتماً</b>."', "a tag (<b>) stands in a text", stops=False),
    "stars": Slip(SAYS, '"حتماً."', '"**حتماً**."', "the sign ** stands", stops=False),
    "a smile": Slip(SAYS, '"حتماً."', '"حتماً 😊."', "the sign 😊 stands", stops=False),
    "an address": Slip(SAYS, '"حتماً."', '"www.example.com"', "an address (www.example.com)", stops=False),
    "RLM said": Slip(SAYS, '"حتماً."', '"حتماً\u200f."', "an invisible character (U+200F)", stops=False),
    "an Arabic keyboard": Slip(SAYS, '"حتماً."', '"بسيار خوب، كار شما."', "Write 'ی'", stops=False),
    "a slot in other brackets": Slip(SAYS, '"حتماً."', '"[caller_name] حتماً."', "Write {caller_name}."),
    "a slot behind a dollar": Slip(SAYS, '"حتماً."', '"حتماً ${caller_name}."', "Write {caller_name}."),
    "a text that begins with a brace": Slip(
        SAYS, '"حتماً."', "{caller_name} حتماً.", "begins with { or [ stands without quotes"
    ),
    "quotes inside quotes": Slip(SAYS, '"حتماً."', '"حتماً "خوب"."', "quotes stand inside a text"),
    "a colon without quotes": Slip(SAYS, '"حتماً."', "حتماً: بفرمایید", "a colon stands in a text without quotes"),
    "a response named with a blank": Slip(
        SAYS, "  utter_sure:\n",
        f'  utter sure:\n    - text: "خب."\n    - {ARABIC}\n      text: "بِالتَّأْكِيد."\n  utter_sure:\n',
        "Call it 'utter_sure'.",
    ),
    "a condition without its list": Slip(
        SAYS, ARABIC, "condition: {type: slot, name: language, value: ar}", "is no list",
    ),
    "a text only while a slot is set": Slip(
        SAYS, '    - text: "حتماً."\n',
        '    - condition: [{type: slot, name: was_lost, value: true}]\n      text: "حتماً."\n',
        "has no Persian text", place=(SAYS, "  utter_sure:"),
    ),
    "a text for another channel": Slip(
        SAYS, '    - text: "حتماً."\n', '    - text: "حتماً."\n    - channel: telegram\n      text: "باشد."\n',
        "never said on the telephone", 1,
    ),
    "buttons": Slip(
        SAYS, '    - text: "حتماً."\n', '    - text: "حتماً."\n      buttons: [{title: a, payload: /greet}]\n',
        "which nobody sees", 1, stops=False,
    ),
    "a text twice": Slip(
        SAYS, '    - text: "حتماً."\n', '    - text: "حتماً."\n    - text: "حتماً."\n', "stands there twice", 1, False
    ),
    "a bracket not closed": Slip(RULES, "rules:\n", "rules: [\n", "a bracket is opened and not closed"),
    "rules misspelt": Slip(RULES, "rules:\n", "rule:\n", "Did you mean 'rules'?"),
    "entities without a list": Slip(
        RULES, "        entities:\n          - order_number\n", "        entities: order_number\n", "[order_number]"
    ),
    "a slot without a list": Slip(
        RULES, "      - slot_was_set:\n          - order_told: true\n", "      - slot_was_set: order_told\n",
        "`- order_told: true`",
    ),
    "a bool in quotes": Slip(
        RULES, "          - order_told: true\n", '          - order_told: "true"\n', "one of: true, false, null.", -1
    ),
    "a checkpoint in a rule": rule("      - checkpoint: a\n      - intent: thank\n", "Only stories hold it"),
    "a rule without the condition of the others": Slip(
        RULES, "  - rule: working hours\n", "  - rule: more\n    steps:\n      - intent: ask_hours\n"
        "      - action: utter_please\n\n  - rule: working hours\n", "contradicts rule 'more'", 5,
    ),
    "an intent that a form forgets": Slip(
        RULES, FORGOTTEN, "", "no rule takes intent 'ask_address' while form", stops=False,
        place=(DOMAIN, "  order_form:"),
    ),
    "a prompt without a letter": Slip(CALL, '"یک لحظه، لطفاً."', '"؟"', "holds nothing to say"),
    "a place dressed up": Slip(ACTIONS, "{amount}", "{amount:>10}", "holds more than a name"),
    "prompts in Latin": Slip(CALL, '"یک لحظه، لطفاً."', '"یک لحظه، OK."', "the Latin word 'OK'", stops=False),
}  # fmt: skip


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data, with fewer examples."""
    return shortened(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def data(small: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(small, tmp_path / "data")


def spoil(data: Path, slip: Slip) -> tuple[Path, int]:
    """Make the mistake; gives the file and line that must be told."""
    path = data / slip.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert slip.old in text, "the shipped data changed: take another place"
    path.write_text(text.replace(slip.old, slip.new, 1), encoding="utf-8")
    if slip.place[0]:
        lines = (data / slip.place[0]).read_text(encoding="utf-8").splitlines()
        return data / slip.place[0], next(n for n, line in enumerate(lines, 1) if line.startswith(slip.place[1]))
    return path, text[: text.index(slip.old)].count("\n") + 1 + slip.down


def test_the_shipped_data_has_nothing_to_tell() -> None:
    assert [str(problem) for problem in review(DATA)] == []


def test_the_shortened_data_has_nothing_to_tell(small: Path) -> None:
    assert [str(problem) for problem in review(small)] == []


@pytest.mark.parametrize("slip", (USUAL | INVENTED | STRANGE).values(), ids=(USUAL | INVENTED | STRANGE).keys())
def test_a_mistake_is_told_in_one_line(data: Path, slip: Slip) -> None:
    path, line = spoil(data, slip)
    found = review(data)
    assert len(found) == 1, [str(problem) for problem in found]
    told = str(found[0])
    assert told.startswith(f"{path}:{line}: ")
    assert slip.told in told
    assert "\n" not in told
    assert found[0].stops is slip.stops
    assert found[0].remedy


def test_training_stops_for_what_breaks_the_bot_only(data: Path) -> None:
    spoil(data, USUAL["punctuation in an example"])
    refuse_broken(data)
    spoil(data, USUAL["entity misspelt"].__class__(FA, " دارم\n", " [دارم](x)\n", ""))
    with pytest.raises(DataBroken, match=r"fa\.yml:\d+: entity 'x' is not in the domain"):
        refuse_broken(data)


def test_the_response_where_no_rule_fits_may_not_be_missing(data: Path) -> None:
    path = data / SAYS
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  utter_default:")], encoding="utf-8")
    assert [str(problem) for problem in review(data)] == [
        f"{path}: response 'utter_default' is missing: callers hear nothing where no rule fits. "
        "Restore it, with a text for every language."
    ]


def test_a_copy_of_a_file_is_told_once(data: Path) -> None:
    shutil.copy(data / FA, data / "nlu" / "fa (1).yml")
    (found,) = review(data)
    assert not found.stops
    assert "examples of this file stand in fa (1).yml already" in str(found)


def test_rasa_s_part_of_the_configuration_is_looked_at_too(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip: {port: 5060}\n", encoding="utf-8")
    assert ["`pipeline:` is missing" in str(problem) for problem in review(data, config)] == [True, False]
    with pytest.raises(DataBroken, match="knows nothing of calls"):
        refuse_broken(data, config)


def test_a_folder_that_may_not_be_looked_into_is_told_alone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != data / "nlu" and really(path, mode))
    assert review(data) == []  # not there to this user: F_OK says so too
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.F_OK or path != data / "nlu")
    (found,) = review(data)
    assert (
        str(found) == f"{data / 'nlu'}: this user may not look into this folder. Give it back to this user: chmod u+rX."
    )
