"""The mistakes of a bot designer, one at a time, and what must be told of each."""

from dataclasses import dataclass

RLM, LRM = "\u200f", "\u200e"
FA, AR = "nlu/fa.yml", "nlu/ar.yml"
DOMAIN, SAYS, RULES = "domain/domain.yml", "domain/responses.yml", "rules.yml"
SAID_FA, SAID_AR = "prompts/fa.yml", "prompts/ar.yml"
NUMBER = "[یک دو سه چهار پنج](order_number)"
ARABIC = "condition: [{type: slot, name: language, value: ar}]"
FORGOTTEN = """  - rule: complaint in between, form
    condition:
      - active_loop: ticket_form
    steps:
      - intent: complaint
      - action: action_repeat
      - action: ticket_form
      - active_loop: ticket_form
"""
FORM = "  - active_loop: ticket_form\n"
TICKET = "      - active_loop: null\n    steps:\n      - intent: ask_ticket\n      - action: ticket"


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
    "rule on an unknown form": Slip(RULES, FORM, FORM.replace("form", "from"), "Did you mean 'ticket_form'?"),
    "form asks for an unknown slot": Slip(
        DOMAIN, "      - ticket\n", "      - tikket\n", "asks for slot 'tikket'"
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
    "Arabic kaf in a Persian prompt": Slip(SAID_FA, "یک لحظه", "یك لحظه", "the Arabic letter 'ك'", stops=False),
    "Arabic ye in a Persian example": example("      - شکايت دارم", "the Arabic letter 'ي'", stops=False),
    "Persian ye in an Arabic example": example("      - عندی شكوى", "Persian letter 'ی'", file=AR, stops=False),
    "punctuation in an example": example("      - شکایت دارم!", "'!' stands in an example", stops=False),
    "digits in an example": example("      - دو تا شکایت ۲ دارم", "digits stand", stops=False),
    "Latin digits in an example": example("      - سفارش 12345", "digits stand", stops=False),
    "a Latin word in an example": example("      - شکایت دارم snoozle", "Latin word 'snoozle'", stops=False),
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
        SAID_FA, "موجودیِ حسابِ شما {amount}", "موجودی حساب شما {amount}", "'موجودی حساب' has no ezafe", stops=False
    ),
    "a broken line of a lexicon": Slip("lexicons/fa.extra.txt", "", "تپسی = tapsi\n", "'tapsi' is no sound"),
    "a broken line of the Arabic sounds": Slip("lexicons/ar.txt", "مرحبا =", "مرحبا :", "has no ="),
    "a broken line of the names": Slip("pronunciation/fa.txt", "ATM = ", "ATM - ", "has no '='"),
    "a broken line of the Arabic names": Slip("pronunciation/ar.txt", "ATM = صَرَّاف آلِي", "ATM =", "nothing"),
    "a prompt missing in one language": Slip(
        SAID_AR, '  moment: "لَحْظَةً مِنْ فَضْلِك."\n', "", "the Arabic sentence 'call.moment' is missing",
        place=(SAID_AR, "call:"),
    ),
    "an action's sentence missing": Slip(
        SAID_AR, '  goodbye: "شُكْرًا لِاتِّصَالِك. مَعَ السَّلَامَة."\n', "", "sentence 'skills.goodbye' is missing",
        place=(SAID_AR, "skills:"),
    ),
    "a misspelt placeholder": Slip(SAID_FA, "{amount} است", "{amonut} است", "It must hold {amount}"),
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
    "a section of the prompts misspelt": Slip(SAID_AR, "\nskills:\n", "\nskils:\n", "Did you mean 'skills'?", 1),
    "steps misspelt": Slip(RULES, "    steps:\n      - intent: thank", "    step:\n      - intent: thank", "'step'"),
    "condition misspelt": Slip(
        RULES, f"    condition:\n{TICKET}", f"    conditon:\n{TICKET}",
        "Did you mean 'condition'?",
    ),
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
        "      - intent: greet\n", "does nothing", -2, "      - intent: greet\n      - action: utter_greet_back\n"
    ),
    "a rule named like another": Slip(
        RULES, "  - rule: goodbye\n", "  - rule: greeting\n", "two rules are called 'greeting'"),
    "a rule that asks in a circle": rule(
        "      - intent: repeat\n", "in a circle", 1, "      - intent: repeat\n      - action: utter_again\n"
    ),
    "a form that begins without active_loop": rule(
        "      - action: ticket_form\n\n", "no `active_loop:` follows", 0,
        "      - action: ticket_form\n      - active_loop: ticket_form\n\n",
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
        SAID_FA, "    ask_hours: \"س", "    ask_hour: \"س", "Did you mean 'ask_hours'?"
    ),
    "a sentence misspelt": Slip(SAID_FA, "  moment:", "  momnet:", "Did you mean 'moment'?"),
    "a place in the call's own sentences": Slip(SAID_FA, '"یک لحظه', '"{name} یک لحظه', "must hold nothing in braces"),
    "a brace not closed": Slip(SAID_FA, "{amount} است", "{amount است", "a brace of 'skills.balance' has no partner"),
    "می apart": Slip(SAID_FA, "می‌شنوم", "می شنوم", "is written apart", stops=False),
    "Persian said to Arabs": Slip(SAYS, '"بِالتَّأْكِيد."', '"حتما می‌گویم."', "looks Persian", stops=False),
    "Arabic said to Iranians": Slip(SAYS, '"حتماً."', '"بالتأكيد يا أخي الكريم."', "looks Arabic", stops=False),
    "a broken line of the usual words": Slip("background/fa.txt", "", "سلام علیکم چهار\n", "is not `word count`", 0),
    "a name twice": Slip("pronunciation/fa.txt", "SHEBA = ", "IBAN = ", "stands in line"),
}  # fmt: skip
