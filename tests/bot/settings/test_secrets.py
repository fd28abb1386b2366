"""Secrets leave the environment before any child is started; nobody else reads one there."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings.secrets import KNOWN, NAME, Secrets, take
from bot.settings.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
READER = Path("bot/settings/secrets.py")
RASAS = {Path("nlu/rasa/launch.py"), Path("nlu/rasa/connector.py")}
"""Run in Rasa's process, which is given its two tokens and none of ours."""
SPAWN = """
import subprocess, sys
from bot.settings.secrets import KNOWN, of_this_process
print(of_this_process().sip_password)
print(subprocess.run([sys.executable, "-c", "import os; print(dict(os.environ))"], capture_output=True).stdout.decode())
"""


def test_secrets_are_known_and_no_child_inherits_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HATEF_SIP_PASSWORD", "HATEF_TOKEN_SECRET", "HATEF_RASA_TOKEN", "HATEF_CRM_API_KEY"):
        monkeypatch.setenv(name, "geheim")
    monkeypatch.setenv("HATEF_STATE", "/state")
    seen = subprocess.run([sys.executable, "-c", SPAWN], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    known, _, inherited = seen.partition("\n")
    assert known == "geheim"
    assert "geheim" not in inherited
    assert "/state" in inherited


def test_what_was_taken_can_be_given_to_another_hatef() -> None:
    given = {"HATEF_SIP_PASSWORD": "a", "HATEF_CRM_API_KEY": "b", "PATH": "/bin"}
    environment = dict(given)
    taken = take(environment)
    assert environment == {"PATH": "/bin"}
    assert (taken.sip_password, taken.rasa_token) == ("a", "")
    assert {**environment, **taken.as_environment()} == given
    assert take(taken.as_environment()) == taken


def test_nothing_shows_a_secret() -> None:
    taken = Secrets(**dict.fromkeys(KNOWN.values(), "geheim"), others={"HATEF_X_KEY": "geheim"})
    assert "geheim" not in repr(taken)


def test_settings_hold_the_secrets_that_they_are_given_and_show_none(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    settings = load_settings(tmp_path / "config.yml", Secrets(rasa_token="geheim"))
    assert settings.secrets.rasa_token == "geheim"
    assert "geheim" not in repr(settings)


def read_names(path: Path) -> Iterator[str]:
    """The names of the variables that a file reads in the environment; "?" for one that is not written there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=key, ctx=ast.Load()):
                pass
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get" | "pop" | "setdefault"),
                args=[key, *_],
            ):
                pass
            case ast.Call(func=ast.Attribute(attr="getenv") | ast.Name(id="getenv"), args=[key, *_]):
                pass
            case _:
                continue
        yield str(key.value if isinstance(key, ast.Constant) else constants.get(getattr(key, "id", ""), "?"))


def secret_reads(path: Path) -> list[str]:
    return [name for name in read_names(path) if name == "?" or NAME.fullmatch(name)]


def test_one_file_reads_secrets_in_the_environment() -> None:
    files = [file for top in ("bot", "nlu", "voice", "handoff") for file in sorted((ROOT / top).rglob("*.py"))]
    found = {file.relative_to(ROOT): names for file in files if (names := secret_reads(file))}
    assert set(found) <= {READER, *RASAS}
    assert sum(len(list(read_names(file))) for file in files) > 5  # others are read: the walk sees them


@pytest.mark.parametrize(
    "line",
    [
        "os.environ['HATEF_SIP_PASSWORD']",
        "os.environ.get('HATEF_RASA_TOKEN', '')",
        "os.getenv('HATEF_X_KEY')",
        "V = 'HATEF_TOKEN_SECRET'; os.environ.pop(V)",
        "os.environ.get(name())",
    ],
)
def test_a_read_elsewhere_is_seen(tmp_path: Path, line: str) -> None:
    (tmp_path / "stray.py").write_text(f"import os\n{line}\n", encoding="utf-8")
    assert secret_reads(tmp_path / "stray.py") != []
