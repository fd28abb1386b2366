"""Mistakes of a bot designer that are made seldom; see data_slips.py."""

from tests.bot.data_slips import (
    ARABIC,
    DOMAIN,
    FA,
    FORGOTTEN,
    NUMBER,
    RULES,
    SAID_AR,
    SAID_FA,
    SAYS,
    Slip,
    example,
    rule,
)

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
        RULES, "      - slot_was_set:\n          - ticket_told: true\n", "      - slot_was_set: ticket_told\n",
        "`- ticket_told: true`",
    ),
    "a bool in quotes": Slip(
        RULES, "          - ticket_told: true\n", '          - ticket_told: "true"\n', "one of: true, false, null.", -1
    ),
    "a checkpoint in a rule": rule("      - checkpoint: a\n      - intent: thank\n", "Only stories hold it"),
    "a rule without the condition of the others": Slip(
        RULES, "  - rule: greeting\n", "  - rule: more\n    steps:\n      - intent: greet\n"
        "      - action: utter_please\n\n  - rule: greeting\n", "contradicts rule 'more'", 5,
    ),
    "an intent that a form forgets": Slip(
        RULES, FORGOTTEN, "", "no rule takes intent 'complaint' while form", stops=False,
        place=(DOMAIN, "  ticket_form:"),
    ),
    "a prompt without a letter": Slip(SAID_FA, '"یک لحظه، لطفاً."', '"؟"', "holds nothing to say"),
    "a place dressed up": Slip(SAID_FA, "{amount}", "{amount:>10}", "holds more than a name"),
    "prompts in Latin": Slip(
        SAID_FA, '"یک لحظه، لطفاً."', '"یک لحظه، Snoozle."', "the Latin word 'Snoozle'", stops=False
    ),
    "a reason of a handoff misspelt": Slip(SAID_FA, "    no_match:", "    no_mach:", "Did you mean 'no_match'?"),
    "a mood misspelt": Slip(SAID_AR, "    angry:", "    angy:", "Did you mean 'angry'?"),
    "a whisper that lacks its place": Slip(SAID_FA, '"{topics} را پرسید"', '"چیزی را پرسید"', "It must hold {topics}"),
    "a sentence of another section": Slip(
        SAID_FA, "\nhandoff:\n", "\nhandoff:\n  moment: \"x\"\n", "'handoff.moment' is unknown", 2
    ),
}  # fmt: skip
