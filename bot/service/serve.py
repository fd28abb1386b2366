"""`hatef serve`: runs until SIGTERM or Ctrl-C, then takes no new call and lets the running ones end."""

import asyncio
import gc
import logging
import signal
import sys
from pathlib import Path

from bot.service.assembly import open_service
from bot.settings.settings import Settings

log = logging.getLogger(__name__)


async def serve(settings: Settings, config: Path) -> None:
    """Run Hatef. A second signal while draining ends at once."""
    stop = asyncio.Event()
    now = asyncio.Event()

    def on_signal() -> None:
        (now if stop.is_set() else stop).set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    _tell("starting; most of the time is Rasa's")
    async with open_service(settings, config, _tell) as service:
        # A full collection stops the media for 230 ms; what is loaded now stays for ever.
        gc.collect()
        gc.freeze()
        _tell(f"ready, SIP on {settings.sip.host}:{service.gateway.port} (UDP and TCP)")
        await stop.wait()
        sip, active = settings.sip, service.gateway.active
        limits = f"{sip.drain_s:.0f} s, those that a human took within {sip.drain_bridged_s:.0f} s"
        log.info("no new calls; %d running ones may end within %s", active, limits)
        draining = asyncio.create_task(service.gateway.drain(sip.drain_s, max(sip.drain_s, sip.drain_bridged_s)))
        hurry = asyncio.create_task(now.wait())
        await asyncio.wait({draining, hurry}, return_when=asyncio.FIRST_COMPLETED)
        for task in (draining, hurry):
            task.cancel()
        await asyncio.wait({draining, hurry})


def _tell(line: str) -> None:
    sys.stdout.write(f"hatef: {line}\n")
    sys.stdout.flush()
