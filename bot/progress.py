"""What long work shows on the terminal: one line a step with its time, a moving mark while it runs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the block runs, and how long it took."""
    began = time.monotonic()
    with console.status(title):
        yield
    console.print(f"  [green]✓[/green] {title} [dim]{time.monotonic() - began:.1f} s[/dim]")
