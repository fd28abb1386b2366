"""What single values of the configuration do not show: letters that only look right, values that contradict."""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.settings.config_agents import about_agents, loopback, of_agents
from bot.settings.config_callbacks import about_callbacks, of_callbacks
from bot.settings.config_errors import Told, told
from bot.settings.config_no_effect import no_effect
from bot.settings.config_numbers import meant
from bot.settings.config_shown import line_for
from bot.settings.config_text import INVISIBLE
from bot.settings.config_words import unit_of
from bot.settings.sections import Sections, Wording
from handoff.options import GENERAL
from nlu.text.languages import LANGUAGES, ascii_digits
from nlu.training.data_check.words import legible

LANGUAGE_KEYS = ("1", "2")
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
        yield told("sip", "rtp_port_start", words=words)
    if first <= sip.port <= last:
        words = f"the range {first} to {last} covers the SIP port {sip.port}; move one, e.g.: {_free_range(sip.port)}"
        yield told("sip", "rtp_port_start" if "rtp_port_start" in (written.get("sip") or {}) else "port", words=words)
    if sip.rtp_port_count < needed:
        words = f"{sip.max_calls} calls need {PORTS_A_CALL} ports each; write at least: rtp_port_count: {needed}"
        yield told("sip", "rtp_port_count", words=f"{words}, or at most: max_calls: {sip.rtp_port_count // 2}")
    if settings.journal.url == settings.crm.url:
        words = "the journal would be written into the CRM's database; write: url: sqlite:///var/hatef.db"
        yield told("journal", "url", words=words)
    for key, texts in _wordings(settings):
        if settings.language not in texts:
            words = f"calls begin in '{settings.language}', and its text is missing; write: {key}: "
            yield told("company", key, words=f'{words}{{{settings.language}: "..."}}')
    if settings.handoff.webhook is not None and not settings.console.enabled:
        yield told("handoff", "webhook", words="the console sends it, which is off; write: console: {enabled: true}")
    yield from of_agents(settings)
    yield from of_callbacks(settings)
    yield from _recordings(settings)
    rules = settings.handoff.asterisk
    if rules is not None and rules.transfer != "redirect" and settings.handoff.target is None:
        words = f"transfer: {rules.transfer} dials handoff.target, which is missing; add above asterisk: "
        yield told("handoff", "asterisk", words=words + 'target: "sip:queue-{token}@ADDRESS-OF-THE-PBX"')
    if rules is not None and not rules.queue_of(GENERAL):
        words = "callers without a special wish have no queue; add the PBX's name of theirs: "
        yield told("handoff", "asterisk", "queues", words=f"{words}{GENERAL}: support")


def _recordings(settings: Sections) -> Iterator[Told]:
    rules = settings.recordings
    if rules.opt_out_key in LANGUAGE_KEYS and settings.languages.detect:
        words = f"callers choose their language with {' or '.join(LANGUAGE_KEYS)}; write e.g.: "
        yield told("recordings", "opt_out_key", words=f'{words}opt_out_key: "9"')
    if rules.opt_out_key and rules.which != "none" and not rules.consent:
        words = "it is announced behind the sentence about the recording, which is off; write: consent: true"
        yield told("recordings", "opt_out_key", words=f'{words}, or: opt_out_key: ""')


def _about_recordings(settings: Sections) -> Iterator[Told]:
    handoff = settings.handoff
    if settings.recordings.which == "handoffs" and not (
        handoff.target or handoff.agent or handoff.agents or handoff.asterisk
    ):
        words = "no human is set who could take a call, so none is kept; name them below handoff, or write: which: all"
        yield told("recordings", "which", words=words)


def remarks(settings: Sections, written: Mapping[str, Any]) -> Iterator[Told]:
    """What is allowed but hardly meant; `written`: what the file says, None below a section that is empty."""
    for key in (key for key, value in written.items() if value is None):
        yield told(key, words="nothing stands below it: everything in it has its usual value")
    yield from _company(settings, written.get("company") or {})
    yield from _reach(settings)
    yield from about_agents(settings)
    yield from about_callbacks(settings, date.today())
    yield from _about_recordings(settings)
    yield from no_effect(settings, written)
    sip = settings.sip
    if (settings.handoff.agent or settings.handoff.agents) and sip.rtp_port_count < 2 * PORTS_A_CALL * sip.max_calls:
        words = (
            f"a call with an agent takes twice the ports: {2 * PORTS_A_CALL * sip.max_calls} for {sip.max_calls} calls"
        )
        yield told("sip", "rtp_port_count", words=words)
    for name in ("end_silence_ms", "no_input_ms"):
        for key, wait_ms in asdict(getattr(settings.speech, name)).items():
            if wait_ms < SHORT_MS:
                words = f"{wait_ms} milliseconds are shorter than a breath; six seconds are written: {key}: 6000"
                yield told("speech", name, key, words=words)


def _company(settings: Sections, said: Mapping[str, Any]) -> Iterator[Told]:
    for key, texts in _wordings(settings):
        for language in sorted(set(LANGUAGES) - set(texts) - {settings.language}):
            words = f"callers in {LANGUAGES[language].name} have no text of their own; add: {language}: "
            yield told("company", key, words=f'{words}"..."')
        for language, text in texts.items():
            if hint := _said(text, language):
                yield told("company", key, language, words=f"{hint[0]}; {hint[1][0].lower()}{hint[1][1:]}")
    lacking = {"name", "open", "address"} - set(said) - ({"open"} if "hours" in said else set())
    for key in sorted(lacking) if said else ():
        yield told("company", key, words="it is not set: callers hear that of the sample company")


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
        yield told("sip", "allowed_peers", words="the list is empty: nobody may call but the registrar")
    if outside and loopback(sip.host):
        words = f"{sip.host} is heard on this machine only, so {outside[0]} cannot call; write this machine's address"
        yield told("sip", "host", words=f"{words}, or 0.0.0.0 for all")


def _wordings(settings: Sections) -> Iterator[tuple[str, Wording]]:
    for key in ("name", "hours", "address"):
        if texts := getattr(settings.company, key):  # hours of one's own words are not needed
            yield key, texts


def _free_range(port: int) -> str:
    return "rtp_port_start: 16000" if not 16_000 <= port < 18_000 else "rtp_port_start: 20000"
