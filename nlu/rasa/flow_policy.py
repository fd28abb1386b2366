"""FlowPolicy: rules as RulePolicy knows them, and flows (data/flows) beside them.

a turn while a flow asks          what a flow answers itself, or another flow's trigger ──▶ action_flow
                                  any other intent that has a rule ──▶ the rule, then action_flow asks again
                                  no rule either ──▶ action_flow: not understood
a turn while nothing asks         a flow's trigger ──▶ action_flow; all else ──▶ the rules
after action_flow                 action_listen

Which intents these are is written into its configuration by the training (`nlu.training.flows`); where the conversation
stands is in the slot `flow`. The walk through a flow is the action's (`bot/skills/flows`): one action a turn.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

ACTION, SLOT = "action_flow", "flow"
SURE = 1.0
"""How sure RulePolicy is where a rule applies."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class FlowPolicy(RulePolicy):
    """See the module."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`triggers`: [{intent, least, entities}]; `answered`: intents that a flow answers while it asks."""
        return {**RulePolicy.get_default_config(), "triggers": [], "answered": []}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The next action, as the table above says."""
        by_rules = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        wanted = self._wanted(tracker, domain, by_rules)
        if wanted is None or ACTION not in domain.action_names_or_texts:
            return by_rules
        return self._prediction(self._prediction_result(wanted, tracker, domain))

    def _wanted(self, tracker: DialogueStateTracker, domain: Domain, by_rules: PolicyPrediction) -> str | None:
        """The flows' action or listening; None leaves it to the rules."""
        last = tracker.latest_action_name
        asks = bool((tracker.get_slot(SLOT) or {}).get("question"))
        ruled = by_rules.max_confidence >= SURE
        if last == ACTION:
            return ACTION_LISTEN_NAME
        if last != ACTION_LISTEN_NAME:  # a rule is at work, and where it is done the open question is put again
            over = not ruled or by_rules.probabilities[domain.index_for_action(ACTION_LISTEN_NAME)] >= SURE
            return ACTION if asks and over else None
        if self._triggered(tracker):
            return ACTION
        if not asks:
            return None
        intent = str((tracker.latest_message.intent or {}).get("name") or "") if tracker.latest_message else ""
        return None if intent not in self.config["answered"] and ruled else ACTION

    def _triggered(self, tracker: DialogueStateTracker) -> bool:
        """Whether what the caller said starts a flow."""
        latest = tracker.latest_message
        if latest is None:
            return False
        intent = latest.intent or {}
        named = {str(entity.get("entity")) for entity in latest.entities or ()}
        return any(
            one["intent"] == intent.get("name")
            and float(intent.get("confidence") or 0.0) >= one["least"]
            and set(one["entities"]) <= named
            for one in self.config["triggers"]
        )
