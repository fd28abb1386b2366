"""Telephone numbers made findable: one key for the ways in which a line, an agent and a program write a number."""

KEY_DIGITS = 9
"""So many are the same with and without the country's or the trunk's prefix, in every plan that we serve."""


def caller_key(number: str) -> str:
    """The last nine digits of a number in any notation, "" where it has none.

    Two numbers with one key may still be different ones: who searches compares what is found.
    """
    return "".join(str(int(letter)) for letter in number if letter.isdecimal())[-KEY_DIGITS:]
