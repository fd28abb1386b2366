"""`python -m tests.golden`: hold every golden call and rewrite its file; the diff is then a person's to judge."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.golden.driver import hold, open_service
from tests.golden.record import as_text
from tests.golden.scenario import CALLS, golden, golden_file, scenarios


async def rewrite() -> None:
    """Every file anew; one whose scenario is gone goes with it."""
    kept = set()
    with tempfile.TemporaryDirectory() as folder:
        async with open_service(Path(folder)) as house:
            for scenario in scenarios():
                path = golden_file(scenario)
                text = as_text(await hold(scenario, house))
                is_new = not path.exists() or golden(scenario) != text
                path.write_text(text, encoding="utf-8")
                kept.add(path)
                sys.stdout.write(f"{scenario.name}: {'changed' if is_new else 'as it was'}\n")
    for path in set(CALLS.glob("*.yml")) - kept:
        path.unlink()


asyncio.run(rewrite())
