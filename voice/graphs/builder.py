"""The transducers behind a decoding graph: L (sounds to words), G (word sequences) and the CTC frames of each sound."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kaldifst import ArcIterator, StdArc, StdVectorFst, arcsort, compose, determinize_star, minimize_encoded

from voice.graphs.dictation import END_NODE, START_NODE, Pattern, choice_arcs
from voice.graphs.language_model import END, START_HISTORY, BackoffModel, History, estimate
from voice.graphs.nnet3 import BLANK_ID, emission_id, repetition_id, unknown_id
from voice.graphs.options import UNKNOWN, Ear, GraphOptions
from voice.graphs.pruning import pruned

Line = tuple[Sequence[str], float]
Labels = tuple[int, ...]
"""A pronunciation as numbers of network outputs."""


class GraphBuilder:
    """Builds L and G over one vocabulary and turns their composition into frames.

    Input labels of L: 1 to N are phones (network outputs), N + 1 to 2 N the same inside an unknown word, and above
    them the marks that keep L o G determinizable.
    """

    def __init__(self, phones: int, symbols: dict[str, int], options: GraphOptions) -> None:
        self._symbols = symbols
        self._options = options
        self._phones = phones
        self._unknown_sounds = phones
        self._backoff_mark, self._enter_mark, self._leave_mark = range(2 * phones + 1, 2 * phones + 4)
        inner = len(options.numbers) + len(options.classes)
        self._inner_marks = range(2 * phones + 4, 2 * phones + 4 + inner)
        self._word_marks = self._inner_marks.stop
        self._backoff_word = len(symbols)
        self._inner_words = range(len(symbols) + 1, len(symbols) + 1 + inner)
        """Which grammar inside G is entered: numbers first, then classes."""

    def lexicon_fst(self, sounds: Mapping[str, Sequence[Labels]], *, unknown: bool) -> StdVectorFst:
        """L: a loop over all pronunciations, closed by a mark wherever two words could be confused."""
        fst = StdVectorFst()
        loop = fst.add_state()
        fst.start = loop
        fst.set_final(loop, 0.0)
        entries = [(word, at, tuple(sound)) for word in sounds for at, sound in enumerate(sounds[word])]
        alike = Counter(sound for _, _, sound in entries)
        starts = {sound[:size] for _, _, sound in entries for size in range(1, len(sound))}
        used: Counter[Labels] = Counter()
        for word, at, sound in entries:
            labels = list(sound)
            if alike[sound] > 1 or sound in starts:
                labels.append(self._word_marks + used[sound])
                used[sound] += 1
            cost = self._options.word_cost + (self._options.variant_cost if at else 0.0)
            _add_path(fst, loop, loop, labels, self._symbols[word], cost)
        _add_arc(fst, loop, self._backoff_mark, self._backoff_word, 0.0, loop)
        for mark, inner in zip(self._inner_marks, self._inner_words, strict=True):
            _add_arc(fst, loop, mark, inner, 0.0, loop)
        if unknown:
            self._add_unknown(fst, loop)
        return fst

    def _add_unknown(self, fst: StdVectorFst, loop: int) -> None:
        """Three or more sounds of any kind make an unknown word."""
        states = [fst.add_state() for _ in range(4)]
        _add_arc(fst, loop, self._enter_mark, self._symbols[UNKNOWN], 0.0, states[0])
        for label in range(self._unknown_sounds + 1, self._unknown_sounds + self._phones + 1):
            for source, target in ((0, 1), (1, 2), (2, 3), (3, 3)):
                _add_arc(fst, states[source], label, 0, self._options.unknown_phone_cost, states[target])
        _add_arc(fst, states[3], self._leave_mark, 0, 0.0, loop)

    def closed_grammar(self, lines: Iterable[Line]) -> StdVectorFst:
        """G that accepts exactly the lines: a prefix tree with the cost of each line at its end."""
        fst = StdVectorFst()
        fst.start = fst.add_state()
        children: dict[tuple[int, str], int] = {}
        weights: Counter[int] = Counter()
        total = 0.0
        for words, weight in lines:
            state = fst.start
            for word in words:
                if (state, word) not in children:
                    children[state, word] = fst.add_state()
                    _add_arc(fst, state, self._symbols[word], self._symbols[word], 0.0, children[state, word])
                state = children[state, word]
            weights[state] += weight  # type: ignore[assignment]
            total += weight
        for state, weight in weights.items():
            fst.set_final(state, -self._options.language_scale * math.log(weight / total))
        return fst

    def open_grammar(self, lines: Sequence[Line]) -> StdVectorFst:
        """G of a back-off model; the unknown word and the words of the background may come anywhere."""
        options = self._options
        about_anything = [(text.split(), options.background_weight) for text in options.background_lines]
        whole = estimate([*lines, *about_anything], options.order, options.background, options.background_share)
        model = pruned(whole, options.prune) if options.prune else whole
        fst = StdVectorFst()
        states: dict[History, int] = {history: fst.add_state() for history in model.after}
        fst.start = states.get(START_HISTORY, states[()])
        number_words, class_words = self._inner_words[: len(options.numbers)], self._inner_words[len(options.numbers) :]
        classes = {
            name: (mark, self._add_class(fst, options.classes[name], states.get((name,), states[()])))
            for name, mark in zip(options.classes, class_words, strict=True)
        }
        for history, state in states.items():
            self._add_history(fst, model, history, states, classes)
            if history:
                cost = -self._options.language_scale * math.log(model.left_over[history])
                _add_arc(fst, state, self._backoff_word, 0, cost, states[history[1:]])
        unknown = self._symbols[UNKNOWN]
        _add_arc(fst, states[()], unknown, unknown, self._options.unknown_cost, states[()])
        for pattern, word in zip(options.numbers, number_words, strict=True):
            self._add_number(fst, pattern, word, {fst.start, states[()]}, states[()])
        return fst

    def _add_number(self, fst: StdVectorFst, pattern: Pattern, mark: int, before: set[int], after: int) -> None:
        """A number may begin in the states `before`; after it the sentence ends, or goes on without history."""
        state = fst.add_state()
        for source in sorted(before):
            _add_arc(fst, source, mark, 0, self._options.number_cost, state)
        for phrases in pattern:
            state = self._add_choice(fst, phrases, state)
        fst.set_final(state, 0.0)
        _add_arc(fst, state, self._backoff_word, 0, self._options.number_cost, after)

    def _add_class(self, fst: StdVectorFst, phrases: Sequence[str], after: int) -> int:
        """One of `phrases`, then on in the state `after`, wherever the class was entered; gives the state to enter."""
        start: int = fst.add_state()
        _add_arc(fst, self._add_choice(fst, phrases, start), self._backoff_word, 0, 0.0, after)
        return start

    def _add_choice(self, fst: StdVectorFst, phrases: Sequence[str], start: int) -> int:
        """One of `phrases` from the state `start` on; gives the state in which all of them end."""
        nodes: dict[int, int] = {START_NODE: start, END_NODE: fst.add_state()}
        for source, word, cost, target in choice_arcs(phrases):
            symbol = self._symbols[word]
            at = nodes.setdefault(target, -1)
            if at < 0:
                at = nodes[target] = fst.add_state()
            _add_arc(fst, nodes[source], symbol, symbol, self._options.language_scale * cost, at)
        return nodes[END_NODE]

    def _add_history(
        self,
        fst: StdVectorFst,
        model: BackoffModel,
        history: History,
        states: dict[History, int],
        classes: Mapping[str, tuple[int, int]],
    ) -> None:
        """The arcs of one history. `classes`: name -> mark and state to enter."""
        for word, probability in model.after[history].items():
            cost = -self._options.language_scale * math.log(probability)
            if word == END:
                fst.set_final(states[history], cost)
            elif word in classes:
                mark, inside = classes[word]
                _add_arc(fst, states[history], mark, 0, cost, inside)
            else:
                symbol = self._symbols[word]
                _add_arc(fst, states[history], symbol, symbol, cost, states[model.next_history(history, word)])

    def expand(self, lexicon: StdVectorFst, grammar: StdVectorFst) -> StdVectorFst:
        """det(L o G), minimised, with every phone arc written out as CTC frames."""
        arcsort(lexicon, sort_type="olabel")
        arcsort(grammar, sort_type="ilabel")
        composed = compose(lexicon, grammar)
        determinize_star(composed)
        minimize_encoded(composed)
        return frames_of(composed, self._phones, self._options.ears)


def frames_of(graph: StdVectorFst, phones: int, ears: Sequence[Ear] = ()) -> StdVectorFst:
    """Replace phone labels by transition ids.

    A phone arc s -> d becomes s -(emit)-> m, m -(emit again)-> m, m -(nothing)-> d, with one m for each phone and d;
    every state takes any number of blanks. Marks become epsilons. What `ears` allow is heard as the unknown phone:
    one more phone for each sound, however many ways there are to mishear it.
    """
    heard: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for meant, instead, price in ears:
        heard[meant].append((unknown_id(instead, phones + 1) if instead else 0, price))
    out = StdVectorFst()
    for _ in range(graph.num_states):
        out.add_state()
    out.start = graph.start
    emitting: dict[tuple[int, int], int] = {}
    for state in range(graph.num_states):
        _add_arc(out, state, BLANK_ID, 0, 0.0, state)
        final = graph.final(state)
        if final.value != math.inf:
            out.set_final(state, final)
        for arc in ArcIterator(graph, state):
            label, word, cost, target = arc.ilabel, arc.olabel, arc.weight.value, arc.nextstate
            if not 1 <= label <= 2 * phones:
                _add_arc(out, state, 0, word, cost, target)
                continue
            own = emission_id(label) if label <= phones else unknown_id(label - phones, phones + 1)
            for emission, price in ((own, 0.0), *heard.get(label, ())):
                if not emission:
                    _add_arc(out, state, 0, word, cost + price, target)
                    continue
                if (emission, target) not in emitting:
                    middle = emitting[emission, target] = out.add_state()
                    _add_arc(out, middle, repetition_id(emission), 0, 0.0, middle)
                    _add_arc(out, middle, 0, 0, 0.0, target)
                _add_arc(out, state, emission, word, cost + price, emitting[emission, target])
    return out


def _add_arc(fst: StdVectorFst, state: int, label: int, word: int, cost: float, target: int) -> None:
    fst.add_arc(state, StdArc(label, word, cost, target))


def _add_path(fst: StdVectorFst, source: int, target: int, labels: Sequence[int], word: int, cost: float) -> None:
    state = source
    for at, label in enumerate(labels):
        follower = target if at == len(labels) - 1 else fst.add_state()
        _add_arc(fst, state, label, word if at == 0 else 0, cost if at == 0 else 0.0, follower)
        state = follower
