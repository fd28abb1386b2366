"""What deploy/pbx gives to owners of a PBX is loaded and run as it is, but for addresses and the secret."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.pbx import examine
from bot.service.pbx import account_of
from handoff.acd.ami.connection import AmiAccount, connect
from handoff.acd.ami.errors import AmiLoginRefused, AmiRefused
from handoff.states import State
from tests.interop.asterisk.conftest import calls, header
from tests.interop.asterisk.pbx import SECRET, SNIPPETS
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import OpenHuman

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]

WAYS = ["refer", "redirect", "attended"]
FREEPBX = """
[ext-queues]
exten => 600,1,Answer()
 same => n,Queue(support,t,,,{wait_s},,,,,)
 same => n,Goto(hatef-back,s,1)
[func-set-sipheader]
exten => s,1,Set(HASH(__SIPHEADERS,${{ARG1}})=${{ARG2}})
 same => n,Return()
[from-queue]
exten => _X.,1,Dial(PJSIP/${{EXTEN}},15,b(func-apply-sipheaders^s^1))
[func-apply-sipheaders]
exten => s,1,Set(PJSIP_HEADER(add,X-Hatef-Token)=${{HASH(SIPHEADERS,X-Hatef-Token)}})
 same => n,Return()
"""
"""FreePBX's own contexts, as far as a queue's call goes through them: it answers first, agents are Local channels."""
MEMBER = "member => Local/201@from-queue/n,0,Agent 201,PJSIP/201"


def freepbx(folder: Path, wait_s: int = 60) -> None:
    """In the place of the plain files, those for FreePBX with stand-ins for its own contexts."""
    plain = (folder / "extensions_hatef.conf").read_text()
    assert "[from-hatef]" in plain
    extensions = (SNIPPETS / "freepbx" / "extensions_custom.conf").read_text()
    (folder / "extensions_hatef.conf").write_text(extensions + FREEPBX.format(wait_s=wait_s))
    users = (SNIPPETS / "freepbx" / "manager_custom.conf").read_text()
    users = users.replace("192.0.2.9", "127.0.0.2").replace("CHANGE-ME", SECRET)
    (folder / "manager_hatef.conf").write_text(users)
    manager = folder / "manager.conf"
    manager.write_text(manager.read_text().replace("channelvars = HATEF_TOKEN\n", ""))
    queues = folder / "queues_hatef.conf"
    queues.write_text(queues.read_text().replace("member => PJSIP/201,0,Agent 201,PJSIP/201", MEMBER))


@pytest.mark.parametrize("way", WAYS)
async def test_freepbx(open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone, way: str) -> None:
    human = await open_human({"201": agent.port}, way, up=False)
    freepbx(human.pbx.folder / "etc")
    await human.pbx.start()
    await human.link()
    await calls(caller, human)
    rung = await agent.wait("incoming", timeout_s=10)
    assert len(header(rung, "X-Hatef-Token")) == 32
    packet, handed = await human.outcome()
    assert handed.state is State.REFERRED
    events = await human.events(packet, "agent_connected")
    assert events[-1].who == "Agent 201"


@pytest.mark.parametrize("way", WAYS)
async def test_freepbx_whose_queue_gives_up(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    async with RemotePhone(user="201") as silent:
        human = await open_human({"201": silent.port}, way, up=False)
        freepbx(human.pbx.folder / "etc", 3)
        await human.pbx.start()
        await human.link()
        await calls(caller, human)
        await silent.wait("incoming", timeout_s=10)
        if way != "attended":
            _, handed = await human.outcome()
            assert handed.state is State.REFERRED
        _, handed = await human.outcome()
        assert handed.state is State.CALLBACK


async def test_redirect_needs_no_line_of_dial_plan(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone
) -> None:
    """Straight into the PBX's own queue, by its number."""
    rules = ', context: ext-queues, extension: "{queue}"'
    human = await open_human({"201": agent.port}, "redirect", rules=rules, up=False)
    extensions = human.pbx.folder / "etc" / "extensions.conf"
    extensions.write_text(extensions.read_text() + "[ext-queues]\nexten => support,1,Queue(support,,,,60)\n")
    await human.pbx.start()
    await human.link()
    await calls(caller, human)
    await agent.wait("answered", timeout_s=10)
    packet, handed = await human.outcome()
    assert (handed.state, handed.adapter) == (State.REFERRED, "redirect")
    assert (await human.events(packet, "agent_connected"))[-1].who == "Agent 201"


async def test_the_user_has_no_more_rights_than_it_needs(open_human: "OpenHuman") -> None:
    human = await open_human({})
    account = AmiAccount("127.0.0.1", human.pbx.ami_port, "hatef", SECRET)
    connection = await connect(account, lambda _event: None)
    for action, fields in (
        ("Command", {"Command": "core show version"}),
        ("Originate", {"Channel": "PJSIP/201", "Application": "System", "Data": "id"}),
        ("UpdateConfig", {"SrcFilename": "manager.conf", "DstFilename": "manager.conf"}),
        ("QueueRemove", {"Queue": "support", "Interface": "PJSIP/201"}),
        ("DBPut", {"Family": "a", "Key": "b", "Val": "c"}),
    ):
        with pytest.raises(AmiRefused, match=r"[Pp]ermission"):
            await connection.ask(action, fields)
    await connection.close()
    with pytest.raises(AmiLoginRefused):
        await connect(AmiAccount("127.0.0.1", human.pbx.ami_port, "hatef", "x"), lambda _event: None)


async def test_doctor(open_human: "OpenHuman", agent: RemotePhone) -> None:
    human = await open_human({"201": agent.port}, "redirect", rules=", context: nowhere")
    rules = human.settings.handoff.asterisk
    assert rules is not None
    found = await examine(rules, account_of(rules, SECRET))
    assert [one.level for one in found] == ["ok", "ok", "ok", "lack"], found
    assert "Asterisk 22." in found[0].what
    assert "1 agents serve, 1 free, 0 callers wait" in found[1].what
    assert "no context 'nowhere'" in found[3].what
    await human.pbx.cli("queue pause member PJSIP/201 queue support")
    found = await examine(rules, account_of(rules, SECRET))
    assert "nobody serves queue support: 1 paused" in found[1].what


async def test_half_of_the_rights(open_human: "OpenHuman") -> None:
    human = await open_human({}, "redirect", up=False)
    users = human.pbx.folder / "etc" / "manager_hatef.conf"
    users.write_text(users.read_text().replace("write = reporting,call", "write = "))
    await human.pbx.start()
    rules = human.settings.handoff.asterisk
    assert rules is not None
    found = await examine(rules, account_of(rules, SECRET))
    assert any("may not use CoreShowChannels, CoreStatus, Redirect" in one.what for one in found), found


async def test_every_snippet_is_loaded_without_a_complaint(open_human: "OpenHuman") -> None:
    human = await open_human({"201": 9})
    await asyncio.sleep(0.2)
    said = human.pbx.said()
    ours = [line for line in said.splitlines() if "_hatef.conf" in line and ("ERROR" in line or "WARNING" in line)]
    assert ours == []
    assert "hatef" in await human.pbx.cli("pjsip show endpoints")
    shown = await human.pbx.cli("dialplan show from-hatef")
    assert "_queue-." in shown


async def test_an_agent_who_answers_while_the_link_is_broken(open_human: "OpenHuman", caller: RemotePhone) -> None:
    """The PBX answered first, so that AMI alone tells of the agent, and AMI is away at that moment."""
    async with RemotePhone(user="201") as agent:
        human = await open_human({"201": agent.port}, "attended", up=False)
        freepbx(human.pbx.folder / "etc")
        await human.pbx.start()
        await human.link()
        await calls(caller, human)
        rung = await agent.wait("incoming", timeout_s=10)
        await asyncio.sleep(0.5)
        manager = human.pbx.folder / "etc" / "manager.conf"
        there = manager.read_text()
        manager.write_text(there.replace("enabled = yes", "enabled = no"))
        connected = (await human.pbx.cli("manager show connected")).splitlines()
        await human.pbx.cli("manager reload")
        column = connected[0].index("FileDes")
        session = next(line[column:].split()[0] for line in connected if line.split()[:1] == ["hatef"])
        await human.pbx.cli(f"manager kick session {session}")
        async with asyncio.timeout(10):
            while human.link_up:
                await asyncio.sleep(0.05)
        await agent.do("answer", id=rung["id"])
        await agent.wait("answered", timeout_s=5)
        _, handed = await human.outcome()
        assert handed.state is State.REFERRED
        await asyncio.sleep(1)
        assert not [event for event in agent.events if event["event"] == "ended"], "the two talk"
