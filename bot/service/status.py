"""How a running Hatef fares: what `hatef status` shows and the control socket carries."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

from bot.service.board import Counts
from bot.service.control_wire import BadLine


@dataclass(frozen=True, slots=True)
class Part:
    """A child process as it is now; of its past see `voice.keep.Kept`."""

    name: str
    pid: int | None
    up: bool
    deaths: int = 0
    last_why: str = ""
    keepers_lost: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """A running Hatef."""

    pid: int
    since: datetime
    """Aware, UTC."""
    uptime_s: int
    state: Literal["serving", "draining"]
    config: str
    sip: str
    """Host and port."""
    registered: bool | None
    """At the PBX; None: there is no account."""
    calls: Counts
    in_line: int
    max_calls: int
    capacity: int
    """So many calls the recognisers can serve at once, as far as was measured."""
    parts: tuple[Part, ...]
    """What runs as our child: recognisers, the second pass, voices, Rasa, the action server, the console."""
    dialogue_url: str
    """Of a Rasa that is not ours; else ""."""
    database: str
    """Its address without the password."""
    database_behind: bool
    """Entries of the journal wait for it."""
    entries_lost: int
    """Of the journal, since the start."""
    console: str = ""
    """The address of pages and API; "" where they are off."""
    recordings: str = ""
    """«off», how many are under way, or why none is made; "": a Hatef that knows of none."""


def status_as_json(status: Status) -> dict[str, Any]:
    """As the control socket carries it."""
    return {**asdict(status), "since": status.since.isoformat(timespec="seconds")}


def parse_status(raw: Mapping[str, Any]) -> Status:
    """What `status_as_json` made; keys of a newer Hatef are passed over. Raises BadLine."""
    try:
        known = _known(Status, raw)
        known["since"] = datetime.fromisoformat(raw["since"])
        known["calls"] = Counts(**_known(Counts, raw["calls"]))
        known["parts"] = tuple(Part(**_known(Part, part)) for part in raw["parts"])
        return Status(**known)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadLine("request", "no status of a Hatef") from error


def _known(kind: type, raw: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: raw[field.name] for field in fields(kind) if field.name in raw}
