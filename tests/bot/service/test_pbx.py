"""Which road leads into the company's PBX, by what config.yml says."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.service.pbx import account_of, open_pbx, reader
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.acd.asterisk.acd import AsteriskAcd
from handoff.acd.refer import ReferAcd
from handoff.options import AsteriskRules
from handoff.packet import ContextPacket, new_packet_id
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.handoff.doubles import OneLine
from tests.shipped import SENTENCES
from voice.gateway.messages import Headers

TARGET = "  target: 'sip:queue-{token}@pbx.example'\n"
MINT = TokenMint(b"a secret of the tests")
SECRETS = Secrets(ami_secret="s3cret")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HandoffStore]:
    engine = open_database(f"sqlite:///{tmp_path}/state.db")
    store = HandoffStore(engine, tmp_path / "spill")
    yield store
    store.close()
    engine.dispose()


@pytest.fixture
def packet() -> ContextPacket:
    now = datetime.now(UTC)
    return ContextPacket(
        "00a1b2c3d4e5", "call-1", "fa", "key_zero", now.replace(microsecond=0), now.replace(microsecond=0)
    )


def told(folder: Path, lines: str, secrets: Secrets = SECRETS) -> Settings:
    path = folder / "config.yml"
    path.write_text(f"handoff:\n{lines}", encoding="utf-8")
    return load_settings(path, secrets)


def test_nothing_without_a_pbx(tmp_path: Path, store: HandoffStore) -> None:
    road = open_pbx(told(tmp_path, "  failures: 3\n"), store, MINT, SENTENCES, OneLine([]))
    assert (road.acds, road.jobs) == ((), ())


def test_refer_alone_without_a_manager_interface(tmp_path: Path, store: HandoffStore) -> None:
    road = open_pbx(told(tmp_path, TARGET), store, MINT, SENTENCES, OneLine([]))
    assert [type(acd) for acd in road.acds] == [ReferAcd]
    assert road.jobs == ()


async def test_with_a_manager_interface_there_is_work_beside_calls(tmp_path: Path, store: HandoffStore) -> None:
    settings = told(tmp_path, f"{TARGET}  asterisk: {{ami: '127.0.0.1:1'}}\n")
    road = open_pbx(settings, store, MINT, SENTENCES, OneLine([]))
    assert [type(acd) for acd in road.acds] == [AsteriskAcd]
    jobs = [asyncio.create_task(job()) for job, _ in road.jobs]
    await asyncio.sleep(0.05)
    assert [job.done() for job in jobs] == [False, False], "a PBX that is away ends nothing"
    for job in jobs:
        job.cancel()
    await asyncio.wait(jobs)


def test_without_its_secret_hatef_does_not_start(tmp_path: Path, store: HandoffStore) -> None:
    settings = told(tmp_path, f"{TARGET}  asterisk: {{}}\n", Secrets())
    with pytest.raises(StartError, match="HATEF_AMI_SECRET"):
        open_pbx(settings, store, MINT, SENTENCES, OneLine([]))


def test_the_account() -> None:
    account = account_of(AsteriskRules(ami="pbx:5039", user="bot"), "s")
    assert (account.host, account.port, account.user, account.secret) == ("pbx", 5039, "bot", "s")


async def test_a_caller_whom_the_pbx_gives_back_is_known(
    tmp_path: Path, store: HandoffStore, packet: ContextPacket
) -> None:
    road = open_pbx(told(tmp_path, TARGET), store, MINT, SENTENCES, OneLine([]))
    await store.put(packet)
    token = MINT.mint(packet.packet_id, int(time.time()) + 60)
    assert await road.given_back(Headers([("x-hatef-token", token.upper()), ("X-Hatef-Back", "TIMEOUT")])) == packet
    assert road.ways == ("refer",)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hatef-Back": "FULL"},
        {"X-Hatef-Token": MINT.mint("00a1b2c3d4e5", 2**31)},
        {"X-Hatef-Token": "nonsense", "X-Hatef-Back": "FULL"},
        {"X-Hatef-Token": MINT.mint("00a1b2c3d4e5", 1), "X-Hatef-Back": "FULL"},
        {"X-Hatef-Token": MINT.mint("ffffffffffff", 2**31), "X-Hatef-Back": "FULL"},
        {"X-Hatef-Token": TokenMint(b"another secret of tests").mint("00a1b2c3d4e5", 2**31), "X-Hatef-Back": ""},
    ],
)
async def test_any_other_call_is_a_new_one(
    tmp_path: Path, store: HandoffStore, packet: ContextPacket, headers: dict[str, str]
) -> None:
    road = open_pbx(told(tmp_path, TARGET), store, MINT, SENTENCES, OneLine([]))
    await store.put(packet)
    assert await road.given_back(Headers(headers.items())) is None


def test_a_token_of_any_age_and_case_names_its_packet() -> None:
    packet_id = new_packet_id()
    token = MINT.mint(packet_id, 1)
    read = reader(MINT)
    assert read(token) == read(token.upper()) == packet_id
    assert read(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert read("hello") is None
