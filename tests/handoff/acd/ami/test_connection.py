"""One login: what is asked is answered, or fails by its own kind; what a far side does wrong ends in one error."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from handoff.acd.ami.connection import ITEMS_MOST, AmiAccount, AmiConnection, connect
from handoff.acd.ami.errors import AmiAway, AmiGarbled, AmiLoginRefused, AmiRefused, AmiUnsafe
from handoff.acd.ami.wire import Message
from tests.handoff.acd.ami.manager import SECRET, Manager, manager, until


@pytest.fixture
async def far() -> AsyncIterator[Manager]:
    async with manager() as one:
        yield one


Told = list[Message]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
async def near(far: Manager, told: Told) -> AsyncIterator[AmiConnection]:
    connection = await connect(far.account(answer_s=30), told.append)
    yield connection
    await connection.close()


@pytest.fixture
async def hasty(far: Manager) -> AsyncIterator[AmiConnection]:
    """One that waits 0.3 s for what never comes."""
    connection = await connect(far.account(answer_s=30), lambda _: None)
    connection._account = replace(connection._account, answer_s=0.3)
    yield connection
    await connection.close()


async def test_the_secret_does_not_travel(near: AmiConnection, far: Manager) -> None:
    assert far.names() == ["Challenge", "Login"]
    assert far.asked[1]["Events"] == "call,agent"
    assert all(SECRET not in value for action in far.asked for value in action.values())


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(AmiAccount("h", 1, "hatef", SECRET))


async def test_an_answer_and_an_event(near: AmiConnection, far: Manager, told: Told) -> None:
    assert (await near.ask("Ping")).get("Message") == "done"
    far.event("QueueCallerJoin", Queue="support")
    await until(lambda: bool(told))
    assert told[0].get("Queue") == "support"


async def test_a_refusal_says_why(near: AmiConnection, far: Manager) -> None:
    far.answers["Redirect"] = lambda _: "Response: Error\r\nMessage: Permission denied"
    with pytest.raises(AmiRefused, match="Redirect: Permission denied"):
        await near.ask("Redirect", {"Channel": "x"})
    far.answers["QueueStatus"] = lambda _: "Response: Error\r\nMessage: No such thing"
    with pytest.raises(AmiRefused, match="No such thing"):
        await near.ask_list("QueueStatus")


def items(action: Mapping[str, str], *events: str) -> str:
    begun = "Response: Success\r\nEventList: start"
    return "\r\n\r\n".join([begun, *(f"{event}\r\nActionID: {action['ActionID']}" for event in events)])


async def test_a_list(near: AmiConnection, far: Manager, told: Told) -> None:
    far.answers["QueueStatus"] = lambda action: items(
        action, "Event: QueueParams\r\nQueue: support", "Event: QueueMember", "Event: QueueStatusComplete"
    )
    found = await near.ask_list("QueueStatus", {"Queue": "support"})
    assert [message.event for message in found] == ["QueueParams", "QueueMember"]
    assert told == []


async def test_an_empty_list(near: AmiConnection, far: Manager) -> None:
    far.answers["QueueStatus"] = lambda action: items(action, "Event: QueueStatusComplete")
    assert await near.ask_list("QueueStatus") == []


async def test_an_answer_that_never_comes(hasty: AmiConnection, far: Manager) -> None:
    far.answers["Ping"] = lambda _: None
    with pytest.raises(AmiAway, match=r"no answer within 0.3 s"):
        await hasty.ask("Ping")
    assert not hasty.over.done(), "the connection lives on"


async def test_half_a_list(hasty: AmiConnection, far: Manager) -> None:
    far.answers["QueueStatus"] = lambda action: items(action, "Event: QueueParams")
    with pytest.raises(AmiAway, match="in 0.3|within 0.3"):
        await hasty.ask_list("QueueStatus")


async def test_a_list_without_end(near: AmiConnection, far: Manager) -> None:
    far.answers["QueueStatus"] = lambda action: items(action, *["Event: QueueParams"] * (ITEMS_MOST + 1))
    with pytest.raises(AmiAway, match="without end"):
        await near.ask_list("QueueStatus")
    assert near.over.done()


async def test_an_answer_to_nobody_and_an_event_with_a_strange_id(
    near: AmiConnection, far: Manager, told: Told
) -> None:
    far.send(b"Response: Error\r\nActionID: foreign-1\r\n\r\n")
    far.event("OriginateResponse", ActionID="foreign-2")
    await until(lambda: bool(told))
    assert told[0].event == "OriginateResponse"
    await near.ask("Ping")


async def test_many_at_once_get_their_own_answers(near: AmiConnection, far: Manager) -> None:
    far.answers["Getvar"] = lambda action: f"Response: Success\r\nValue: {action['Variable']}"
    answers = await asyncio.gather(*(near.ask("Getvar", {"Variable": f"v{n}"}) for n in range(50)))
    assert [answer.get("Value") for answer in answers] == [f"v{n}" for n in range(50)]


async def test_more_questions_than_a_pbx_answers(hasty: AmiConnection, far: Manager) -> None:
    far.answers["Ping"] = lambda _: None
    asked = await asyncio.gather(*(hasty.ask("Ping") for _ in range(300)), return_exceptions=True)
    assert all(isinstance(one, AmiAway) for one in asked)
    assert sum("too many" in str(one) for one in asked) == 300 - 256


@pytest.mark.parametrize("cut", [b"", b"Event: Half", b"Response: Success\r\nActionID: "])
async def test_a_line_that_breaks_ends_every_question(near: AmiConnection, far: Manager, cut: bytes) -> None:
    far.answers["Ping"] = lambda _: None
    asking = asyncio.create_task(near.ask("Ping"))
    far.came.clear()
    await far.came.wait()
    far.send(cut)
    far.writers[-1].close()
    with pytest.raises(AmiAway, match="closed the connection"):
        await asking
    with pytest.raises(AmiAway, match="closed the connection"):
        await near.ask("Ping")


async def test_garbage_ends_it(near: AmiConnection, far: Manager) -> None:
    far.send(b"x" * 100_000)
    assert "without end" in await near.over


async def test_nothing_unsafe_is_sent(near: AmiConnection, far: Manager) -> None:
    with pytest.raises(AmiUnsafe):
        await near.ask("Setvar", {"Value": "a\r\nAction: Originate"})
    await near.ask("Ping")
    assert far.names()[-1] == "Ping"


async def test_a_wrong_secret(far: Manager) -> None:
    with pytest.raises(AmiLoginRefused, match="HATEF_AMI_SECRET"):
        await connect(far.account("wrong"), lambda _: None)


async def test_nobody_there(far: Manager) -> None:
    taken = far.account()
    gone = AmiAccount(taken.host, 1, "hatef", "x")
    with pytest.raises(AmiAway, match="connecting"):
        await connect(gone, lambda _: None)


async def test_another_service(far: Manager) -> None:
    far.banner = b"SSH-2.0-OpenSSH_9.2p1\r\n"
    with pytest.raises((AmiAway, AmiGarbled), match="no Asterisk manager"):
        await connect(far.account(), lambda _: None)


async def test_a_far_side_that_says_nothing(far: Manager) -> None:
    far.banner = b""
    far.answers["Challenge"] = lambda _: None
    with pytest.raises(AmiAway, match="no answer"):
        await connect(far.account(answer_s=0.1), lambda _: None)


async def test_a_storm_of_events_keeps_answers_coming(near: AmiConnection, far: Manager, told: Told) -> None:
    far.send(b"Event: VarSet\r\nChannel: PJSIP/x\r\n\r\n" * 20_000)
    assert (await near.ask("Ping")).get("Response") == "Success"
    assert len(told) == 20_000
