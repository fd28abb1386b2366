"""The console as a process of its own: `python -m bot.console --config config.yml --port 8760`."""

import argparse
import asyncio
import contextlib
import logging
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import uvicorn

from bot.console.app import ConsoleParts, create_app
from bot.console.bounds import App
from bot.console.handoffs import Handoffs
from bot.console.outbox import Outbox, Receiver
from bot.console.pages import Pages
from bot.console.patience import PatientProtocol
from bot.console.words import load_words
from bot.errors import BotError, StartError
from bot.journal.privacy import Redaction
from bot.prompts.load import handoff_sentences, load_prompts
from bot.service.control_client import ControlClient
from bot.service.recording import recording_keys
from bot.settings.holders import parse_holders
from bot.settings.settings import Settings, load_settings
from bot.store.database import reach_database, spill_home
from bot.store.own_secret import api_token, token_secret
from bot.store.private import for_this_user_only
from bot.tasks import begin, call_off
from bot.voicemail.shelf import export_message
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.ledger import CallbackLedger
from handoff.clerk import HandoffClerk
from handoff.reader import HandoffReader
from handoff.special_days import LiveCalendar
from handoff.token import SECRET_BYTES_LEAST, TokenMint
from handoff.transactions import Transactions
from nlu.rasa.launch import die_with_parent

MOST_CONNECTIONS = 200
DATABASE_S = 2.0
"""The longest a request waits for the database."""
STOP_S = 3


def outbox_of(settings: Settings, work: Transactions, handoffs: Handoffs) -> Outbox | None:
    """What tells another program; None where none is to be told. Raises StartError, OSError."""
    told, mark = settings.handoff.webhook, settings.state / "webhook_since"
    if told is None:
        mark.unlink(missing_ok=True)
        return None
    secret = settings.secrets.webhook_secret.encode()
    if len(secret) < SECRET_BYTES_LEAST:
        raise StartError(f"HATEF_WEBHOOK_SECRET needs {SECRET_BYTES_LEAST} bytes or more, e.g. openssl rand -hex 32")
    with contextlib.suppress(FileExistsError):
        mark.touch(exist_ok=False)
    return Outbox(work, handoffs, Receiver(told.url, secret, mark.stat().st_mtime, told.timeout_s))


def parts_of(settings: Settings, work: Transactions) -> ConsoleParts:
    """What the settings and the environment say. Raises BotError, OSError."""
    url = settings.database_url(settings.journal.url)
    reader = HandoffReader(work, spill_home(url, settings.state) / "packets")
    secret = token_secret(settings)
    clerk = HandoffClerk(reader, Redaction(settings.journal.redact).note)
    handoffs = Handoffs(reader, clerk, TokenMint(secret), settings.console.public_url or "")
    sentences = handoff_sentences(load_prompts(settings.data))
    pages = Pages(load_words(settings.data, sentences), sentences, settings.language)
    service = ControlClient(settings.state, settings.file)
    home, rules = spill_home(url, settings.state), settings.handoff.callbacks
    days, too = LiveCalendar(settings.data), settings.handoff.voicemail.call_back
    book = CallbackBook(work, home / "callbacks", rules, days=days, calls_messages=too)
    ledger = CallbackLedger(work, home / "packets", book)
    holders = parse_holders(api_token(settings))
    sounds = partial(export_message, settings.voicemail_folder, recording_keys(settings))
    return ConsoleParts(handoffs, holders, pages, secret, service, ledger, sounds, rules.dial is not None)


def server(app: App, host: str, port: int) -> uvicorn.Server:
    """Serves it with bounds on everything that a client can do."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=PatientProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=STOP_S,
        )
    )


def main() -> int:
    """Serve until told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.console", description="Hatef's pages and API")
    parser.add_argument("--config", type=Path, default=Path("config.yml"))
    parser.add_argument("--port", type=int, default=None)
    arguments = parser.parse_args()
    die_with_parent()
    for_this_user_only()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    logging.getLogger("uvicorn.error").setLevel(
        logging.ERROR
    )  # a warning for each packet of rubbish would fill the log
    try:
        settings = load_settings(arguments.config)
        work = Transactions(reach_database(settings.database_url(settings.journal.url)), DATABASE_S)
        parts = parts_of(settings, work)
        # Threads of its own: who asks does not wait behind it.
        apart = Transactions(reach_database(settings.database_url(settings.journal.url)), DATABASE_S)
        outbox = outbox_of(settings, apart, parts.handoffs)
    except (BotError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    port = settings.console.port if arguments.port is None else arguments.port
    asyncio.run(_serve(server(create_app(parts), settings.console.host, port), outbox))
    return 0


async def _serve(serving: uvicorn.Server, outbox: Outbox | None) -> None:
    async with AsyncExitStack() as stack:
        if outbox is not None:
            stack.push_async_callback(call_off, begin(outbox.run(), "the outbox"))
        await serving.serve()


if __name__ == "__main__":
    sys.exit(main())
