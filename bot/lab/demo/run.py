"""The demo: a real Hatef on loopback, a caller and an agent in processes of their own, and a check of what was heard.

caller (softphone) ──SIP/RTP──▶ hatef serve ──SIP/RTP──▶ agent (softphone)
     plays recorded speech         Rasa, CRM, journal        hears the whisper, then the caller
"""

import asyncio
import time
from pathlib import Path

from bot.lab.demo.report import DemoReport
from bot.lab.demo.scenario import AGENT_SAYS, CALLER_NUMBER, SCENARIO, SOUNDS
from bot.lab.serving import serving
from bot.settings.settings import Settings
from voice.softphone.remote import PhoneSilent, RemotePhone

TURN_S = 12.0
SPEECH_S = 25.0
QUIET_S = 1.2


def _fresh_state(settings: Settings, out: Path) -> Path:
    """The demo's folders, without the journal and the CRM that an earlier demo left: its days would be past."""
    state = settings.state / "demo"
    for folder in (state, out):
        folder.mkdir(parents=True, exist_ok=True)
    for old in (*state.glob("hatef.db*"), *state.glob("crm.db*")):
        old.unlink()
    return state


async def run_demo(settings: Settings, out: Path) -> bool:
    """Run the demo and write `out`; True when every step did what it must."""
    state = _fresh_state(settings, out)
    report = DemoReport(settings.database_url(f"sqlite:///{state / 'hatef.db'}"), out)
    async with RemotePhone(user=CALLER_NUMBER) as caller, RemotePhone(auto_answer=True, answer_after_ms=1500) as agent:
        changes = {"handoff": {"agent": f"sip:agent@127.0.0.1:{agent.port}"}}
        report.line("phone", "Hatef starts")
        try:
            async with serving(settings, state, changes) as server:
                await _conversation(caller, agent, server.uri, report)
        except PhoneSilent as error:
            report.failed(str(error))
    return report.finish(caller.events, agent.events)


async def _conversation(caller: RemotePhone, agent: RemotePhone, uri: str, report: DemoReport) -> None:
    report.line("phone", f"{CALLER_NUMBER} calls {uri}")
    await caller.do("call", uri=uri, id="call")
    answered = await caller.wait("answered", timeout_s=10)
    await caller.do("record", file=str(report.out.resolve() / "caller.wav"))
    greeted = await _edge(caller, "far_speech_started", answered["t"])
    report.greeted((greeted - answered["t"]) * 1000)
    await _quiet(caller)
    report.bot_said()
    for step in SCENARIO:
        report.line("caller", step.said)
        await caller.do("play", file=str(SOUNDS / step.sound))
        ended = await caller.wait("play_ended", timeout_s=TURN_S)
        report.answered(
            step, await _edge(caller, "far_speech_started", ended["speech_ended_t"]) - ended["speech_ended_t"]
        )
        if step is SCENARIO[-1]:
            break
        await _quiet(caller)
        report.bot_said()
    await _agent_takes_over(caller, agent, report)


async def _agent_takes_over(caller: RemotePhone, agent: RemotePhone, report: DemoReport) -> None:
    report.agent_rings(await agent.wait("incoming", timeout_s=SPEECH_S))
    answered = await agent.wait("answered", timeout_s=SPEECH_S)
    await agent.do("record", file=str(report.out.resolve() / "agent.wav"))
    began = await _edge(agent, "far_speech_started", answered["t"])
    # The caller's own wait sentence must be over too, or nobody could tell it from the agent.
    await _quiet(agent)
    await _quiet(caller)
    report.whispered(_spoken_s(agent, began))
    for talker, listener, sound in ((agent, caller, AGENT_SAYS), (caller, agent, SCENARIO[0].sound)):
        await talker.do("play", file=str(SOUNDS / sound))
        ended = await talker.wait("play_ended", timeout_s=TURN_S)
        await _edge(listener, "far_speech_started", ended["speech_started_t"] - 0.1)
        report.bridged("agent" if talker is agent else "caller")
        await _quiet(listener)
    await caller.do("hangup")
    await caller.wait("ended", timeout_s=TURN_S)
    await agent.wait("ended", timeout_s=TURN_S)


async def _edge(phone: RemotePhone, kind: str, after_s: float) -> float:
    """When speech from the far side began (or ended), the first time at or after `after_s`, monotonic seconds."""
    deadline_s = time.monotonic() + TURN_S
    while time.monotonic() < deadline_s:
        for event in phone.events:
            if event["event"] == kind and event["t"] >= after_s:
                return float(event["t"])
        await asyncio.sleep(0.02)
    raise PhoneSilent(kind, [str(e["event"]) for e in phone.events[-6:]])


async def _quiet(phone: RemotePhone) -> None:
    """Wait until the far side has been quiet for a while; sentences have pauses."""
    deadline_s = time.monotonic() + SPEECH_S
    while time.monotonic() < deadline_s:
        edges = [e for e in phone.events if e["event"] in ("far_speech_started", "far_speech_ended")]
        if edges and edges[-1]["event"] == "far_speech_ended" and time.monotonic() - edges[-1]["t"] > QUIET_S:
            return
        await asyncio.sleep(0.05)
    raise PhoneSilent("the end of the far side's speech", [str(e["event"]) for e in phone.events[-6:]])


def _spoken_s(phone: RemotePhone, since_s: float) -> float:
    """How many seconds of speech came from the far side since then."""
    spoken_s, began_s = 0.0, since_s
    for event in phone.events:
        if event["t"] < since_s:
            continue
        if event["event"] == "far_speech_started":
            began_s = event["t"]
        elif event["event"] == "far_speech_ended":
            spoken_s += event["t"] - began_s
    return spoken_s
