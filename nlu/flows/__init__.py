"""Flows: the tasks of a conversation, in the flow format of Rasa (CALM), and the machine that walks through them."""
