"""Which program holds a port of this machine, as far as this user may see (proc(5): /proc/net, /proc/PID/fd)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LISTENING = {"tcp": "0A", "udp": "07"}


@dataclass(frozen=True, slots=True)
class Owner:
    """A process and its command line."""

    pid: int
    command: tuple[str, ...]

    @property
    def is_hatef(self) -> bool:
        """Whether it is a running `hatef serve`, or its console."""
        return (
            "bot.console" in self.command
            or "serve" in self.command
            and any(part == "bot" or part.endswith(("/hatef", "bot/__main__.py")) for part in self.command)
        )

    def __str__(self) -> str:
        name = "Hatef" if self.is_hatef else Path(self.command[0]).name if self.command else "a program"
        return f"{name}, process {self.pid}"


def owner_of(port: int, transport: str, proc: Path = PROC) -> Owner | None:
    """Who holds the port; None where it is free or its owner is hidden from this user."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port, transport, proc)}
    if not sockets:
        return None
    for folder in proc.glob("[0-9]*"):
        if _holds(folder / "fd", sockets):
            return Owner(int(folder.name), _command(folder))
    return None


def _inodes(port: int, transport: str, proc: Path) -> Iterator[str]:
    for name in (transport, f"{transport}6"):
        try:
            lines = (proc / "net" / name).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            if int(fields[1].rpartition(":")[2], 16) == port and fields[3] == LISTENING[transport]:
                yield fields[9]


def _holds(folder: Path, sockets: set[str]) -> bool:
    try:
        return any(str(link.readlink()) in sockets for link in folder.iterdir())
    except OSError:
        return False


def _command(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(
            part for part in (folder / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0") if part
        )
    except OSError:
        return ()
