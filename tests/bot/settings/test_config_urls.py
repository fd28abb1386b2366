"""Databases and servers as owners write them."""

import re
from collections.abc import Callable

import pytest

from bot.settings import config_urls


@pytest.mark.parametrize(
    ("check", "given", "kept"),
    [
        (config_urls.database_url, "sqlite:////var/lib/a.db", "sqlite:////var/lib/a.db"),
        (config_urls.database_url, "postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        (config_urls.database_url, "postgresql:///by-socket", "postgresql:///by-socket"),
        (config_urls.rasa_url, "http://rasa.internal:5005", "http://rasa.internal:5005"),
        (config_urls.webhook_url, "https://crm.example:8443/hatef?key=1", "https://crm.example:8443/hatef?key=1"),
        (config_urls.public_url, " https://hatef.example/ ", "https://hatef.example"),
        (config_urls.public_url, "http://10.0.0.5:8760/bot", "http://10.0.0.5:8760/bot"),
    ],
)
def test_what_is_right_stays(check: Callable[[str], str], given: str, kept: str) -> None:
    assert check(given) == kept


@pytest.mark.parametrize(
    ("check", "given", "words"),
    [
        (config_urls.database_url, r"sqlite:///C:\crm.db", "a path is written with /"),
        (config_urls.database_url, "var/crm.db", "write: url: sqlite:///var/crm.db"),
        (config_urls.database_url, "sqlite://var/crm.db", "write: url: sqlite:///var/crm.db"),
        (config_urls.database_url, "sqlite:var/crm.db", "write: url: sqlite:///var/crm.db"),
        (config_urls.database_url, "sqlite://", "it names no file; write: url: sqlite:///var/crm.db"),
        (config_urls.journal_url, "sqlite://", "it names no file; write: url: sqlite:///var/hatef.db"),
        (config_urls.public_url, "https://hatef.example/handoff/", "write: public_url: https://hatef.example"),
        (
            config_urls.journal_url,
            "sqlite:///:memory:",
            "in memory is lost at every stop; write: url: sqlite:///var/hatef.db",
        ),
        (config_urls.database_url, "sqlite:////srv/crm.db?mode=ro", "behind ?; write: url: sqlite:////srv/crm.db"),
        (config_urls.database_url, "mongodb://h/d", "is no database that Hatef can open"),
        (config_urls.database_url, "postgresql:d", "write: url: postgresql://user@machine/database"),
        (config_urls.rasa_url, "rasa:5005", "write: url: http://rasa:5005"),
        (config_urls.rasa_url, "http://rasa:5005/webhooks/rest/webhook", "write: url: http://rasa:5005"),
        (config_urls.rasa_url, "http://u:pw@rasa:5005", "write: url: http://rasa:5005, and set HATEF_RASA_TOKEN"),
        (config_urls.rasa_url, "http://rasa:5005/?token=x", "write: url: http://rasa:5005/, and set HATEF_RASA_TOKEN"),
        (config_urls.rasa_url, "http://rasa:port", "is no address"),
        (config_urls.webhook_url, "crm.example/hatef", "begins with https://"),
        (config_urls.webhook_url, "https://u:pw@crm.example/hatef", "without a password"),
        (config_urls.webhook_url, "https://crm.example:port/hatef", "is no address"),
        (config_urls.public_url, "hatef.example", "begins with https://"),
        (config_urls.public_url, "https://u:pw@hatef.example", "without ?, #, @"),
        (config_urls.public_url, "https://hatef.example/?x=1", "without ?, #, @"),
        (config_urls.public_url, "https://hatef.example:port", "is no address"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(check: Callable[[str], str], given: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        check(given)
