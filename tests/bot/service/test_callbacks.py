"""When promised calls are made at all, and in whose name."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.service.callbacks import _spoken, callback_folder, callbacks_kept, number_asker
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.acd.port import Outcome
from handoff.desk import Desk
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.handoff.doubles import OneAcd
from tests.shipped import PROMPTS, SENTENCES

DIAL = 'handoff: {agent: "sip:200@pbx.example", callbacks: {dial: "sip:{number}@pbx.example"}}\n'
NAME = "the keeping of call-backs"


def told(folder: Path, text: str) -> Settings:
    (folder / "config.yml").write_text(text, encoding="utf-8")
    return load_settings(folder / "config.yml")


@pytest.mark.parametrize(
    ("text", "agents", "runs"),
    [("language: fa\n", 1, False), (DIAL, 0, False), (DIAL, 1, True)],
    ids=["nothing to dial with", "nobody to join with", "both"],
)
async def test_promises_are_kept_where_both_sides_can_be_reached(
    tmp_path: Path, text: str, agents: int, runs: bool
) -> None:
    settings = told(tmp_path, text)
    engine = open_database(settings.database_url(settings.journal.url))
    store = HandoffStore(engine, tmp_path / "spill")
    acds = [OneAcd("queue", Outcome(State.BRIDGED, "queue"))] * agents
    desk = Desk(store, TokenMint(b"a secret of the tests"), acds, SENTENCES)
    gateway, context = cast(Any, SimpleNamespace(draining=False)), cast(Any, SimpleNamespace(apologies={}))
    humans = cast(Any, SimpleNamespace(store=store, queues=SimpleNamespace(acds=(), serving=False)))
    async with callbacks_kept(settings, engine, humans, desk, gateway, context, PROMPTS):
        assert (NAME in {task.get_name() for task in asyncio.all_tasks()}) is runs
    assert NAME not in {task.get_name() for task in asyncio.all_tasks()}
    store.close()
    engine.dispose()


def test_steps_wait_beside_the_database(tmp_path: Path) -> None:
    settings = told(tmp_path, f"journal: {{url: 'sqlite:///{tmp_path}/elsewhere/hatef.db'}}\n")
    assert callback_folder(settings) == tmp_path / "elsewhere" / "callbacks"


def test_who_calls_has_a_name_in_every_language(tmp_path: Path) -> None:
    settings = told(tmp_path, 'company: {name: {fa: "فروشگاه"}}\n')
    context = cast(Any, SimpleNamespace(apologies={"fa": b"sorry"}))
    spoken = _spoken(settings, context, PROMPTS)
    assert {code: one.company for code, one in spoken.items()} == {"fa": "فروشگاه", "ar": "فروشگاه"}
    assert spoken["fa"].apology_pcm == b"sorry"


def test_callers_are_asked_for_a_number_where_hatef_calls_it(tmp_path: Path) -> None:
    assert number_asker(told(tmp_path, "language: fa\n"), PROMPTS) is None
    assert number_asker(told(tmp_path, DIAL), PROMPTS) is not None
