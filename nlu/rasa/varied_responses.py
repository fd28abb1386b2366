"""VariedResponses: of several wordings of a response, the one that this call has heard least; the first ones first.

Rasa chooses at random, which says the same twice in a row as often as not, and never the same in a test.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class VariedResponses(TemplatedNaturalLanguageGenerator):
    """The `nlg` of endpoints.yml."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response, worded."""
        if utter_action not in self.responses:
            return None
        slots = tracker.current_slot_values()
        fitting = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not fitting:
            return None
        said = sum(1 for event in tracker.events if _says(event, utter_action))
        return self._fill_response(copy.deepcopy(fitting[said % len(fitting)]), slots, **kwargs)


def _says(event: Any, response: str) -> bool:
    return isinstance(event, BotUttered) and (event.metadata or {}).get("utter_action") == response
