"""What single values of the configuration do not show: letters that only look right, values that contradict."""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import Any

from bot.settings.config_numbers import meant
from bot.settings.config_text import INVISIBLE
from bot.settings.config_words import line_for, unit_of
from bot.settings.sections import Sections, Wording
from nlu.text.languages import LANGUAGES, ascii_digits
from nlu.training.data_check.words import legible

Told = tuple[tuple[int | str, ...], str, str]
"""Location, key path, words."""

FREE = frozenset({"company", "home", "recordings", "models", "voices", "url", "messages", "music"})
"""Below these keys stands free text: sentences, paths."""
QUOTES = "“”„«»‘’‚´`"
PORTS_A_CALL = 2
"""RTP and RTCP (RFC 3550 section 11)."""
SHORT_MS = 100
PORT_MOST = 65_535


def odd_letters(raw: Any, where: tuple[int | str, ...] = ()) -> Iterator[Told]:
    """Persian digits, curly quotes, invisible marks and the Persian comma where a machine reads."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            if key not in FREE:
                yield from _odd(str(key), where, str(key))
                yield from odd_letters(value, (*where, key))
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from odd_letters(item, (*where, index))
    elif isinstance(raw, str):
        yield from _odd(raw, where, next((str(step) for step in reversed(where) if isinstance(step, str)), ""))


def _odd(text: str, where: tuple[int | str, ...], key: str) -> Iterator[Told]:
    right = INVISIBLE.sub("", ascii_digits(text)).replace("٫", ".").translate(dict.fromkeys(map(ord, QUOTES))).strip()
    dotted = ".".join(map(str, where))
    if INVISIBLE.search(text):
        yield where, dotted, f"it holds an invisible character; type it anew: {_shown(where, key, right)}"
    elif text.strip(QUOTES) != text:
        yield where, dotted, f"quotes are written straight: \" or '; write: {_shown(where, key, right)}"
    elif ascii_digits(text) != text:
        yield where, dotted, f"digits are written 0 to 9 here; write: {_shown(where, key, right)}"
    elif "،" in text:
        yield where, dotted, f"a list is written with the Latin comma; write: {key}: [{right.replace('،', ',')}]"


def _shown(where: tuple[int | str, ...], key: str, right: str) -> str:
    value = meant(right, unit_of(where))
    return line_for(key, right) if value is None else f"{key}: {value:g}"


def contradictions(settings: Sections, written: Mapping[str, Any]) -> Iterator[Told]:
    """Values that are right alone and cannot be together; `written`: what the file says."""
    sip = settings.sip
    first, last, needed = sip.rtp_port_start, sip.rtp_port_start + sip.rtp_port_count - 1, PORTS_A_CALL * sip.max_calls
    if last > PORT_MOST:
        most = PORT_MOST + 1 - sip.rtp_port_count
        words = (
            f"with rtp_port_count the range ends at {last}, beyond {PORT_MOST}; write at most: rtp_port_start: {most}"
        )
        yield _told("sip", "rtp_port_start", words=words)
    if first <= sip.port <= last:
        words = f"the range {first} to {last} covers the SIP port {sip.port}; move one, e.g.: {_free_range(sip.port)}"
        yield _told("sip", "rtp_port_start" if "rtp_port_start" in (written.get("sip") or {}) else "port", words=words)
    if sip.rtp_port_count < needed:
        words = f"{sip.max_calls} calls need {PORTS_A_CALL} ports each; write at least: rtp_port_count: {needed}"
        yield _told("sip", "rtp_port_count", words=f"{words}, or at most: max_calls: {sip.rtp_port_count // 2}")
    if settings.journal.url == settings.crm.url:
        words = "the journal would be written into the CRM's database; write: url: sqlite:///var/hatef.db"
        yield _told("journal", "url", words=words)
    for key, texts in _wordings(settings):
        if settings.language not in texts:
            words = f"calls begin in '{settings.language}', and its text is missing; write: {key}: "
            yield _told("company", key, words=f'{words}{{{settings.language}: "..."}}')
    if settings.handoff.webhook is not None and not settings.console.enabled:
        yield _told("handoff", "webhook", words="the console sends it, which is off; write: console: {enabled: true}")
    yield from _circles(settings)
    yield from _queues(settings)
    own_agents = settings.handoff.agent or settings.handoff.agents
    if settings.handoff.callbacks.dial and settings.handoff.callbacks.order == "agent" and not own_agents:
        words = "an agent is called first by Hatef's own queues only; set handoff.agents, or write: order: caller"
        yield _told("handoff", "callbacks", "order", words=words)
    rules = settings.handoff.asterisk
    if rules is not None and rules.transfer != "redirect" and settings.handoff.target is None:
        words = f"transfer: {rules.transfer} dials handoff.target, which is missing; add above asterisk: "
        yield _told("handoff", "asterisk", words=words + 'target: "sip:queue-{token}@ADDRESS-OF-THE-PBX"')


def _queues(settings: Sections) -> Iterator[Told]:
    """Agents and queues that do not find each other."""
    handoff = settings.handoff
    names = [queue.name for queue in handoff.queues]
    for place, one in enumerate(handoff.agents):
        where = ("handoff", "agents", place)
        if one.id in [other.id for other in handoff.agents[:place]]:
            yield (*where, "id"), f"handoff.agents.{place}.id", f"another agent has the id {one.id}; give each its own"
        for name in sorted(set(one.queues) - set(names)) if names else ():
            words = f"there is no queue {name!r}; write one of: {', '.join(names)}"
            yield (*where, "queues"), f"handoff.agents.{place}.queues", words
    if handoff.agent_number is not None:
        yield from _agent_number(settings, handoff.agent_number)
    for place, queue in enumerate(handoff.queues):
        where, key = ("handoff", "queues", place), f"handoff.queues.{place}"
        if queue.name in names[:place]:
            yield (*where, "name"), f"{key}.name", f"another queue is called {queue.name}; give each its own name"
        if queue.overflow and queue.overflow not in names:
            words = f"there is no queue {queue.overflow!r}; write one of: {', '.join(names)}"
            yield (*where, "overflow"), f"{key}.overflow", words
        served = {name for one in handoff.agents for name in one.queues or names}
        if queue.name not in served and served <= set(names):
            words = "no agent serves this queue; add its name to the queues of an agent in handoff.agents"
            yield (*where, "name"), f"{key}.name", words


def _agent_number(settings: Sections, number: str) -> Iterator[Told]:
    patterns = settings.sip.allowed_numbers
    if patterns and not any(fnmatchcase(number, pattern) for pattern in patterns):
        words = f"sip.allowed_numbers does not let calls to it in; add {number!r} there"
        yield _told("handoff", "agent_number", words=words)
    if not any(one.pin for one in settings.handoff.agents):
        words = 'no agent in handoff.agents has a pin, so nobody gets in; add one: pin: "4711"'
        yield _told("handoff", "agent_number", words=words)


def _circles(settings: Sections) -> Iterator[Told]:
    own = "this is Hatef's own address and port"
    itself = f"{own}: it would call itself; write the PBX's or the telephone's"
    for key, address in (("agent", settings.handoff.agent), ("target", settings.handoff.target)):
        if address is not None and _own_address(settings, address):
            yield _told("handoff", key, words=itself)
    for place, one in enumerate(settings.handoff.agents):
        if _own_address(settings, one.uri):
            yield ("handoff", "agents", place, "uri"), f"handoff.agents.{place}.uri", itself
    account = settings.sip.account
    if account is not None and _own_address(settings, account.registrar):
        words = f"{own}: it would register at itself; write the PBX's, or another sip.port"
        yield _told("sip", "account", "registrar", words=words)


def remarks(settings: Sections, written: Mapping[str, Any]) -> Iterator[Told]:
    """What is allowed but hardly meant; `written`: what the file says, None below a section that is empty."""
    for key in (key for key, value in written.items() if value is None):
        yield _told(key, words="nothing stands below it: everything in it has its usual value")
    yield from _company(settings, written.get("company") or {})
    yield from _reach(settings)
    sip = settings.sip
    if (settings.handoff.agent or settings.handoff.agents) and sip.rtp_port_count < 2 * PORTS_A_CALL * sip.max_calls:
        words = (
            f"a call with an agent takes twice the ports: {2 * PORTS_A_CALL * sip.max_calls} for {sip.max_calls} calls"
        )
        yield _told("sip", "rtp_port_count", words=words)
    for name in ("end_silence_ms", "no_input_ms"):
        for key, wait_ms in asdict(getattr(settings.speech, name)).items():
            if wait_ms < SHORT_MS:
                words = f"{wait_ms} milliseconds are shorter than a breath; six seconds are written: {key}: 6000"
                yield _told("speech", name, key, words=words)


def _company(settings: Sections, told: Mapping[str, Any]) -> Iterator[Told]:
    for key, texts in _wordings(settings):
        for language in sorted(set(LANGUAGES) - set(texts) - {settings.language}):
            words = f"callers in {LANGUAGES[language].name} have no text of their own; add: {language}: "
            yield _told("company", key, words=f'{words}"..."')
        for language, text in texts.items():
            if hint := _said(text, language):
                yield _told("company", key, language, words=f"{hint[0]}; {hint[1][0].lower()}{hint[1][1:]}")
    for key in sorted({"name", "hours", "address"} - set(told)) if told else ():
        yield _told("company", key, words="it is not set: callers hear that of the sample company")


def _said(text: str, language: str) -> tuple[str, str] | None:
    """What a voice would stumble over."""
    if "{" in text or "}" in text:
        return "nothing is filled into this text", "Write it out, without braces."
    return legible(text, language)


def _reach(settings: Sections) -> Iterator[Told]:
    sip = settings.sip
    outside = [peer for peer in sip.allowed_peers if not ipaddress.ip_network(peer, strict=False).is_loopback]
    for index, peer in enumerate(sip.allowed_peers):
        if ipaddress.ip_network(peer, strict=False).prefixlen == 0:
            words = f"{peer} lets everybody on the network call; write your PBX's address or network"
            yield ("sip", "allowed_peers", index), "sip.allowed_peers", words
    if not sip.allowed_peers:
        yield _told("sip", "allowed_peers", words="the list is empty: nobody may call but the registrar")
    if outside and _loopback(sip.host):
        words = f"{sip.host} is heard on this machine only, so {outside[0]} cannot call; write this machine's address"
        yield _told("sip", "host", words=f"{words}, or 0.0.0.0 for all")


def _told(*where: str, words: str) -> Told:
    return where, ".".join(where), words


def _wordings(settings: Sections) -> Iterator[tuple[str, Wording]]:
    for key in ("name", "hours", "address"):
        yield key, getattr(settings.company, key)


def _free_range(port: int) -> str:
    return "rtp_port_start: 16000" if not 16_000 <= port < 18_000 else "rtp_port_start: 20000"


def _own_address(settings: Sections, uri: str) -> bool:
    host, _, port = uri.rpartition("@")[2].removeprefix("sip:").partition(";")[0].partition(":")
    own = {settings.sip.host, settings.sip.public_host} - {"0.0.0.0"}
    if _loopback(host) and (_loopback(settings.sip.host) or settings.sip.host == "0.0.0.0"):
        own.add(host)
    return host in own and (port or "5060") == str(settings.sip.port)


def _loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
