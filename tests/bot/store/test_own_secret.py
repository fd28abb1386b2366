"""Secrets that Hatef makes for itself: once, whole, for its own user."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.own_secret import api_token, own_secret, token_secret

NONE = Secrets()


def told(folder: Path, secrets: Secrets = NONE) -> Settings:
    (folder / "config.yml").write_text("language: fa\n", encoding="utf-8")
    return load_settings(folder / "config.yml", secrets)


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret"
    first = own_secret(path)
    assert len(first) == 64
    assert own_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [found.name for found in path.parent.iterdir()] == ["secret"]


def test_of_many_that_come_at_once_all_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as many:
        found = set(many.map(own_secret, [tmp_path / "secret"] * 64))
    assert len(found) == 1


def test_of_many_processes_all_get_the_same(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.store.own_secret import own_secret\n"
        "sys.stdin.read(); print(own_secret(Path(sys.argv[1])).decode())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "secret")]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    found = {one.communicate("go")[0] for one in running}
    assert found == {(tmp_path / "secret").read_text() + "\n"}


def test_what_signs_tokens_is_the_environments_or_our_own(tmp_path: Path) -> None:
    own = token_secret(told(tmp_path))
    assert own == (tmp_path / "var" / "secret").read_bytes()
    assert token_secret(told(tmp_path, Secrets(token_secret="x" * 32))) == b"x" * 32


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="HATEF_TOKEN_SECRET is too short"):
        token_secret(told(tmp_path, Secrets(token_secret="secret")))


def test_what_opens_the_api_is_the_environments_or_our_own(tmp_path: Path) -> None:
    own = api_token(told(tmp_path))
    assert own == (tmp_path / "var" / "api_token").read_text()
    assert api_token(told(tmp_path, Secrets(api_token="desk:" + "x" * 32))) == "desk:" + "x" * 32
