"""What long work shows on the terminal: one line a step with its time, a moving mark while it runs."""

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

WIDTH = None if sys.stdout.isatty() else 160
"""Into a file or a pipe tables are as wide as they need."""

LIST_WIDTH = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 80)
"""Lists are read there as in a terminal: wider ones become records of lines (`bot.cli.listing`); None: its width."""

console = Console(highlight=False, width=WIDTH)
errors = Console(stderr=True, highlight=False)


def write_any_letter() -> None:
    """In a terminal without our letters they are shown as \\u200c and the like, instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the block runs, and how long it took."""
    began = time.monotonic()
    with console.status(title):
        yield
    console.print(f"  [green]✓[/green] {title} [dim]{time.monotonic() - began:.1f} s[/dim]")
