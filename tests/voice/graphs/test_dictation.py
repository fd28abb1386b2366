"""Groups of dictated numbers as trees."""

import math
from collections import defaultdict

import pytest

from voice.graphs.dictation import END_NODE, START_NODE, choice_arcs

TWO = ["ten", "twenty", "twenty and one", "twenty and two", "zero one"]


def paths(phrases: list[str]) -> dict[str, float]:
    """What the tree accepts, with its cost."""
    arcs = defaultdict(list)
    for source, word, cost, target in choice_arcs(phrases):
        arcs[source].append((word, cost, target))
    found: dict[str, float] = {}
    todo = [(START_NODE, "", 0.0)]
    while todo:
        node, said, spent = todo.pop()
        if node == END_NODE:
            found[said.strip()] = spent
        todo += [(target, f"{said} {word}", spent + cost) for word, cost, target in arcs[node]]
    return found


def test_every_phrase_is_accepted_and_nothing_else() -> None:
    assert set(paths(TWO)) == set(TWO)


@pytest.mark.parametrize("phrases", [TWO, ["one"], ["a b c", "a b d", "a e", "f"]])
def test_every_phrase_is_as_likely(phrases: list[str]) -> None:
    assert all(cost == pytest.approx(math.log(len(phrases))) for cost in paths(phrases).values())


def test_phrases_share_their_beginnings() -> None:
    assert sum(source == START_NODE and word == "a" for source, word, _, _ in choice_arcs(["a b", "a c", "d"])) == 1


def test_a_phrase_twice_counts_once() -> None:
    assert paths(["a", "a", "b"]) == paths(["a", "b"])
