"""Dictated numbers of a known length as a grammar: a row of groups, each said in one of many ways.

    «شماره سفارشم» ─▶ [one of ten digits] x 5 ─▶ «هست»
                   or [10 to 99] [100 to 999], or [1 to 99] «هزار و» [1 to 999], ...

A word model cannot count; this can. Pure: the arcs of one group are computed here, graph_builder.py lays them out.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

Phrases = Sequence[str]
Pattern = Sequence[Phrases]
"""The groups of one way to dictate, in the order they are said."""

START_NODE, END_NODE = 0, 1


def choice_arcs(phrases: Phrases) -> Iterator[tuple[int, str, float, int]]:
    """A tree of the phrases as (node, word, cost, node), from START_NODE to END_NODE; all phrases are equally likely.

    The cost, a negative natural logarithm, is paid word by word. A phrase that begins another has an arc of its own.
    """
    ends = {tuple(phrase.split()) for phrase in phrases}
    beyond = Counter(words[:size] for words in ends for size in range(len(words)))
    """Beginning -> how many phrases go on after it."""
    nodes: dict[tuple[str, ...], int] = {(): START_NODE}
    for words in sorted(ends):
        for size in range(1, len(words)):
            start, longer = words[: size - 1], words[:size]
            if longer not in nodes:
                nodes[longer] = len(nodes) + END_NODE
                yield nodes[start], longer[-1], math.log(beyond[start] / beyond[longer]), nodes[longer]
        yield nodes[words[:-1]], words[-1], math.log(beyond[words[:-1]]), END_NODE
