"""What people hear when Hatef calls them back, per language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallbackSentences:
    """One language's sentences, in the order of a call. `greeting` holds {company}.

    `same_number` to `other_number` are said in the call in which it is promised; `read_back` holds {number}.
    `later` is said where nobody took the call and it is tried again, `kept` where a human has to call; `fetching` and
    `not_reached` are for an agent who was called before the caller.
    """

    same_number: str
    key_number: str
    read_back: str
    not_callable: str
    other_number: str
    greeting: str
    again: str
    not_wanted: str
    later: str
    kept: str
    fetching: str
    not_reached: str
