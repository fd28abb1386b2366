"""Parse sentences with a trained model, without a server: `python -m nlu.rasa.parse_lines MODEL`.

JSON on standard input: [{"text", "language"}]; JSON on standard output: [{"intent", "confidence", "ranking",
"entities"}] in the same order. The ranking is the classifier's, whatever the fallback decided.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from nlu.rasa import quiet


async def parse_all(model: str, items: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What the model makes of each item."""
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import UserMessage

    agent = await load_agent(model_path=model)
    found = []
    for item in items:
        message = UserMessage(item["text"], metadata={"language": item["language"]})
        parsed = await agent.processor.parse_message(message)
        found.append(
            {
                "intent": parsed["intent"]["name"],
                "confidence": parsed["intent"]["confidence"],
                "ranking": [one for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"][:5],
                "entities": [{"entity": one["entity"], "value": one["value"]} for one in parsed["entities"]],
            }
        )
    return found


def main() -> None:
    """Read, parse, write."""
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(log_level=40)
    quiet.install()
    items = json.load(sys.stdin)
    out = json.dumps(asyncio.run(parse_all(sys.argv[1], items)), ensure_ascii=False)
    sys.stdout.write("\n" + out + "\n")


if __name__ == "__main__":
    main()
