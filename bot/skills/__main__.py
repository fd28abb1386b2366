"""The action server as a process of its own: `python -m bot.skills --config config.yml --port 5055`."""

import argparse
import logging
import sys
from pathlib import Path

import uvicorn

from bot.errors import BotError
from bot.settings.settings import Settings, load_settings
from bot.skills.runtime.server import ActionOptions, create_app
from bot.store.private import for_this_user_only
from nlu.rasa.launch import die_with_parent


def options_from(settings: Settings) -> ActionOptions:
    """What the settings and the environment say."""
    return ActionOptions(
        crm_url=settings.database_url(settings.crm.url),
        company=settings.company,
        rules=settings.crm,
        token=settings.secrets.action_token,
        sample=settings.data / "sample_crm.yml" if settings.crm.sample else None,
        data=settings.data,
        state_url=settings.database_url(settings.journal.url),
        secrets=settings.secrets.of_services,
        sources={name: settings.database_url(url) for name, url in settings.crm.sources.items()},
        recorded=settings.recordings.which,
    )


def main() -> int:
    """Serve until told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.skills", description="Hatef's action server for Rasa")
    parser.add_argument("--config", type=Path, default=Path("config.yml"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5055)
    arguments = parser.parse_args()
    die_with_parent()
    for_this_user_only()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        app = create_app(options_from(load_settings(arguments.config)))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    uvicorn.run(app, host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
