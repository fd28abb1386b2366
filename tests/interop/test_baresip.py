"""baresip (Debian: baresip-core), a real telephone, calls the gateway and listens."""

import wave
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from voice.audio import level_dbfs, write_wav
from voice.events import Answered

if TYPE_CHECKING:
    from tests.interop.conftest import Peer, Service

pytestmark = [pytest.mark.sip, pytest.mark.interop]

OpenHouse = Callable[..., Awaitable["Service"]]
RunPeer = Callable[..., Coroutine[Any, Any, "Peer"]]
MODULES = Path("/usr/lib/baresip/modules")


def configure(folder: Path, codec: str) -> None:
    """A baresip that says `said.wav` instead of a microphone, and writes what it hears."""
    rate_hz = 16000 if codec.startswith("G722") else 8000  # aufile does not resample
    write_wav(folder / "said.wav", (b"\x00\x20" * 8 + b"\x00\xe0" * 8) * 4000, rate_hz)
    modules = ("g711", "g722", "aufile", "account", "menu", "sndfile")
    lines = [f"module_path {MODULES}", *(f"module {name}.so" for name in modules if name not in ("account", "menu"))]
    lines += ["module_app account.so", "module_app menu.so", "sip_listen 127.0.0.1:0", "net_interface 127.0.0.1"]
    lines += [f"audio_source aufile,{folder}/said.wav", f"snd_path {folder}"]  # sndfile dumps what is heard
    (folder / "config").write_text("\n".join(lines) + "\n")
    (folder / "accounts").write_text(f"<sip:phone@127.0.0.1>;regint=0;audio_codecs={codec}\n")
    (folder / "contacts").write_text("")


@pytest.mark.parametrize("codec", ["PCMA/8000/1", "PCMU/8000/1", "G722/16000/1"])
async def test_it_calls_and_hears(open_service: OpenHouse, run_peer: RunPeer, tmp_path: Path, codec: str) -> None:
    house = await open_service()
    configure(tmp_path, codec)
    dial = f"/dial sip:100@127.0.0.1:{house.gateway.port}"
    peer = await run_peer("baresip", "-f", str(tmp_path), "-e", dial, "-t", "3")
    assert house.legs == 1, peer.output[-3000:]
    assert isinstance(house.events[0], Answered)
    assert level_dbfs(bytes(house.heard[-8000:])) > -20, peer.output[-3000:]
    assert loudest_heard(tmp_path) > -20


def loudest_heard(folder: Path) -> float:
    """The level of the loudest tenth of a second of what baresip decoded, dBFS."""
    dump = next(folder.glob("dump-*-dec.wav"))
    with wave.open(str(dump)) as file:
        pcm = file.readframes(file.getnframes())
        step = file.getframerate() // 5
    return max(level_dbfs(pcm[at : at + step]) for at in range(0, len(pcm), step))
