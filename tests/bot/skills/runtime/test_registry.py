"""Every action of the package is found, and each is one that the domain knows."""

from pathlib import Path

import pytest
import yaml

from bot.skills.conduct import conduct
from bot.skills.runtime.registry import Action, discover, pick
from nlu.training.flows import ACTION

ROOT = Path(__file__).resolve().parents[4]


def domain_actions() -> set[str]:
    domain = yaml.safe_load((ROOT / "data" / "domain" / "domain.yml").read_text(encoding="utf-8"))
    return {name for name in domain["actions"] if name.startswith(("action_", "validate_"))}


def test_every_action_of_the_domain_is_served_and_no_other() -> None:
    assert set(discover()) == domain_actions() | {ACTION}  # that of the flows comes with them


@pytest.mark.parametrize("found", discover().values(), ids=lambda found: found.name)
def test_every_action_says_what_it_does(found: Action) -> None:
    assert found.run.__doc__


def test_two_actions_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Action("action_goodbye", conduct.repeat.run)
    monkeypatch.setattr(conduct, "twin", twin, raising=False)
    with pytest.raises(ValueError, match="action_goodbye"):
        discover()


def test_texts_by_language_fall_back_to_persian() -> None:
    both = {"fa": "تهران", "ar": "طهران"}
    assert [pick(both, language) for language in ("fa", "ar", "tr")] == ["تهران", "طهران", "تهران"]
    assert pick({"fa": "تهران", "ar": ""}, "ar") == "تهران"
    assert pick({}, "fa") == ""
