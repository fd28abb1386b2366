"""Values of the way to humans, checked: agents, queues, the PBX, who is called back and when; as `config_values`."""

import difflib
import re
import string
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.settings.config_values import is_host, sip_uri, split_port
from handoff.hours import parse_span

AMI_PORT = 5038
JALALI_UNTIL, GREGORIAN_AFTER = 1_430, 1_500
"""Between them lie years of the Hijri calendar, as owners write them today."""
PLACES = ("token", "skill")
_FILLED = {"{token}": "t0k3n", "{skill}": "sk1ll"}
"""What stands for the places while the address is looked at."""


def agent(value: str) -> str:
    """The SIP address of one agent."""
    if re.search(r"[,;]\s*sips?:", value) or (len(value.split()) > 1 and "<" not in value):
        raise ValueError("it takes one agent; for several write handoff.agents, or give handoff.target: a PBX's queue")
    return sip_uri(value, "agent", "sip:200@pbx.example")


def agent_uri(value: str) -> str:
    """The SIP address of the telephone of one of several agents."""
    if re.search(r"[,;]\s*sips?:", value) or (len(value.split()) > 1 and "<" not in value):
        raise ValueError("it takes one telephone; give each agent an entry of their own, with another id")
    return sip_uri(value, "uri", "sip:101@pbx.example")


def agent_id(value: str) -> str:
    """A short name without blanks, as it is typed: of an agent, of a queue."""
    text = value.strip()
    if not re.fullmatch(r"[A-Za-z0-9][\w.@-]{0,63}", text, re.ASCII):
        raise ValueError(
            f"it takes letters a to z, digits and - _ . without blanks (it is {value!r}), e.g. 101 or sales"
        )
    return text


def pin(value: str) -> str:
    """Digits that are keyed in."""
    text = value.strip()
    if text and not re.fullmatch(r"\d{4,12}", text, re.ASCII):
        raise ValueError('it takes 4 to 12 digits in quotes; write e.g.: pin: "4711"')
    return text


def opening(value: str) -> str:
    """Days and times at which a queue is open, or people may be called."""
    span, text = parse_span(value), value.strip()
    if span.start == span.end:
        days = text.split()[0] if "-" in text.split()[0] else text[:3]
        raise ValueError(f'{text!r} begins where it ends; for the whole day write "{days} 00:00-24:00"')
    return text


def target(value: str) -> str:
    """A SIP address with a place for the packet's token."""
    example = 'target: "sip:queue-{token}@pbx.example"'
    if foreign := re.sub(r"\{\{(\w+)\}\}|\$\{(\w+)\}|%(\w+)%|<(\w+)>|\$(\w+)", _place, value):
        if foreign != value:
            raise ValueError(f'a place is written in single braces; write: target: "{foreign}"')
    try:
        parts = list(string.Formatter().parse(value))
    except ValueError:
        raise ValueError(f"a {{ or }} stands alone; write: {example}") from None
    for _, name, form, conversion in parts:
        if name is None or (name in PLACES and not form and not conversion):
            continue
        close = difflib.get_close_matches(name.casefold(), PLACES, n=1)
        meant = f"did you mean {{{close[0]}}}?" if close else "only {token} and {skill} are filled in;"
        raise ValueError(f"{{{name}}} is not known; {meant} e.g. {example}")
    if "token" not in {name for _, name, _, _ in parts}:
        user, at, behind = value.rpartition("@")
        shown = f'target: "{user}-{{token}}@{behind}"' if at and user.startswith("sip:") else example
        raise ValueError(f"it needs {{token}} where the packet's token goes; write: {shown}")
    _refuse_misplaced(value, example)
    return value.strip()


def dial(value: str) -> str:
    """A SIP address with a place for the number to call."""
    example = 'dial: "sip:{number}@pbx.example"'
    foreign = re.sub(r"\{\{number\}\}|\$\{\w+\}|<\w+>|\$\w+|\{(?!number\})\w+\}", "{number}", value)
    if foreign != value:
        raise ValueError(f'the number\'s place is {{number}}; write: dial: "{foreign}"')
    if "{" in value.replace("{number}", "") or "}" in value.replace("{number}", ""):
        raise ValueError(f"a {{ or }} stands alone; write: {example}")
    user, at, behind = value.rpartition("@")
    if value.count("{number}") != 1 or "{number}" not in user or not at:
        raise ValueError(f"it needs {{number}} before the @, where the number to call goes; write: {example}")
    try:
        uri = sip_uri(value.replace("{number}", "0"), "dial", "sip:{number}@pbx.example")
    except ValueError as error:
        raise ValueError(str(error).replace("sip:0@", "sip:{number}@")) from None
    return uri.partition("@")[0].replace("0", "{number}", 1) + "@" + behind.strip()


def dialled_number(value: str) -> str:
    """A pattern of numbers that may be dialled: digits, `*` for any of them and `?` for one; 00 or + abroad."""
    if not re.fullmatch(r"\+?[\d*?]+", value, re.ASCII):
        meant = re.sub(r"[^\d*?]", "", value)
        shown = f"{meant.rstrip('*')}*" if re.search(r"\d", meant) else "0??????????"
        raise ValueError(f'{value!r} is no number that can be dialled; write digits, * and ?, e.g.: ["{shown}"]')
    return value


def holiday(value: str) -> str:
    """A day of the Gregorian calendar as ISO 8601 writes it."""
    text = value.strip()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is not None and found.year > GREGORIAN_AFTER:
        return found.isoformat()
    if (meant := _in_another_way(text)) is None:
        raise ValueError(f"{value!r} is no day; write year, month and day (Gregorian), e.g. 2027-03-21")
    raise ValueError(f"{value!r} is written in another way or calendar; write that day as {meant.isoformat()}")


def _in_another_way(text: str) -> date | None:
    """The day that is meant by «1406/01/01» (Jalali), «21.03.2027» and the like; None where it is none."""
    import hijridate  # the calendars take a tenth of a second, and few files need them
    import jdatetime

    if (found := re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", text, re.ASCII)) is None:
        return None
    year, month, day = map(int, found.groups() if len(found[1]) == 4 else reversed(found.groups()))
    try:
        if year > GREGORIAN_AFTER:
            return date(year, month, day)
        if year > JALALI_UNTIL:
            return date(*hijridate.Hijri(year, month, day).to_gregorian().datetuple())
        return date.fromisoformat(f"{jdatetime.date(year, month, day).togregorian()}")
    except (ValueError, OverflowError):
        return None


def timezone(value: str) -> str:
    """The name of a time zone, "" for this machine's."""
    try:
        return ZoneInfo(value.strip()).key if value.strip() else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone this machine knows; write e.g.: timezone: Asia/Tehran") from None


def calling_code(value: str) -> str:
    """A country's code as it stands behind the +, "" for none."""
    text = value.strip().removeprefix("+").removeprefix("00")
    if text and not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise ValueError(f'{value!r} is no calling code; write e.g.: country: "98"')
    return text


def ami(value: str) -> str:
    """Machine and port of a PBX's manager interface; 5038 where no port is named."""
    text = re.sub(r"^(\w+://|(tcp|ami|sip|http):)", "", value.strip())
    name, port = split_port(text)
    if not is_host(name) or "@" in text:
        raise ValueError(f"{value!r} is no address of a manager interface; write e.g.: ami: 192.168.1.10:5038")
    if port and not (port.isdecimal() and 0 < int(port) < 65_536):
        raise ValueError(f"the port {port!r} is none; write e.g.: ami: {name}:5038")
    return f"{name}:{port or AMI_PORT}"


def dialplan_name(value: str) -> str:
    """A user, queue or context as Asterisk's configuration writes it."""
    text = value.strip()
    if not re.fullmatch(r"[^\s\[\](),;=:|&\"'{}$\\]{1,80}", text) or not text.isprintable():
        raise ValueError(f"{value!r} is no name in Asterisk's configuration; write it as it stands there, e.g. support")
    return text


def dialled_pattern(value: str) -> str:
    """An extension with places for token, skill and queue."""
    example = 'extension: "queue-{token}"'
    try:
        places = {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}
    except ValueError:
        raise ValueError(f"a {{ or }} stands alone; write e.g.: {example}") from None
    if unknown := places - {"token", "skill", "queue"}:
        raise ValueError(f"{{{min(unknown)}}} is not known; {{token}}, {{skill}} and {{queue}} are; e.g. {example}")
    if not re.fullmatch(r"[A-Za-z0-9*#+._-]+", value.format(token="t", skill="s", queue="q")):
        raise ValueError(f"{value!r} cannot be dialled; write e.g.: {example}")
    return value.strip()


def _refuse_misplaced(value: str, example: str) -> None:
    """The address with its places filled, as it will be sent."""
    filled = value.replace("{token}", _FILLED["{token}"]).replace("{skill}", _FILLED["{skill}"])
    try:
        uri = sip_uri(filled, "target", "sip:queue-{token}@pbx.example")
    except ValueError as error:
        words = str(error)
        for name, stand_in in _FILLED.items():
            words = words.replace(stand_in, name)
        raise ValueError(words) from None
    user, at, _ = uri.partition("@")
    if not at:
        raise ValueError(f"the address of the PBX is missing behind @; write: {example}")
    if _FILLED["{token}"] not in user:
        raise ValueError(f"{{token}} belongs before the @; write: {example}")


def _place(found: re.Match[str]) -> str:
    name = next(filter(None, found.groups())).casefold()
    return f"{{{name}}}" if name in PLACES else found[0]
