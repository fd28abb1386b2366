"""What tests read out of an action's reply."""

from typing import Any

HUMAN_LISTENS = {"event": "followup", "name": "action_listen"}


def texts(reply: dict[str, Any]) -> list[str]:
    return [message["text"] for message in reply["responses"] if "text" in message]


def custom(reply: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for message in reply["responses"]:
        merged |= message.get("custom", {})
    return merged


def slots(reply: dict[str, Any]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in reply["events"] if event["event"] == "slot"}


def facts(reply: dict[str, Any]) -> list[dict[str, Any]]:
    return [message["custom"]["fact"] for message in reply["responses"] if "fact" in message.get("custom", {})]
