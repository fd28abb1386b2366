"""A designer's own form beside the shipped flows: Rasa's forms and their rules go on working, and are checked."""

from pathlib import Path

DOMAIN = """
  ticket:
    type: text
    influence_conversation: true
    mappings:
      - type: from_entity
        entity: order_number
      - type: from_entity # a number of another length
        entity: number
        conditions:
          - active_loop: ticket_form
            requested_slot: ticket
  ticket_told:
    type: bool
    initial_value: false
    influence_conversation: true
    mappings: [{type: custom}]

forms:
  ticket_form:
    required_slots:
      - ticket

responses:
  utter_ask_ticket:
    - text: "لطفاً شمارهٔ تیکت را بگویید."
    - condition: [{type: slot, name: language, value: ar}]
      text: "قُلْ رَقْمَ التَّذْكِرَةِ مِنْ فَضْلِك."

actions:
"""
RULES = """
  - rule: a ticket
    condition:
      - active_loop: null
    steps:
      - intent: ask_ticket
      - action: ticket_form
      - active_loop: ticket_form

  - rule: a bare number is about the ticket
    condition:
      - active_loop: null
    steps:
      - intent: ask_ticket
        entities:
          - order_number
      - action: action_repeat

  - rule: a ticket again
    condition:
      - active_loop: null
      - slot_was_set:
          - ticket_told: true
    steps:
      - intent: ask_ticket
      - action: action_repeat

  - rule: the ticket is known
    condition:
      - active_loop: ticket_form
    steps:
      - action: ticket_form
      - active_loop: null
      - slot_was_set:
          - requested_slot: null
      - action: action_repeat

  - rule: say it again, form
    condition:
      - active_loop: ticket_form
    steps:
      - intent: repeat
      - action: utter_again
      - action: ticket_form
      - active_loop: ticket_form

  - rule: complaint in between, form
    condition:
      - active_loop: ticket_form
    steps:
      - intent: complaint
      - action: action_repeat
      - action: ticket_form
      - active_loop: ticket_form
"""
EXAMPLES = """
  - intent: ask_ticket
    examples: |
      - تیکت من
      - تیکتم چی شد
      - تیکتم کجاست
      - وضعیت تیکت
"""


def add_form(data: Path) -> None:
    """Put the form into a copy of data/."""
    domain = data / "domain" / "domain.yml"
    text = domain.read_text(encoding="utf-8")
    text = text.replace("\nactions:\n", DOMAIN, 1).replace("\nintents:\n", "\nintents:\n  - ask_ticket\n", 1)
    domain.write_text(text, encoding="utf-8")
    for name, more in (("rules.yml", RULES), ("nlu/fa.yml", EXAMPLES)):
        path = data / name
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + more, encoding="utf-8")
