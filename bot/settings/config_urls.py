"""URLs of the configuration, checked; a ValueError says what is wrong and the line as it should be."""

import re

from bot.settings.config_values import is_host, split_port

DATABASES = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "postgres": "PostgreSQL",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "mssql": "SQL Server",
}


def database_url(value: str, usual: str = "var/crm.db") -> str:
    """The URL of a SQL database; `usual`: the file that is shown where one is missing."""
    text = value.strip()
    scheme, colon, rest = text.partition(":")
    name = scheme.partition("+")[0].casefold()
    if not colon or (len(scheme) == 1 and rest.startswith("\\")) or "/" in scheme:
        shown = f"sqlite:///{text}" if text.endswith((".db", ".sqlite", ".sqlite3")) else f"sqlite:///{usual}"
        raise ValueError(f"it takes the URL of a database (it is {value!r}); write: url: {shown}")
    if name not in DATABASES:
        known = ", ".join(dict.fromkeys(DATABASES.values()))
        raise ValueError(
            f"{scheme}:// is no database that Hatef can open ({known}); write e.g.: url: sqlite:///{usual}"
        )
    if name == "sqlite" and "\\" in rest:
        raise ValueError("a path is written with / here; write e.g.: url: sqlite:////var/lib/hatef/crm.db")
    if name == "sqlite" and (":memory:" in rest or "?" in rest):
        told = "a database in memory is lost at every stop" if ":memory:" in rest else "nothing is read behind ?"
        path = rest.lstrip("/").partition("?")[0] or usual
        shown = f"sqlite:///{usual}" if ":memory:" in rest else f"sqlite:{'/' * (3 + rest.startswith('////'))}{path}"
        raise ValueError(f"{told}; write: url: {shown}")
    if name == "sqlite" and not re.fullmatch(r"///.+", rest):
        path = rest.lstrip("/")
        if not path:
            raise ValueError(f"it names no file; write: url: sqlite:///{usual}")
        raise ValueError(f"a file is written behind three slashes; write: url: sqlite:///{path}")
    if name != "sqlite" and not rest.startswith("//"):
        raise ValueError(f"two slashes and the machine are missing; write: url: {scheme}://user@machine/database")
    return text


def journal_url(value: str) -> str:
    """The URL of the database that is written into."""
    return database_url(value, "var/hatef.db")


def source_url(value: str) -> str:
    """The URL of a SQL database, or the address of a web service."""
    text = value.strip()
    if not re.match(r"https?:", text, re.IGNORECASE):
        return database_url(value)
    example = "write e.g.: shop: https://crm.example/api"
    if re.search(r"[@?#\s]", text):
        raise ValueError(f"it takes an address without a password, ?, # and blanks; {example}; auth: in data/services/")
    name, port = split_port(text.partition("//")[2].partition("/")[0])
    if not is_host(name) or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise ValueError(f"{value!r} is no address; {example}")
    return text


def rasa_url(value: str) -> str:
    """The address of a Rasa server."""
    text = value.strip()
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValueError(
            f"it takes an address that begins with http:// (it is {value!r}); write: url: http://{text.rpartition('//')[2]}"
        )
    if "webhook" in text:
        raise ValueError(f"it takes the server's address alone; write: url: {text.partition('/webhook')[0]}")
    secret, at, bare = text.partition("//")[2].rpartition("@")
    if at or re.search(r"[?&](?:token|api_?key|password)=", text, re.IGNORECASE):
        clean = f"{text.partition('//')[0]}//{bare or secret}".partition("?")[0]
        raise ValueError(
            f"secrets do not stand in this file; write: url: {clean}, and set HATEF_RASA_TOKEN in the environment"
        )
    name, port = split_port(text.partition("//")[2].partition("/")[0])
    if not is_host(name) or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise ValueError(f"{value!r} is no address; write e.g.: url: http://rasa.internal:5005")
    return text


def webhook_url(value: str) -> str:
    """The address that notices of handoffs are sent to."""
    text = value.strip()
    example = "write e.g.: url: https://crm.example/hatef"
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValueError(f"it takes an address that begins with https:// (it is {value!r}); {example}")
    if "@" in text or re.search(r"[#\s]", text):
        raise ValueError(
            f"it takes an address without a password, # and blanks; {example}, and check Hatef-Signature there"
        )
    name, port = split_port(re.split(r"[/?]", text.partition("//")[2])[0])
    if not is_host(name) or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise ValueError(f"{value!r} is no address; {example}")
    return text


def public_url(value: str) -> str:
    """The address under which others reach the console, without a slash at its end."""
    text = value.strip().rstrip("/")
    example = "write e.g.: public_url: https://hatef.example"
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValueError(f"it takes an address that begins with https:// (it is {value!r}); {example}")
    if re.search(r"[?#@\s\"'<>]", text):
        raise ValueError(f"it takes an address without ?, #, @ and blanks (it is {value!r}); {example}")
    name, port = split_port(text.partition("//")[2].partition("/")[0])
    if not is_host(name) or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise ValueError(f"{value!r} is no address; {example}")
    if text.endswith("/handoff"):
        shown = text.removesuffix("/handoff")
        raise ValueError(f"/handoff/TOKEN is put behind it by Hatef; write: public_url: {shown}")
    return text
