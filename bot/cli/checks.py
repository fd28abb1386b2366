"""The checks before anything is loaded: `hatef serve` stops at what it cannot start with, `hatef doctor` tells all.

local     config.yml's remarks, folders, files, secrets, ports    within a moment
outside   databases, the dialogue server, names of neighbours     within a few seconds
"""

import errno
import importlib.util
import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cli import port_owner
from bot.cli.named_files import named_files
from bot.errors import StartError
from bot.findings import Finding
from bot.recordings.errors import NEW_KEY, VARIABLE, KeyRefused
from bot.recordings.keys import parse_keys
from bot.settings.holders import parse_holders
from bot.settings.paths import SETUP
from bot.settings.settings import Settings
from bot.store import private
from handoff.token import SECRET_BYTES_LEAST

log = logging.getLogger(__name__)

PACKAGES = (
    "vosk",
    "espeakng_loader",
    "piper",
    "onnxruntime",
    "numpy",
    "soxr",
    "fastapi",
    "uvicorn",
    "jinja2",
    "httpx",
    "sqlalchemy",
)
"""What is imported only by a child process or by a part that starts late."""
KEY_REMEDY = f"export {VARIABLE}=$({NEW_KEY}), and keep a copy: nothing opens recordings without it"
TRANSPORTS = ((socket.SOCK_DGRAM, "udp"), (socket.SOCK_STREAM, "tcp"))


def local(settings: Settings) -> Iterator[Finding]:
    """What this machine and its files say; nothing is loaded or asked over the network."""
    yield from (Finding("note", remark) for remark in settings.remarks)
    yield from missing_packages(PACKAGES)
    yield from _state(settings)
    yield from named_files(settings)
    yield from _secrets(settings)
    yield from _recordings(settings)
    host, port = settings.sip.host, settings.sip.port
    yield from dict.fromkeys(_port("sip", host, port, kind, transport) for kind, transport in TRANSPORTS)
    yield from _console(settings)


def outside(settings: Settings) -> Iterator[Finding]:
    """What databases and other machines say."""
    # Imported here: SQLAlchemy alone takes longer than all checks of `local`.
    from bot.cli.crm import sources_of
    from bot.cli.neighbours import check_dialogue, check_journal, check_names
    from bot.cli.pbx import check_pbx
    from bot.crm.check import SAMPLE_TO_COME, check_crm, check_sample
    from bot.crm.services.trial import service_findings

    url = settings.database_url(settings.crm.url)
    found = tuple(check_crm(url, sample=settings.crm.sample))
    yield from check_sample(settings.data / "sample_crm.yml") if SAMPLE_TO_COME in found else found
    yield from service_findings(settings.data, sources_of(settings))
    yield from check_journal(settings.database_url(settings.journal.url))
    if settings.dialogue.url is not None:
        yield check_dialogue(settings.dialogue.url, settings.secrets.rasa_token)
    yield from check_names(settings)
    yield from check_pbx(settings)


def before_start(settings: Settings) -> None:
    """Warn of what is worth knowing, stop at what Hatef cannot start with: the cheap checks first.

    Raises:
        StartError: with a line for each lack.
    """
    private.mend(settings)
    stages: tuple[Callable[[Settings], Iterator[Finding]], ...] = (local, outside)
    for stage in stages:
        found = tuple(stage(settings))
        if lacks := [str(finding) for finding in found if finding.level == "lack" and finding.stops]:
            raise StartError("\n".join(lacks))
        for finding in found:
            if finding.level != "ok":
                log.warning("%s", finding)


def before_work(settings: Settings) -> None:
    """What a command needs that writes into the state folder. Raises StartError."""
    private.mend(settings)
    if lacks := [str(finding) for finding in _state(settings) if finding.level == "lack" and finding.stops]:
        raise StartError("\n".join(lacks))


def before_talk(settings: Settings) -> None:
    """What a typed conversation needs: the state folder, the CRM, the dialogue server. Raises StartError."""
    private.mend(settings)
    ours = ("sip.", "handoff.", "speech.", "journal")
    found = (*_state(settings), *outside(settings))
    if lacks := [str(one) for one in found if one.level == "lack" and one.stops and not one.what.startswith(ours)]:
        raise StartError("\n".join(lacks))


def missing_packages(names: Sequence[str]) -> Iterator[Finding]:
    """A lack for each package that this Python does not find; nothing is imported."""
    for name in names:
        if importlib.util.find_spec(name) is None:
            yield Finding("lack", f"the package {name} is not installed", SETUP)


def _state(settings: Settings) -> Iterator[Finding]:
    state = settings.state
    there = next(folder for folder in (state, *state.parents) if folder.exists())
    if not there.is_dir():
        yield Finding("lack", f"{there} is a file and no folder", "remove it, or HATEF_STATE=DIR names another folder")
    elif not os.access(there, os.W_OK | os.X_OK):
        yield Finding("lack", f"this user may not write to {there}{private.whose(there)}", _as_owner(there))
    elif foreign := _foreign(state):
        yield Finding("lack", f"this user may not write to {foreign}{private.whose(foreign)}", _as_owner(foreign))
    yield from _rights(settings)


def _rights(settings: Settings) -> Iterator[Finding]:
    if not (opened := private.open_to_others(settings)):
        return
    remedy = f"the start of hatef serve mends it, or: chmod -R go= '{settings.state}'"
    if readable := private.readable_by_others(settings):
        what = f"other users of this machine may read {len(readable)} files, e.g. {readable[0]}"
        yield Finding("lack", what, remedy, stops=False)
    else:
        yield Finding("note", f"{opened[0]} is open to other users of this machine", remedy)


def _foreign(state: Path) -> Path | None:
    """The first of what Hatef writes to at every start that this user may not change."""
    written = (
        state / name for name in ("log", "packets", "prompts", "rasa", "models", "hatef.db", "secret", "api_token")
    )
    return next((path for path in written if path.exists() and not os.access(path, os.W_OK)), None)


def _as_owner(path: Path) -> str:
    if path.stat().st_uid == os.geteuid():
        return "chmod u+w it, or HATEF_STATE=DIR names another folder"
    return "run Hatef as its owner, or HATEF_STATE=DIR names a folder of this user's own (train it first: hatef train)"


def _secrets(settings: Settings) -> Iterator[Finding]:
    if settings.sip.account is not None and not settings.secrets.sip_password:
        yield Finding("lack", "sip.account is set but HATEF_SIP_PASSWORD is not", "export HATEF_SIP_PASSWORD=...")
    if settings.handoff.asterisk is not None and not settings.secrets.ami_secret:
        yield Finding("lack", "handoff.asterisk is set but HATEF_AMI_SECRET is not", "export HATEF_AMI_SECRET=...")
    if settings.handoff.webhook is not None and len(settings.secrets.webhook_secret.encode()) < SECRET_BYTES_LEAST:
        what = f"handoff.webhook is set; HATEF_WEBHOOK_SECRET has to be, too, with {SECRET_BYTES_LEAST} bytes or more"
        yield Finding("lack", what, "export HATEF_WEBHOOK_SECRET=$(openssl rand -hex 32)")
    if (given := settings.secrets.token_secret) and len(given.encode()) < SECRET_BYTES_LEAST:
        what = f"HATEF_TOKEN_SECRET is too short: it needs {SECRET_BYTES_LEAST} bytes"
        yield Finding("lack", what, "export HATEF_TOKEN_SECRET=$(openssl rand -hex 32)")


def _recordings(settings: Settings) -> Iterator[Finding]:
    """The key is looked at even where nothing is recorded: it opens what was."""
    options, messages = settings.recordings, settings.handoff.voicemail.enabled
    wanted = f"recordings.which is {options.which}" + (", handoff.voicemail is on" if messages else "")
    try:
        keys = parse_keys(settings.secrets.recording_key)
        if options.which != "none":
            yield Finding("ok", f"recordings of {options.which} are locked with the key {keys.present.key_id}")
        if messages:
            yield Finding("ok", f"callers' messages are locked with the key {keys.present.key_id}")
    except KeyRefused as error:
        yield Finding("lack", f"{wanted}, and {VARIABLE} {error.why}", KEY_REMEDY)


def _console(settings: Settings) -> Iterator[Finding]:
    """Calls go on without it, and its port may be free a moment later."""
    told = settings.console
    if not told.enabled:
        return
    if told.port:
        yield replace(_port("console", told.host, told.port, *TRANSPORTS[1]), stops=False)
    try:
        parse_holders(settings.secrets.api_token or "-" * SECRET_BYTES_LEAST)
    except StartError as error:
        yield Finding("lack", str(error))


def _port(section: str, host: str, port: int, kind: socket.SocketKind, transport: str) -> Finding:
    name = f"{transport.upper()} port {host}:{port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind)[0]
        with socket.socket(family, kind) as probe:
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return Finding(
            "lack", f"{section}.host: no machine is known as {host}", "write an address of this machine, or 0.0.0.0"
        )
    except OSError as error:
        return _refused(section, name, host, port, transport, error)
    return Finding("ok", f"{name} is free")


def _refused(section: str, name: str, host: str, port: int, transport: str, error: OSError) -> Finding:
    if error.errno == errno.EADDRNOTAVAIL:
        what = f"{section}.host: {host} is no address of this machine"
        return Finding("lack", what, "ip address shows them; 0.0.0.0 is all")
    if error.errno == errno.EACCES:
        return Finding("lack", f"{name} needs root's rights", f"write a {section}.port above 1023")
    if error.errno != errno.EADDRINUSE:
        return Finding("lack", f"{name} cannot be used: {error.strerror}", f"change {section}.host or {section}.port")
    owner = port_owner.owner_of(port, transport)
    if owner is None:
        remedy = f"stop that program (ss -lpn 'sport = :{port}' names it) or set another {section}.port in config.yml"
        return Finding("lack", f"{name} is taken: it is in use by another program", remedy)
    remedy = f"stop it, or set another {section}.port in config.yml"
    return Finding("lack", f"{name} is taken: it is in use by {owner}", remedy, running=owner.is_hatef)
