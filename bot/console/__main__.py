"""The console as a process of its own: `python -m bot.console --config config.yml --port 8760`."""

import argparse
import logging
import sys
from pathlib import Path

import uvicorn

from bot.console.app import ConsoleParts, create_app
from bot.console.bounds import App
from bot.console.handoffs import Handoffs
from bot.console.holders import parse_holders
from bot.console.pages import Pages
from bot.console.patience import PatientProtocol
from bot.console.words import load_words
from bot.errors import BotError
from bot.prompts.load import handoff_sentences, load_prompts
from bot.settings.settings import Settings, load_settings
from bot.store.database import reach_database, spill_home
from bot.store.own_secret import api_token, token_secret
from bot.store.private import for_this_user_only
from handoff.clerk import HandoffClerk
from handoff.reader import HandoffReader
from handoff.token import TokenMint
from handoff.transactions import Transactions
from nlu.rasa.launch import die_with_parent

MOST_CONNECTIONS = 200
DATABASE_S = 2.0
"""The longest a request waits for the database."""
STOP_S = 3


def parts_of(settings: Settings) -> ConsoleParts:
    """What the settings and the environment say. Raises BotError, OSError."""
    url = settings.database_url(settings.journal.url)
    work = Transactions(reach_database(url), DATABASE_S)
    reader = HandoffReader(work, spill_home(url, settings.state) / "packets")
    secret = token_secret(settings)
    handoffs = Handoffs(reader, HandoffClerk(reader), TokenMint(secret), settings.console.public_url or "")
    sentences = handoff_sentences(load_prompts(settings.data))
    pages = Pages(load_words(settings.data, sentences), sentences, settings.language)
    return ConsoleParts(handoffs, parse_holders(api_token(settings)), pages, secret)


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
    try:
        settings = load_settings(arguments.config)
        parts = parts_of(settings)
    except (BotError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    port = settings.console.port if arguments.port is None else arguments.port
    server(create_app(parts), settings.console.host, port).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
