"""The machines and databases that Hatef works with, asked before callers depend on them."""

import http.client
import json
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseUnavailable, DriverMissing
from bot.findings import Finding
from bot.settings.settings import Settings
from bot.store.url import parse_url, patience

ANSWER_S = 3.0
WEBHOOK = "/webhooks/hatef/webhook"
ANSWERS: Mapping[int, str] = {
    401: "it refuses the token: HATEF_RASA_TOKEN must be the same there and here",
    404: "it answers, but without Hatef's connector (credentials.yml: nlu.rasa.connector.HatefInput)",
    503: "it answers, but has no model loaded",
}
"""By HTTP status; the connector answers 400 to a turn without content, which is all that is asked here."""


def check_dialogue(url: str, token: str) -> Finding:
    """Whether a Rasa server with our connector answers there, without holding a conversation."""
    remedy = "start it, or take dialogue.url out: then Hatef runs one of its own"
    try:
        status = _status(url, token)
    except (OSError, http.client.HTTPException) as error:
        why = "does not answer in time" if isinstance(error, TimeoutError) else f"cannot be reached ({_reason(error)})"
        return Finding("lack", f"dialogue.url: {url} {why}", remedy)
    if status == http.client.BAD_REQUEST:
        return Finding("ok", f"dialogue: Rasa at {url}")
    return Finding("lack", f"dialogue.url: {url}: {ANSWERS.get(status, f'it answers with HTTP status {status}')}")


def check_journal(url: str) -> Iterator[Finding]:
    """Whether the state database can be opened; a SQLite file that is not there yet will be made."""
    try:
        parsed = parse_url(url)
        place = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() == "sqlite":
            yield from _sqlite(Path(parsed.database or ""))
            return
        engine = create_engine(parsed, connect_args=patience(parsed))
        try:
            engine.connect().close()
        finally:
            engine.dispose()
    except (DriverMissing, DatabaseUnavailable) as error:
        yield Finding("lack", f"journal.url: {error}")
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or type(error).__name__).strip().splitlines()[0]
        yield Finding(
            "lack", f"journal.url: {place} cannot be opened: {cause}", "is the server up, the password right?"
        )
    else:
        yield Finding("ok", f"journal {place}")


def check_names(settings: Settings) -> Iterator[Finding]:
    """The names of other machines in config.yml, looked up at once. A name may be known later: it stops nothing."""
    names = dict(_names(settings))
    threads = ThreadPoolExecutor(max_workers=max(1, len(names)))
    found = {key: threads.submit(_known, host) for key, host in names.items()}
    wait(found.values(), timeout=ANSWER_S)
    threads.shutdown(wait=False)
    for key, known in found.items():
        if not (known.done() and known.result()):
            what = f"{key}: no machine is known as {names[key]}"
            yield Finding("lack", what, "write its address, or mend the name server (getent hosts NAME)", stops=False)


def _names(settings: Settings) -> Iterator[tuple[str, str]]:
    account = settings.sip.account
    for key, uri in (
        ("sip.account.registrar", account.registrar if account else None),
        ("handoff.target", settings.handoff.target),
        ("handoff.agent", settings.handoff.agent),
    ):
        if uri is not None:
            host = uri.rpartition("@")[2].removeprefix("sip:").partition(";")[0]
            yield key, urlsplit(f"//{host}").hostname or host
    if settings.sip.public_host is not None:
        yield "sip.public_host", settings.sip.public_host


def _known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return False
    return True


def _status(url: str, token: str) -> int:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_S)
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        connection.request("POST", parts.path.rstrip("/") + WEBHOOK, json.dumps({}), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _sqlite(file: Path) -> Iterator[Finding]:
    if file.is_dir():
        yield Finding("lack", f"journal.url: {file} is a folder", "name a file in it")
    elif not file.exists():
        yield Finding("ok", f"journal {file} (made at the first start)")
    else:
        try:
            connection = sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True, timeout=1)
            connection.execute("PRAGMA schema_version").fetchone()
            connection.close()
        except sqlite3.Error as error:
            locked = "locked" in str(error)  # another program writes; the start waits for it
            remedy = "" if locked else "name another file, or restore a backup"
            yield Finding("lack", f"journal.url: {file} cannot be read: {error}", remedy, stops=not locked)
        else:
            yield Finding("ok", f"journal {file}")


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
