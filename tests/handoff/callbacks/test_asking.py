"""Which number is called back: every way through the questions, by keys."""

from dataclasses import replace

import pytest

from handoff.callbacks.asking import Agreed, NumberAsker, grouped
from handoff.callbacks.options import CallbackRules
from handoff.errors import CallerGone
from handoff.packet import ContextPacket, PacketCaller
from tests.handoff.doubles import OneCaller
from tests.shipped import PROMPTS

pytestmark = pytest.mark.asyncio
SAID = PROMPTS["fa"].callbacks
KNOWN = "09121234567"
OTHER = "02144556677"


class Pressing(OneCaller):
    """Presses the next keys behind each sentence that is said."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self.answers = list(answers)

    async def say(self, text: str) -> None:
        await super().say(text)
        for key in self.answers.pop(0) if self.answers else "":
            self.keys.put_nowait(key)


async def asked(packet: ContextPacket, caller: OneCaller, number: str = KNOWN) -> Agreed:
    asker = NumberAsker(CallbackRules(), {code: own.callbacks for code, own in PROMPTS.items()}, longer=0.02)
    return await asker.ask(replace(packet, caller=PacketCaller(number)), caller)


@pytest.mark.parametrize("keys", ["1", "", "5"])
async def test_the_number_that_called_is_confirmed_also_by_silence(packet: ContextPacket, keys: str) -> None:
    caller = Pressing(keys)
    assert await asked(packet, caller, "+98 912 123 4567") == Agreed(KNOWN)
    assert caller.finished == [SAID.same_number]


@pytest.mark.parametrize("end", ["#", "", "*#"])
async def test_another_number_is_keyed_in_and_read_back(packet: ContextPacket, end: str) -> None:
    caller = Pressing("2", OTHER + end, "1")
    assert await asked(packet, caller) == Agreed(OTHER, SAID.other_number)
    assert caller.finished[1:] == [SAID.key_number, SAID.read_back.format(number=grouped(OTHER))]


@pytest.mark.parametrize("number", ["", "anonymous", "110", "0012025550100"])
async def test_a_hidden_number_is_asked_for_at_once(packet: ContextPacket, number: str) -> None:
    caller = Pressing(OTHER + "#", "1")
    assert await asked(packet, caller, number) == Agreed(OTHER, SAID.other_number)
    assert caller.finished[0] == SAID.key_number


async def test_a_wrong_number_is_corrected(packet: ContextPacket) -> None:
    caller = Pressing("2", "02144556678#", "2", OTHER + "#", "1")
    assert await asked(packet, caller) == Agreed(OTHER, SAID.other_number)


@pytest.mark.parametrize("refused", ["110", "0909123456789", "09099071234", "0012025550100", "123"])
async def test_a_number_that_is_not_called_is_told(packet: ContextPacket, refused: str) -> None:
    caller = Pressing("2", refused + "#", "", OTHER + "#", "1")
    assert (await asked(packet, caller)).number == OTHER
    assert SAID.not_callable in caller.finished


async def test_after_two_that_will_not_do_the_known_one_stays(packet: ContextPacket) -> None:
    assert await asked(packet, Pressing("2", "110#", "", "115#", "")) == Agreed(KNOWN)
    assert await asked(packet, Pressing("110#", "", "115#", ""), "") == Agreed("")


async def test_who_keys_nothing_in_is_called_on_the_known_one(packet: ContextPacket) -> None:
    caller = Pressing("2")
    assert await asked(packet, caller) == Agreed(KNOWN)
    assert caller.finished == [SAID.same_number, SAID.key_number]


async def test_a_flood_of_keys_ends(packet: ContextPacket) -> None:
    assert (await asked(packet, Pressing("2", "0" * 200))).number == KNOWN


async def test_a_caller_who_hangs_up_is_gone(packet: ContextPacket) -> None:
    caller = Pressing()
    caller.gone_after = 0
    with pytest.raises(CallerGone):
        await asked(packet, caller)


@pytest.mark.parametrize(
    ("number", "said"), [(KNOWN, "0912، 123، 45، 67"), ("009647901234567", "009، 647، 901، 234، 567"), ("200", "200")]
)
async def test_a_number_is_said_in_groups(number: str, said: str) -> None:
    assert grouped(number) == said
