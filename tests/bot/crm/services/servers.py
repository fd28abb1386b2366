"""PostgreSQL and MariaDB servers of this machine, started for a test and gone after it; skipped where they are not."""

import getpass
import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _need(module: str, extra: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"the driver {module} is not installed: pip install 'hatef[{extra}]'")


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database."""
    _need("psycopg", "postgres")
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    user = "postgres" if getpass.getuser() == "root" else getpass.getuser()  # it does not serve root
    run: list[str | Path] = ["runuser", "-u", user, "--"] if user == "postgres" else []
    with _folder(user) as folder:
        make = [*run, POSTGRES[-1] / "initdb", "-D", folder / "data", "-A", "trust", "-U", "hatef", "-E", "UTF8"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        settings = ("listen_addresses=", "fsync=off", f"unix_socket_directories={folder}")
        server = [*run, POSTGRES[-1] / "postgres", "-D", folder / "data", *(f"--{one}" for one in settings)]
        with _running(server, folder):
            yield _up(f"postgresql+psycopg://hatef@/postgres?host={folder}", folder / ".s.PGSQL.5432")


@contextmanager
def mariadb() -> Iterator[str]:
    """The URL of an empty database."""
    _need("pymysql", "mysql")
    program = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    if program is None:
        pytest.skip("no MariaDB server: apt-get install mariadb-server-core")
    with _folder(getpass.getuser()) as folder:
        (folder / "data").mkdir()
        server = [program, "--no-defaults", f"--datadir={folder / 'data'}", f"--socket={folder / 's'}",
                  "--skip-networking", "--skip-grant-tables", f"--user={getpass.getuser()}"]  # fmt: skip
        with _running(server, folder):
            url = f"mysql+pymysql://root@localhost/?unix_socket={folder / 's'}&charset=utf8mb4"
            engine = create_engine(_up(url, folder / "s"))
            with engine.begin() as connection:
                connection.execute(text("CREATE DATABASE crm CHARACTER SET utf8mb4"))
            engine.dispose()
            yield url.replace("localhost/", "localhost/crm")


@contextmanager
def _folder(user: str) -> Iterator[Path]:
    """Short, for the socket in it, and the user's own; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="hatef"))
    shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: Sequence[str | Path], folder: Path) -> Iterator[None]:
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server:
        try:
            yield
        finally:
            server.terminate()
            server.wait(20)


def _up(url: str, place: Path) -> str:
    """The URL, once the server answers; before `place`, its socket, is there, drivers would leave their own open."""
    engine = create_engine(url)
    for _ in range(600):
        try:
            with socket.socket(socket.AF_UNIX) as plain:
                plain.connect(str(place))
            with engine.connect():
                break
        except (OSError, SQLAlchemyError):
            time.sleep(0.1)
    engine.dispose()
    return url
