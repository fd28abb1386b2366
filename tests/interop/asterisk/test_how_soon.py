"""How soon an agent's telephone rings behind the wish for a human, with the sentences as long as the shipped voice says
them; the figures are printed at the end of the run."""

from typing import TYPE_CHECKING

import pytest

from bot.service.speech import speech_of
from bot.settings.settings import load_settings
from tests.interop.asterisk.pbx import ROOT
from tests.shipped import SENTENCES

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import Human, OpenHuman
    from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]

BYTES_A_SECOND = 16_000
TRIES = 5


async def lengths_s(texts: list[str]) -> dict[str, float]:
    """As the shipped Persian voice says them."""
    speech = speech_of(load_settings(ROOT / "config.yml"))
    await speech.speaker.start()
    try:
        said = {text: speech.speaker.say(speech.wording(text, "fa"), "fa") for text in texts}
        return {text: sum([len(pcm) async for pcm in sounds]) / BYTES_A_SECOND for text, sounds in said.items()}
    finally:
        await speech.speaker.stop()


async def ring_ms(human: "Human", agent: "RemotePhone", caller: "RemotePhone", name: str) -> int:
    """Of one more call."""
    await caller.do("call", uri=f"sip:100@{human.pbx.sip}", id=name)
    rung = await agent.wait("incoming", timeout_s=15)
    _, handed = await human.outcome()
    assert handed.state.value == "referred"
    await caller.do("hangup", id=name)
    await agent.wait("ended", timeout_s=10, id=rung["id"])
    return round((float(rung["t"]) - human.asked_s) * 1000)


@pytest.mark.parametrize("way", ["refer", "redirect", "attended"])
async def test_operator_to_ringing(
    open_human: "OpenHuman", agent: "RemotePhone", caller: "RemotePhone", figures: list[str], way: str
) -> None:
    human = await open_human({"201": agent.port}, way, up=False)
    queues = human.pbx.folder / "etc" / "queues_hatef.conf"
    queues.write_text(queues.read_text().replace("wrapuptime = 5", "wrapuptime = 0"))
    await human.pbx.start()
    await human.link()
    said = SENTENCES.to_caller("fa")
    human.voice.lengths_s = await lengths_s([said.transferring, said.transferring_now, said.connecting])
    times = [await ring_ms(human, agent, caller, f"c{number}") for number in range(TRIES)]
    first = said.transferring if way == "attended" else said.transferring_now
    assert human.voice.said[0] == first
    sentence_s = human.voice.lengths_s[first]
    figures.append(f"{way}, operator to ringing: {sorted(times)} ms; the first sentence is {sentence_s:.2f} s")
