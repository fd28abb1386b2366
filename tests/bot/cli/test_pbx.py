"""What doctor says of the company's PBX, and how to mend it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.cli.pbx import check_pbx, examine
from bot.settings.secrets import Secrets
from bot.settings.settings import load_settings
from handoff.acd.ami.connection import AmiAccount
from handoff.options import AsteriskRules, Way
from tests.handoff.acd.ami.manager import Answer, Manager, manager

ALL = "CoreShowChannels CoreStatus Redirect Setvar Getvar QueueStatus"


def listed(*events: str) -> Answer:
    def answer(action: Mapping[str, str]) -> str:
        done = f"Event: {action['Action']}Complete"
        rows = [f"{event}\r\nActionID: {action['ActionID']}" for event in (*events, done)]
        return "\r\n\r\n".join(["Response: Success\r\nEventList: start", *rows])

    return answer


def queue(name: str, *statuses: int, calls: int = 0) -> list[str]:
    members = [f"Event: QueueMember\r\nQueue: {name}\r\nName: {n}\r\nStatus: {n}" for n in statuses]
    return [f"Event: QueueParams\r\nQueue: {name}\r\nMax: 0\r\nCalls: {calls}", *members]


@pytest.fixture
async def far() -> AsyncIterator[Manager]:
    async with manager() as one:
        one.answers |= {
            "CoreSettings": lambda _: "Response: Success\r\nAsteriskVersion: 22.10.1",
            "QueueStatus": listed(*queue("support", 1, 2, calls=3), *queue("empty")),
            "ListCommands": lambda _: "Response: Success\r\n" + "\r\n".join(f"{one}: x" for one in ALL.split()),
            "ShowDialPlan": listed("Event: ListDialplan"),
        }
        yield one


async def said(far: Manager, queues: Mapping[str, str] | None = None, transfer: Way = "redirect") -> list[str]:
    rules = AsteriskRules(f"127.0.0.1:{far.port}", "hatef", queues or {"general": "support"}, transfer)
    return [f"{one.level}: {one}" for one in await examine(rules, far.account())]


async def test_all_is_well(far: Manager) -> None:
    assert await said(far) == [
        f"ok: PBX at 127.0.0.1:{far.port}: hatef may log in, Asterisk 22.10.1",
        "ok: handoff.asterisk.queues.general: queue support, 2 agents serve, 1 free, 3 callers wait",
        "ok: PBX: hatef has the rights that redirect needs",
        "ok: PBX: its dial plan has the context from-hatef",
    ]


async def test_a_queue_that_is_not_there_or_that_nobody_serves(far: Manager) -> None:
    told = await said(far, {"general": "supprot", "complaints": "empty"})
    assert told[1].startswith("lack: handoff.asterisk.queues.general: the PBX knows no queue 'supprot'")
    assert "(empty, support)" in told[1]
    assert told[2].startswith("note: handoff.asterisk.queues.complaints: nobody is logged in to queue empty")


@pytest.mark.parametrize(
    ("transfer", "allowed", "told"),
    [
        ("redirect", "CoreShowChannels CoreStatus", "lack: PBX: hatef may not use Redirect, Setvar, Getvar; "),
        ("redirect", "CoreShowChannels CoreStatus", "write = reporting,call"),
        ("refer", "CoreShowChannels CoreStatus", "ok: PBX: hatef has the rights that refer needs"),
        ("attended", "Ping", "note: PBX: hatef may not use CoreShowChannels, CoreStatus; "),
        ("attended", "Ping", "[hatef]: write = reporting; then: asterisk -rx 'manager reload'"),
    ],
)
async def test_rights(far: Manager, transfer: Way, allowed: str, told: str) -> None:
    far.answers["ListCommands"] = lambda _: (
        "Response: Success\r\n" + "\r\n".join(f"{one}: x" for one in allowed.split())
    )
    assert told in (await said(far, transfer=transfer))[2]


@pytest.mark.parametrize(
    ("answer", "transfer", "level"),
    [
        ("Did not find context from-hatef", "redirect", "lack"),
        ("Did not find context from-hatef", "refer", "note"),
        ("Permission denied", "redirect", ""),
    ],
)
async def test_the_dial_plan(far: Manager, answer: str, transfer: Way, level: str) -> None:
    far.answers["ShowDialPlan"] = lambda _: f"Response: Error\r\nMessage: {answer}"
    told = (await said(far, transfer=transfer))[3:]
    assert [one.partition(":")[0] for one in told] == ([level] if level else [])
    assert all("docs/pbx.md" in one for one in told)


async def test_a_version_that_is_not_told(far: Manager) -> None:
    far.answers["CoreSettings"] = lambda _: "Response: Error\r\nMessage: Permission denied"
    assert (await said(far))[0].endswith("hatef may log in")


async def test_a_login_that_is_refused(far: Manager) -> None:
    rules = AsteriskRules(f"127.0.0.1:{far.port}")
    (told,) = await examine(rules, far.account("wrong"))
    assert (told.level, told.stops) == ("lack", False)
    assert "HATEF_AMI_SECRET" in str(told)
    assert "permit" in str(told)


async def test_a_pbx_that_goes_away_meanwhile(far: Manager) -> None:
    far.answers["QueueStatus"] = lambda _: far.writers[-1].close()
    (told,) = await examine(AsteriskRules(), far.account())
    assert (told.level, told.stops) == ("lack", False)


async def test_nobody_there() -> None:
    (told,) = await examine(AsteriskRules(), AmiAccount("127.0.0.1", 1, "hatef", "x"))
    assert (told.level, told.stops) == ("lack", False)
    assert "manager.conf" in str(told)


@pytest.mark.parametrize("lines", ["  failures: 3\n", "  target: 'sip:{token}@pbx'\n  asterisk: {}\n"])
def test_nothing_is_asked_without_a_pbx_or_without_its_secret(tmp_path: Path, lines: str) -> None:
    (tmp_path / "config.yml").write_text(f"handoff:\n{lines}", encoding="utf-8")
    assert list(check_pbx(load_settings(tmp_path / "config.yml", Secrets()))) == []
