"""A real Asterisk of its own for each test that wants one: own folder, own ports, the shipped snippets of deploy/pbx.

It runs as this user, without a chroot: the files of `deploy/asterisk_for_tests.sh` by their own loader.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nlu.training.rasa_environment import free_port

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SNIPPETS = ROOT / "deploy" / "pbx"
SCRIPT = ROOT / "deploy" / "asterisk_for_tests.sh"
SECRET = "a-secret-of-the-tests"
HATEF_HOST = "127.0.0.2"
"""Not that of callers and agents: the PBX knows Hatef by its address."""
READY_S = 30.0
MODULES = """
res_musiconhold res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_pjsip res_pjsip_session
res_pjsip_outbound_registration res_pjsip_endpoint_identifier_ip
res_pjsip_endpoint_identifier_user res_pjsip_endpoint_identifier_anonymous res_pjsip_refer res_pjsip_caller_id
res_pjsip_header_funcs res_pjsip_sdp_rtp res_pjsip_dtmf_info res_pjsip_registrar res_pjsip_authenticator_digest
res_pjsip_pubsub res_pjsip_diversion res_pjsip_nat res_pjsip_rfc3326
res_rtp_asterisk res_http_websocket res_timing_timerfd res_stasis
chan_pjsip codec_ulaw codec_alaw codec_resample format_wav format_pcm bridge_simple bridge_softmix
bridge_native_rtp bridge_holding bridge_builtin_features bridge_builtin_interval_features
app_queue app_dial app_stack app_playback app_verbose app_echo app_system pbx_config func_channel func_callerid
func_logic func_strings func_global func_devstate func_timeout func_cdr func_base64 func_dialplan
"""


@dataclass
class Pbx:
    """A running Asterisk."""

    root: Path
    folder: Path
    sip_port: int
    ami_port: int
    hatef_port: int
    agents: Mapping[str, int]
    """Ports by extension."""
    process: asyncio.subprocess.Process | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """More lines for a file of the configuration."""

    @property
    def sip(self) -> str:
        """Its address."""
        return f"127.0.0.1:{self.sip_port}"

    def command(self, *arguments: str) -> list[str]:
        libraries = self.root / "usr/lib/x86_64-linux-gnu"
        loader = self.root / "lib64/ld-linux-x86-64.so.2"
        binary = self.root / "usr/sbin/asterisk"
        configuration = str(self.folder / "etc/asterisk.conf")
        return [str(loader), "--library-path", str(libraries), str(binary), "-C", configuration, *arguments]

    async def start(self) -> None:
        """Up, with all that is loaded."""
        with (self.folder / "out").open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                *self.command("-f", "-n", "-vvv"), stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out
            )
        async with asyncio.timeout(READY_S):
            while "Asterisk has fully booted" not in await self.cli("core waitfullybooted"):
                assert self.process.returncode is None, self.said()[-2000:]
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, by: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.returncode is not None:
            return
        process.send_signal(by)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()

    def halt(self, on: bool) -> None:
        """SIGSTOP: everything hangs; or let it go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    async def cli(self, line: str) -> str:
        """What a command of Asterisk's own shell answers."""
        process = await asyncio.create_subprocess_exec(
            *self.command("-rx", line), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        out, _ = await process.communicate()
        return out.decode(errors="replace")

    def said(self) -> str:
        """Its log."""
        return (self.folder / "out").read_text(errors="replace")

    def write(self) -> None:
        """Its configuration: the shipped snippets, with the addresses of this test."""
        etc = self.folder / "etc"
        for name in ("etc", "run", "log", "spool", "lib"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for snippet in (SNIPPETS / "plain").glob("*.conf"):
            (etc / snippet.name).write_text(self._here(snippet.read_text(encoding="utf-8")), encoding="utf-8")
        for name, text in self._files().items():
            (etc / name).write_text(text + self.extra.get(name, ""), encoding="utf-8")

    def _here(self, text: str) -> str:
        at = f"{HATEF_HOST}:{self.hatef_port}"
        return text.replace("192.0.2.9:5060", at).replace("192.0.2.9", HATEF_HOST).replace("CHANGE-ME", SECRET)

    def _files(self) -> dict[str, str]:
        here, root = self.folder, self.root
        agents = "\n".join(
            f"[{name}](agent)\naors={name}\n[{name}]\ntype=aor\ncontact=sip:{name}@127.0.0.1:{port}"
            for name, port in self.agents.items()
        )
        load = "\n".join(f"load => {name}.so" for name in MODULES.split())
        return {
            "asterisk.conf": f"""[directories]
astetcdir => {here}/etc
astmoddir => {root}/usr/lib/x86_64-linux-gnu/asterisk/modules
astvarlibdir => {here}/lib
astdbdir => {here}/lib
astkeydir => {here}/lib
astdatadir => {root}/usr/share/asterisk
astagidir => {here}/lib
astspooldir => {here}/spool
astrundir => {here}/run
astlogdir => {here}/log
[options]
documentation_language = none
""",
            "modules.conf": f"[modules]\nautoload=no\n{load}\n",
            "logger.conf": "[general]\n[logfiles]\nconsole => notice,warning,error,verbose\n",
            "musiconhold.conf": "[general]\n",
            "rtp.conf": "[general]\nrtpstart=24000\nrtpend=24990\n",
            "manager.conf": f"[general]\nenabled = yes\nbindaddr = 127.0.0.1\nport = {self.ami_port}\n"
            'channelvars = HATEF_TOKEN\n#include "manager_hatef.conf"\n',
            "queues.conf": '[general]\npersistentmembers = no\n#include "queues_hatef.conf"\n',
            "extensions.conf": "[default]\nexten => 100,1,Goto(hatef-call,s,1)\n"
            "exten => full,1,Queue(support,,,,120)\n"
            '#include "extensions_hatef.conf"\n',
            "pjsip.conf": f"""[global]
type=global
endpoint_identifier_order=ip,username,anonymous
[tr]
type=transport
protocol=udp
bind=127.0.0.1:{self.sip_port}
#include "pjsip_hatef.conf"
[caller]
type=endpoint
context=default
disallow=all
allow=alaw,ulaw
identify_by=username
rtp_symmetric=yes
direct_media=no
[anonymous]
type=endpoint
context=default
disallow=all
allow=alaw,ulaw
direct_media=no
[agent](!)
type=endpoint
context=default
disallow=all
allow=alaw,ulaw
direct_media=no
send_pai=yes
{agents}
""",
        }


def installed() -> Path:
    """Where the files are; without them the test is skipped with the reason, or fails where interop is required."""
    found = subprocess.run([str(SCRIPT), "root"], capture_output=True, text=True, check=False)
    if found.returncode == 0:
        return Path(found.stdout.strip())
    reason = found.stderr.strip() or "no Asterisk for tests"
    if os.environ.get("HATEF_INTEROP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def asterisk(folder: Path, agents: Mapping[str, int], **extra: str) -> AsyncIterator[Pbx]:
    """One that is configured, not started. `extra`: lines for `queues`, `pjsip`, … .conf."""
    root = installed()
    pbx = Pbx(root, folder, free_port(), free_port(), free_port(), agents)
    pbx.extra = {f"{name}.conf": text for name, text in extra.items()}
    pbx.write()
    try:
        yield pbx
    finally:
        await pbx.kill()
        shutil.rmtree(folder / "run", ignore_errors=True)
