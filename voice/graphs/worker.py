"""Compiles one graph in a process of its own: a job as JSON on standard input, counts as JSON on standard output.

kaldifst and vosk both carry OpenFst. With kaldifst loaded first, loading vosk never returns, and with both loaded the
process may die at its end (seen with kaldifst 1.8.3 and vosk 0.3.45). So kaldifst lives here and nowhere else.
"""

import json
import sys
from pathlib import Path
from typing import Any

from voice.graphs.builder import GraphBuilder
from voice.graphs.options import GraphOptions


def compile_job(job: dict[str, Any]) -> dict[str, int]:
    """Build the graph of a job and write it to job["out"]."""
    builder = GraphBuilder(job["phones"], job["symbols"], GraphOptions(**job["options"]))
    lines = [(words, weight) for words, weight in job["lines"]]
    grammar = builder.closed_grammar(lines) if job["closed"] else builder.open_grammar(lines)
    graph = builder.expand(builder.lexicon_fst(job["sounds"], unknown=not job["closed"]), grammar)
    out = Path(job["out"])
    partial = out.with_suffix(".part")
    graph.write(str(partial))
    partial.replace(out)
    return {"states": graph.num_states, "arcs": sum(graph.num_arcs(state) for state in range(graph.num_states))}


if __name__ == "__main__":
    json.dump(compile_job(json.load(sys.stdin)), sys.stdout)
