"""Holds a golden call: the real `Call`, dialogue, desk, packet store and journal, with parts that note what happens."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import yaml

from tests.golden.parts import Agents, Ear, Leg, Voice, as_sound, cannot_refer
from tests.golden.product import (
    Acd,
    Call,
    CallContext,
    Caller,
    CallerTurn,
    Desk,
    Dialogue,
    GatewayAgents,
    HandoffSentences,
    HandoffStore,
    Journal,
    Party,
    PromptPlayer,
    RasaDialogue,
    ReferAcd,
    ReferOptions,
    Reply,
    RingOptions,
    RingRules,
    Settings,
    Sources,
    TokenMint,
    Understood,
    build_sample,
    handoff_sentences,
    load_prompts,
    load_settings,
    lone_plan,
    lone_queue,
    open_database,
    open_dialogue,
    own_slots,
    train,
)
from tests.golden.record import Tape, away, back, record
from tests.golden.scenario import CALLED, Scenario

HOME = Path(__file__).resolve().parents[2]
HOUSE_LANGUAGE = "fa"
CALL_S = 60.0
PATIENT_S = 30.0
"""No golden call may depend on how busy the machine is."""
WAYS: dict[str, tuple[tuple[int | Exception, ...], tuple[str, ...]]] = {
    "nobody": ((), ()),
    "refer": ((200,), ()),
    "refer refused": ((603,), ()),
    "agent": ((), ("answers",)),
    "refer refused, then the agent": ((603,), ("answers",)),
    "no answer": ((), ("no answer", "no answer")),
    "the caller leaves": ((), ("caller leaves",)),
    "dead": ((cannot_refer(),), ("unreachable", "unreachable")),
}
"""By the scenario's `human`: how REFERs end, then what comes of each ring at the agent's telephone."""


@dataclass(frozen=True)
class Service:
    """What all golden calls share."""

    settings: Settings
    dialogue: RasaDialogue
    crm: Path
    folder: Path


@asynccontextmanager
async def open_service(folder: Path) -> AsyncIterator[Service]:
    """The dialogue with its trained model, and the golden customers; state and databases are in `folder`."""
    model = train(Sources(HOME / "config.yml", HOME / "data"), HOME / "var")
    state = folder / "var"
    (state / "models" / "rasa").mkdir(parents=True)
    (state / "models" / "rasa" / model.name).symlink_to(model)
    crm = state / "crm.db"
    build_sample(f"sqlite:///{crm}", Path(__file__).parent / "customers.yml")
    settings = load_settings(_config(folder, crm))
    before = os.environ.get("HATEF_STATE")
    os.environ["HATEF_STATE"] = str(state)
    try:
        async with open_dialogue(settings, settings.file) as dialogue:
            yield Service(settings, dialogue, crm, folder)
    finally:
        os.environ.pop("HATEF_STATE") if before is None else os.environ.update(HATEF_STATE=before)


def _config(folder: Path, crm: Path) -> Path:
    """Hatef's configuration as it is shipped, for these customers and a dialogue that may take its time."""
    raw: dict[str, Any] = yaml.safe_load((HOME / "config.yml").read_text(encoding="utf-8"))
    raw["home"] = str(HOME)
    raw["crm"] = {"url": f"sqlite:///{crm}", "sample": False}
    raw["dialogue"] = {"timeout_s": PATIENT_S}
    raw["languages"] = {"by_number": {number: language for language, number in CALLED.items()}}
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


async def hold(scenario: Scenario, house: Service) -> dict[str, Any]:
    """One call to its end, and everything that callers, agents and databases saw of it."""
    call_id = f"golden-{secrets.token_hex(4)}"
    database = house.folder / f"{call_id}.db"
    engine = open_database(f"sqlite:///{database}")
    journal = Journal(engine, spill=house.folder / call_id / "journal")
    store = HandoffStore(engine, house.folder / call_id / "packets", timeout_s=PATIENT_S)
    tape = Tape()
    stage = _Stage(scenario, house, tape, database, call_id)
    try:
        try:
            stage.begin()
            async with asyncio.timeout(CALL_S):
                await Call(stage.leg, stage.context(store, journal)).run()
        finally:
            stage.mend()
        await store.tidy()
        promised = await store.callbacks()
    finally:
        store.close()
        await asyncio.to_thread(journal.close)
        engine.dispose()
    return record(tape, database, promised)


class _Stage:
    """One call's own parts."""

    def __init__(self, scenario: Scenario, house: Service, tape: Tape, database: Path, call_id: str) -> None:
        self._scenario, self._house, self._tape, self._database = scenario, house, tape, database
        caller = Party(scenario.number, "pbx")
        self.leg = Leg(call_id, caller, scenario.called, scenario.language, tape.call)
        self._voice = Voice()
        self._dialogue = _Mortal(house.dialogue)
        self._crm_away = house.crm.with_suffix(".away")

    def context(self, store: HandoffStore, journal: Journal) -> CallContext:
        """What the call finds around itself."""
        every = load_prompts(self._house.settings.data)
        sentences = handoff_sentences(every)
        # «One moment» is said when the machine is slow: here never.
        prompts = {language: replace(own.call, moment="") for language, own in every.items()}
        language = self._scenario.language
        return CallContext(
            options=self._house.settings.call,
            dialogue=self._dialogue,
            listeners=Ear(self.leg, self._scenario.turns, language, self._tape.call, self._break),
            speaker=self._voice,
            desk=Desk(store, TokenMint(b"a secret of the golden calls"), self._acds(sentences), sentences),
            journal=journal,
            prompts=prompts,
            apologies={code: as_sound(own.apology, code) for code, own in prompts.items()},
            wording=lambda text, _language: text,
            own_slots=own_slots(),
            suggest=self._house.dialogue.suggest,
            vocabularies=dict.fromkeys(prompts, frozenset[str]()),
        )

    def _acds(self, sentences: HandoffSentences) -> list[Acd]:
        refers, rings = WAYS[self._scenario.human]
        self.leg.refer_codes = list(refers)
        acds: list[Acd] = []
        if refers:
            acds.append(ReferAcd(ReferOptions("sip:queue-{token}-{skill}@pbx.example"), sentences))
        if rings:
            agents = Agents(self.leg, rings, HOUSE_LANGUAGE, self._tape.agent)
            line = GatewayAgents(cast(Any, agents), lambda leg, _: self._agents_mouth(cast(Leg, leg)))
            plan = lone_plan(RingRules(), RingOptions(language=HOUSE_LANGUAGE), rest_s=0.0)
            acds.append(lone_queue(line, "sip:agent@pbx.example", sentences, plan))
        return acds

    def _agents_mouth(self, leg: Leg) -> PromptPlayer:
        return PromptPlayer(leg.play, self._voice, lambda text, _language: text, HOUSE_LANGUAGE)

    def begin(self) -> None:
        """What is broken before the call comes."""
        if self._scenario.broken:
            self._tape.call("breaks", self._scenario.broken)
            self._break(self._scenario.broken)

    def _break(self, part: str) -> None:
        """From now on `part` does not work."""
        match part:
            case "dialogue":
                self._dialogue.dead = True
            case "voice":
                self._voice.dead = True
            case "crm":
                self._house.crm.rename(self._crm_away)
            case "database":
                away(self._database)
            case _:
                raise ValueError(f"no such part: {part}")

    def mend(self) -> None:
        """What the calls share is whole again, and the database takes what it did not take."""
        if self._crm_away.exists():
            self._crm_away.rename(self._house.crm)
        back(self._database)


class _Mortal:
    """The dialogue; a dead one is a server that nobody runs."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._living = dialogue
        self._nobody = RasaDialogue("http://127.0.0.1:1", timeout_s=PATIENT_S)
        self.dead = False

    async def start(self, caller: Caller) -> Reply:
        return await self._dialogue.start(caller)

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        return await self._dialogue.understand(caller, said)

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        return await self._dialogue.turn(caller, said)

    @property
    def _dialogue(self) -> Dialogue:
        return self._nobody if self.dead else self._living
