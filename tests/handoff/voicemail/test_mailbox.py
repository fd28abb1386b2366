"""A message is asked for, announced by a beep, and what becomes of it is told."""

import asyncio

import numpy as np
import pytest

from handoff.acd.port import CallerLeg
from handoff.errors import CallerGone, SentenceLost
from handoff.voicemail.mailbox import BEEP_HZ, RATE_HZ, Mailbox, beep
from handoff.voicemail.message import Fate, Taken
from tests.handoff.callbacks.test_asking import Pressing
from tests.handoff.doubles import OneCaller
from tests.shipped import PROMPTS

SAID = PROMPTS["fa"].voicemail
PACKET = "00a1b2c3d4e5"


class Recorder:
    """A `MessageRecorder` whose messages end as they are told to."""

    def __init__(self, *taken: Taken | Fate) -> None:
        self._taken = [one if isinstance(one, Taken) else Taken(one) for one in taken]
        self.asked: list[tuple[str, list[str]]] = []

    async def take(self, packet_id: str, caller: CallerLeg) -> Taken:
        assert isinstance(caller, OneCaller)
        self.asked.append((packet_id, list(caller.finished)))
        await asyncio.sleep(0)
        return self._taken.pop(0)


def mailbox(*taken: Taken | Fate) -> Mailbox:
    return Mailbox(Recorder(*taken), {code: own.voicemail for code, own in PROMPTS.items()}, longer=0.02)


@pytest.mark.parametrize(("keys", "wanted"), [("2", True), ("1", False), ("", False), ("92", True)])
async def test_it_is_offered_with_its_key(keys: str, wanted: bool) -> None:
    caller = Pressing(keys)
    assert await mailbox().wanted("fa", caller) is wanted
    assert caller.log == [f"say {SAID.offer}"]


async def test_it_is_said_in_the_callers_language() -> None:
    caller = Pressing("")
    await mailbox().wanted("ar", caller)
    assert caller.log == [f"say {PROMPTS['ar'].voicemail.offer}"]


@pytest.mark.parametrize("fate", [Fate.KEPT, Fate.CUT])
async def test_a_message_that_is_kept(fate: Fate) -> None:
    caller, box = OneCaller(), mailbox(fate)
    taken = await box.take(PACKET, "fa", caller)
    assert (taken.kept, caller.finished, caller.hums) == (True, [SAID.begin], 1)
    assert box.words(taken, "fa") == (SAID.kept if fate is Fate.KEPT else SAID.cut)


async def test_who_said_nothing_is_asked_once_more() -> None:
    caller, box = OneCaller(), mailbox(Fate.EMPTY, Fate.KEPT)
    assert (await box.take(PACKET, "fa", caller)).kept
    assert caller.finished == [SAID.begin, SAID.empty, SAID.begin]
    caller, box = OneCaller(), mailbox(Fate.EMPTY, Fate.EMPTY)
    assert not (await box.take(PACKET, "fa", caller)).kept
    assert caller.finished == [SAID.begin, SAID.empty] * 2


async def test_a_disk_that_takes_nothing_is_told_once() -> None:
    caller = OneCaller()
    taken = await mailbox(Fate.UNABLE).take(PACKET, "fa", caller)
    assert (taken.kept, caller.finished) == (False, [SAID.begin, SAID.unable])


async def test_who_hangs_up_leaves_what_was_said_or_nothing() -> None:
    assert (await mailbox(Taken(Fate.KEPT, gone=True)).take(PACKET, "fa", OneCaller())).gone
    with pytest.raises(CallerGone) as gone:
        await mailbox(Taken(Fate.EMPTY, gone=True, lost="the line broke")).take(PACKET, "fa", OneCaller())
    assert gone.value.lost == "the line broke"


async def test_without_a_beep_it_is_recorded_all_the_same() -> None:
    class Silent(OneCaller):
        async def play(self, pcm: bytes) -> None:
            raise SentenceLost("the sound is away")

    assert (await mailbox(Fate.KEPT).take(PACKET, "fa", Silent())).kept


def test_the_beep_is_one_tone_with_soft_edges() -> None:
    sound = np.frombuffer(beep(), dtype="<i2").astype(float)
    power = np.abs(np.fft.rfft(sound)) ** 2
    assert abs(int(np.argmax(power)) * RATE_HZ / sound.size - BEEP_HZ) < 5
    assert sound.size == 3_200
    assert abs(sound[0]) < 10 and abs(sound[-1]) < 200
