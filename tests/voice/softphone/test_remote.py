"""A phone in another process: what is waited for, what was said before, and what becomes of it when it dies."""

import asyncio

import pytest

from voice.softphone.remote import PhoneSilent, RemotePhone

pytestmark = pytest.mark.sip


def test_silence_names_what_was_wanted_and_what_came() -> None:
    silent = PhoneSilent("answered", ["listening", "calling"])
    assert str(silent) == "the softphone never reported answered; it reported listening, calling"
    assert str(PhoneSilent("listening", [])).endswith("it reported nothing")
    assert (silent.wanted, silent.seen) == ("answered", ["listening", "calling"])


async def test_an_event_is_given_once_the_oldest_first() -> None:
    async with RemotePhone() as phone:
        for name in ("one", "two", "پرواز"):
            await phone.do(name)
        said = [(await phone.wait("error"))["message"] for _ in range(3)]
        assert said == ["unknown command 'one'", "unknown command 'two'", "unknown command 'پرواز'"]
        with pytest.raises(PhoneSilent):
            await phone.wait("error", timeout_s=0.05)
        assert [event["event"] for event in phone.events] == ["listening", "error", "error", "error"]


async def test_an_event_is_chosen_by_its_facts_and_the_others_wait() -> None:
    async with RemotePhone() as phone:
        for name in ("one", "two"):
            await phone.do(name)
        assert (await phone.wait("error", message="unknown command 'two'"))["event"] == "error"
        assert (await phone.wait("error"))["message"] == "unknown command 'one'"


async def test_two_wait_at_once_and_each_gets_its_own() -> None:
    async with RemotePhone() as phone:
        waiting = [asyncio.create_task(phone.wait("error", message=f"unknown command '{name}'")) for name in "ab"]
        await phone.do("b")
        await phone.do("a")
        assert [event["message"][-2] for event in await asyncio.gather(*waiting)] == ["a", "b"]


async def test_every_phone_listens_on_a_port_of_its_own() -> None:
    async with RemotePhone() as one, RemotePhone(host="127.0.0.1", port=0) as other:
        assert 0 < one.port != other.port > 0


async def test_a_killed_phone_is_silent_and_is_left_without_a_fault() -> None:
    async with RemotePhone() as phone:
        phone.kill()
        with pytest.raises(PhoneSilent):
            await phone.wait("bye", timeout_s=0.2)


async def test_a_frozen_phone_answers_when_it_is_thawed_and_is_left_like_any_other() -> None:
    async with RemotePhone() as phone:
        phone.freeze()
        await phone.do("fly")
        with pytest.raises(PhoneSilent):
            await phone.wait("error", timeout_s=0.2)
        phone.thaw()
        assert (await phone.wait("error"))["message"] == "unknown command 'fly'"
        phone.freeze()
    assert phone.events[-1]["event"] == "bye"


async def test_a_fault_inside_ends_the_phone_too() -> None:
    with pytest.raises(ZeroDivisionError):
        async with RemotePhone() as phone:
            raise ZeroDivisionError
    assert phone.events[-1]["event"] == "bye"
