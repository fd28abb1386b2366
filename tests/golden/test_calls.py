"""Golden calls: what callers, agents and databases see of whole calls is what the files in `calls/` say.

A change that is meant is written with `python -m tests.golden`; the commit says why.
"""

from dataclasses import replace

import pytest

from tests.golden.driver import Service, hold
from tests.golden.parts import as_sound
from tests.golden.record import difference
from tests.golden.scenario import Scenario, golden, scenarios

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rasa, pytest.mark.timeout(240)]

ALL = scenarios()
BY_NAME = {scenario.name: scenario for scenario in ALL}


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)
async def test_a_call_is_as_it_was(house: Service, scenario: Scenario) -> None:
    changed = difference(golden(scenario), await hold(scenario, house))
    assert not changed, f"\n{changed}\nIf this is meant: python -m tests.golden, and say why in the commit."


async def test_a_changed_sentence_is_noticed(house: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def misspoken(text: str, language: str) -> bytes:
        return as_sound(text.replace("موجودی", "بدهی"), language)

    monkeypatch.setattr("tests.golden.parts.as_sound", misspoken)
    changed = difference(golden(BY_NAME["fa_balance"]), await hold(BY_NAME["fa_balance"], house))
    assert "-- {bot: موجودیِ حسابِ شما ۲۵۰ هزار تومان است.}\n+- {bot: بدهیِ حسابِ شما" in changed


async def test_a_call_that_goes_another_way_is_noticed(house: Service) -> None:
    refused = replace(BY_NAME["fa_refer"], human="refer refused")
    changed = difference(golden(BY_NAME["fa_refer"]), await hold(refused, house))
    assert "-  handoff_outcome: referred" in changed
    assert "+  handoff_outcome: callback" in changed
    assert "+callbacks:" in changed
