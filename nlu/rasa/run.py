"""Run a module of this room in Rasa's environment: `PYTHON .../nlu/rasa/run.py nlu.rasa.launch train ...`.

By its path, for its Python is another than ours: the folder that holds this room may hold our own interpreter's
packages too (an installed Hatef's site-packages), and of those Rasa's interpreter must find none.
"""

from __future__ import annotations

import runpy
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


def bring(room: Path) -> None:
    """Make the package in `room` importable, and nothing that lies beside it."""
    loader = SourceFileLoader(room.name, str(room / "__init__.py"))
    spec = spec_from_file_location(room.name, loader.path, loader=loader, submodule_search_locations=[str(room)])
    assert spec is not None
    package = sys.modules[room.name] = module_from_spec(spec)
    loader.exec_module(package)


def main() -> None:
    """Run the module that the first argument names with the arguments behind it."""
    own = Path(__file__).resolve().parent
    sys.path[:] = [folder for folder in sys.path if Path(folder).resolve() != own]  # its modules are nlu.rasa's
    bring(own.parent)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
