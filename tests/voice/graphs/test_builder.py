"""Graphs by hand: which frame sequences give which words. Runs in a child process, see graph_worker.py."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CHECK = """
import json, sys
from kaldifst import ArcIterator, StdVectorFst
job = json.load(sys.stdin)
graph = StdVectorFst.read(job["fst"])

def paths(frames):
    best = {(graph.start, ()): 0.0}
    def close(live):
        todo = list(live)
        while todo:
            state, words = todo.pop()
            for arc in ArcIterator(graph, state):
                if arc.ilabel == 0:
                    key = (arc.nextstate, words + ((arc.olabel,) if arc.olabel else ()))
                    cost = live[state, words] + arc.weight.value
                    if cost < live.get(key, 1e9) - 1e-6:
                        live[key] = cost
                        todo.append(key)
        return live
    best = close(best)
    for frame in frames:
        live = {}
        for (state, words), spent in best.items():
            for arc in ArcIterator(graph, state):
                if arc.ilabel == frame:
                    key = (arc.nextstate, words + ((arc.olabel,) if arc.olabel else ()))
                    live[key] = min(live.get(key, 1e9), spent + arc.weight.value)
        best = close(live)
    ends = {}
    for (state, words), spent in best.items():
        total = spent + graph.final(state).value
        if total < 1e8:
            ends[words] = min(ends.get(words, 1e9), total)
    return sorted(([list(words), round(cost, 3)] for words, cost in ends.items()), key=lambda end: end[1])

print(json.dumps([paths(frames) for frames in job["frames"]]))
"""
BLANK, A, A_AGAIN, B, C = 1, 4, 3, 6, 8


def run(code: list[str], job: dict[str, Any]) -> Any:
    done = subprocess.run(
        [sys.executable, *code], input=json.dumps(job), capture_output=True, text=True, cwd=ROOT, check=True
    )
    return json.loads(done.stdout)


def readings(tmp_path: Path, frames: list[list[int]], *, closed: bool) -> list[list[tuple[list[int], float]]]:
    """Words 1 "ab", 2 "a", 3 "c"; lines "ab c" (twice) and "a"."""
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "ab": 1, "a": 2, "c": 3, "[unk]": 4},
        "sounds": {"ab": [[1, 2]], "a": [[1]], "c": [[3]]},
        "lines": [[["ab", "c"], 2.0], [["a"], 1.0]],
        "closed": closed,
        "options": {},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    found: list[list[tuple[list[int], float]]] = run(["-c", CHECK], {"fst": job["out"], "frames": frames})
    return found


def test_closed_graph_takes_its_lines_only(tmp_path: Path) -> None:
    plain, stretched, single, other = readings(
        tmp_path,
        [[A, B, C], [BLANK, A, A_AGAIN, BLANK, B, BLANK, BLANK, C, BLANK], [A], [C, A]],
        closed=True,
    )
    assert [words for words, _ in plain] == [[1, 3]]
    assert plain == stretched
    assert [words for words, _ in single] == [[2]]
    assert other == []


def test_likelier_lines_cost_less(tmp_path: Path) -> None:
    long, short = readings(tmp_path, [[A, B, C], [A]], closed=True)
    assert long[0][1] < short[0][1]


def test_open_graph_takes_any_order_and_unknown_words(tmp_path: Path) -> None:
    swapped, unknown = readings(tmp_path, [[C, BLANK, A], [10, 12, 14]], closed=False)
    assert swapped[0][0] == [3, 2]
    assert unknown[0][0] == [4]


def test_words_of_the_background_are_heard(tmp_path: Path) -> None:
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "ab": 1, "a": 2, "c": 3, "cb": 4, "[unk]": 5},
        "sounds": {"ab": [[1, 2]], "a": [[1]], "c": [[3]], "cb": [[3, 2]]},
        "lines": [[["ab", "c"], 2.0], [["a"], 1.0]],
        "closed": False,
        "options": {"background": {"cb": 2.0}},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    (found,) = run(["-c", CHECK], {"fst": job["out"], "frames": [[A, C, B]]})
    assert found[0][0] == [2, 4]


def test_sentences_about_anything_make_their_words_likelier(tmp_path: Path) -> None:
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "a": 1, "b": 2, "c": 3, "[unk]": 4},
        "sounds": {"a": [[1]], "b": [[2]], "c": [[3]]},
        "lines": [[["a"], 2.0]],
        "closed": False,
        "options": {"background_lines": ["a b", "c"], "background_weight": 0.5},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    told, other = run(["-c", CHECK], {"fst": job["out"], "frames": [[A, B], [A, C]]})
    assert (told[0][0], other[0][0]) == ([1, 2], [1, 3])
    assert told[0][1] < other[0][1]


def test_a_class_stands_for_each_of_its_members_and_the_sentence_goes_on(tmp_path: Path) -> None:
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "a": 1, "ab": 2, "b": 3, "c": 4, "[unk]": 5},
        "sounds": {"a": [[1]], "ab": [[1, 2]], "b": [[2]], "c": [[3]]},
        "lines": [[["a"], 1.0]],
        "closed": False,
        "options": {"background_lines": ["a {city} c"], "classes": {"{city}": ["b", "b ab"]}, "word_cost": 0.0},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    one, two, other = run(["-c", CHECK], {"fst": job["out"], "frames": [[A, B, C], [A, B, A, B, C], [A, C, C]]})
    assert one[0][0] == [1, 3, 4]
    assert two[0][0] == [1, 3, 2, 4]
    assert other[0][0] == [1, 4, 4]
    assert one[0][1] < other[0][1], "c is likelier after the class than after c"


def test_numbers_of_the_awaited_length_are_heard(tmp_path: Path) -> None:
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "ab": 1, "a": 2, "c": 3, "b": 4, "[unk]": 5},
        "sounds": {"ab": [[1, 2]], "a": [[1]], "c": [[3]], "b": [[2]]},
        "lines": [[["ab", "c"], 2.0], [["a"], 1.0]],
        "closed": False,
        "options": {"numbers": [[["b", "c"], ["b", "c b"]]], "number_cost": 0.0},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    found = run(["-c", CHECK], {"fst": job["out"], "frames": [[B], [B, C, B], [A, B, BLANK, B]]})
    assert [one[0][0] if one else None for one in found] == [None, [4, 3, 4], [2, 4, 4]]


def test_a_near_sound_is_heard_at_its_price(tmp_path: Path) -> None:
    job = {
        "phones": 3,
        "symbols": {"<eps>": 0, "ab": 1, "[unk]": 2},
        "sounds": {"ab": [[1, 2]]},
        "lines": [[["ab"], 1.0]],
        "closed": True,
        "options": {"ears": [[2, 3, 1.5], [1, 0, 2.0]]},
        "out": str(tmp_path / "HCLG.fst"),
    }
    run(["-m", "voice.graphs.worker"], job)
    unknown_c, unknown_c_again = 14, 13
    frames = [[A, B], [A, unknown_c, unknown_c_again], [B], [A], [unknown_c, B]]
    meant, near, dropped, *others = run(["-c", CHECK], {"fst": job["out"], "frames": frames})
    assert meant[0][0] == near[0][0] == dropped[0][0] == [1]
    assert near[0][1] - meant[0][1] == 1.5
    assert dropped[0][1] - meant[0][1] == 2.0
    assert others == [[], []]
