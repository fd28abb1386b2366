"""The built-in queues on the control socket and in the console: views as JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from bot.service.control_wire import BadLine
from handoff.acd.own.view import AgentView, BoardView, QueueView, WaitingView


def board_as_json(view: BoardView) -> dict[str, Any]:
    """The whole board."""
    return {
        "queues": [asdict(one) for one in view.queues],
        "agents": [agent_as_json(one) for one in view.agents],
        "waiting": [{**asdict(one), "since": _moment(one.since)} for one in view.waiting],
    }


def agent_as_json(agent: AgentView) -> dict[str, Any]:
    """One agent."""
    return {**asdict(agent), "since": _moment(agent.since)}


def parse_board(raw: Mapping[str, Any]) -> BoardView:
    """What `board_as_json` made; keys of a newer Hatef are passed over. Raises BadLine."""
    try:
        return BoardView(
            tuple(QueueView(**_known(QueueView, one)) for one in raw["queues"]),
            tuple(parse_agent(one) for one in raw["agents"]),
            tuple(WaitingView(**_timed(_known(WaitingView, one))) for one in raw["waiting"]),
        )
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadLine("request", "no board of queues") from error


def parse_agent(raw: Mapping[str, Any]) -> AgentView:
    """What `agent_as_json` made. Raises BadLine."""
    try:
        known = _timed(_known(AgentView, raw))
        return AgentView(**{**known, **{name: tuple(known[name]) for name in ("languages", "skills", "queues")}})
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadLine("request", "no agent") from error


def _timed(known: dict[str, Any]) -> dict[str, Any]:
    return {**known, "since": datetime.fromisoformat(known["since"])}


def _known(kind: type, raw: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: raw[field.name] for field in fields(kind) if field.name in raw}


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")
