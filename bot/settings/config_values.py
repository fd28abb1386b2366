"""Single values of the configuration, checked; a ValueError says what is wrong and the line as it should be."""

import ipaddress
import re
from pathlib import Path

from nlu.text.languages import LANGUAGES

WILDCARDS = frozenset({"*", "all", "any", "0", "[::]"})
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?)*\.?")
LIKE_IPV4 = re.compile(r"[\d.]+")
DIAL_STRING = re.compile(r"(?:PJ)?SIP/(?P<user>[^/@\s]+)(?:[/@].*)?", re.IGNORECASE)
SESSION_TIMER_LEAST_S = 90


def host(value: str) -> str:
    """An address of this machine, or its name."""
    text = value.strip()
    if text.casefold() in WILDCARDS:
        raise ValueError(f"{value!r} is no address; for all addresses of this machine write 0.0.0.0")
    bare = re.sub(r"^[a-z]+:(//)?", "", text)
    name, colon, port = bare.partition(":")
    if colon and port.isdecimal():
        raise ValueError(f"the port has a key of its own; write {name} here, and: port: {port}")
    if bare != text:
        raise ValueError(f"it takes an address or name without 'sip:' or 'http:'; write {bare.rstrip('/')}")
    if "/" in text:
        raise ValueError(f"{value!r} is a network; give one address of this machine, or 0.0.0.0 for all of them")
    if is_host(text.rstrip(";,")) and text:
        if text != text.rstrip(";,"):
            raise ValueError(f"nothing stands behind an address; write {text.rstrip(';,')}")
    elif len(several := [part for part in re.split(r"[,;\s]+", text) if is_host(part)]) > 1:
        raise ValueError(f"it takes one address; write {several[0]}, or 0.0.0.0 for all of this machine")
    else:
        raise ValueError(f"{value!r} is neither an address nor the name of a machine, e.g. 192.168.1.10")
    return text.strip("[]") if text.startswith("[") else text


def public_host(value: str) -> str:
    """The address that others see."""
    if value.strip() in ("0.0.0.0", "::"):
        raise ValueError(
            "0.0.0.0 is no address that others can send to; write the one that the PBX sees, or leave it out"
        )
    return host(value)


def network(value: str) -> str:
    """An address or a network, e.g. `10.0.0.0/8`."""
    text = value.strip()
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"{value!r} is no address or network; {_network_meant(text)}") from None
    return text


def number_pattern(value: str) -> str:
    """A dialled number, `*` for any digits and `?` for one."""
    text = value.strip()
    if text.casefold() in LANGUAGES:
        raise ValueError(f'{value!r} is a language and no number: the number stands first; write: {{"200": {text}}}')
    if text.startswith("_") or re.fullmatch(r"(?=.*\d)[\dXZN]*[XZN][\dXZN.!]*", text):
        meant = re.sub(r"\[[^]]*\]|[XZN]", "?", text.removeprefix("_").upper()).replace(".", "*").replace("!", "*")
        raise ValueError(f"{value!r} is Asterisk's way; here * is any digits and ? one of them; write {meant!r}")
    if re.fullmatch(r"\d+\s*-\s*\d+", text):
        raise ValueError(f'{value!r}: ranges are written with * and ?, e.g. "1??" for 100 to 199')
    if re.search(r"[\\^$|(){}]", text):
        meant = re.sub(r"\\d|\.|\[[^]]*\]", "?", re.sub(r"(\.|\\d)[*+]", "*", text.strip("^$")))
        raise ValueError(f"{value!r} is a regular expression; here * is any digits and ? one of them, e.g. {meant!r}")
    if not text or re.search(r"\s|,", text):
        raise ValueError(f'{value!r} is no number; give one a line, or: ["100", "2*"]')
    return text


def extension(value: str) -> str:
    """The user part of our own SIP address: an extension."""
    text = value.strip()
    bare = re.sub(r"^sips?:", "", text, flags=re.IGNORECASE).partition("@")[0]
    if bare != text:
        raise ValueError(f"it takes the extension alone, the PBX stands in 'registrar'; write: user: {bare or '200'}")
    if re.search(r"[\s<>\"']", text):
        meant = re.sub(r"[\s<>\"']", "", text)
        raise ValueError(f"an extension holds no blanks or quotes (it is {value!r}); write: user: {meant or '200'}")
    return text


def place(value: Path) -> Path:
    """A path; `~` is the home of this user."""
    try:
        return value.expanduser()
    except RuntimeError:
        raise ValueError(f"the home that '{value.parts[0]}' stands for is not known; write the whole path") from None


def registrar(value: str) -> str:
    """The SIP address of the PBX to register at, without a user."""
    text = sip_uri(value, "registrar", "sip:pbx.example:5060")
    if "@" in text:
        raise ValueError(f"the extension stands in 'user'; write: registrar: sip:{text.rpartition('@')[2]}")
    return text


def sip_uri(value: str, key: str, example: str) -> str:
    """A SIP URI over UDP or TCP (RFC 3261 section 19.1)."""
    text = value.strip()
    _other_ways(text, key)
    scheme, colon, rest = text.partition(":")
    if scheme.lower() != "sip" or not colon:
        if not colon and re.fullmatch(r"[+\d*#]+", text):
            raise ValueError(f"{value!r} is a number and no SIP address; write: {key}: sip:{text}@ADDRESS-OF-THE-PBX")
        bare = rest.lstrip("/") if colon and scheme.lower() in ("tel", "http", "https", "udp", "tcp") else text
        if key == "agent" and re.fullmatch(r"\w+", bare):
            bare += "@ADDRESS-OF-THE-PBX"
        shown = f"sip:{bare}" if re.fullmatch(r"[^\s<>\"]+", bare) and not set(bare) & set("/\\") else example
        raise ValueError(f"it takes a SIP address, which begins with sip: (it is {value!r}); write: {key}: {shown}")
    _, at, host_part = rest.rpartition("@")
    name, port = split_port(host_part.partition(";")[0].partition("?")[0])
    if re.search(r"[\s<>\"]", text) or not is_host(name) or (at and rest.startswith("@")):
        raise ValueError(f"{value!r} is no SIP address; write e.g.: {key}: {example}")
    if port and not (port.isdecimal() and 0 < int(port) < 65_536):
        raise ValueError(f"the port {port!r} in {value!r} is none; write e.g.: {key}: {example}")
    return "sip:" + rest


def _other_ways(text: str, key: str) -> None:
    """Refuse what is meant as a SIP address and written in another program's way."""
    if bracketed := re.fullmatch(r"[^<]*<\s*(sips?:[^>]+)>.*", text, re.IGNORECASE):
        raise ValueError(f"it takes the address alone, without name and < >; write: {key}: {bracketed[1]}")
    if re.search(r";transport=(?!udp\b|tcp\b)", text, re.IGNORECASE):
        raise ValueError(f"SIP is spoken over UDP and TCP only; write: {key}: {text.partition(';')[0]};transport=tcp")
    if dialled := DIAL_STRING.fullmatch(text):
        raise ValueError(
            f"{text!r} is Asterisk's way; write a SIP address: {key}: sip:{dialled['user']}@ADDRESS-OF-THE-PBX"
        )
    if text.lower().startswith("sips:"):
        raise ValueError(
            f"SIP over TLS (sips:) is not spoken; write: {key}: sip:{text[5:].partition(';')[0]};transport=tcp"
        )
    if re.match(r"sip://", text, re.IGNORECASE):
        raise ValueError(f"a SIP address has no //; write: {key}: sip:{text[6:]}")


def session_timer(value: int) -> int:
    """A session interval, s (RFC 4028); 0 for none of our own."""
    if 0 < value < SESSION_TIMER_LEAST_S:
        raise ValueError(
            f"RFC 4028 allows {SESSION_TIMER_LEAST_S} s or more; write e.g.: session_timer_s: 1800, or 0 for none"
        )
    return value


def text(value: str) -> str:
    """Something to say."""
    if not value.strip():
        raise ValueError("there is nothing to say in it; write the text, or leave the key out")
    return value


def is_host(name: str) -> bool:
    """Whether that may be an address or the name of a machine."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return HOST.fullmatch(name) is not None and not LIKE_IPV4.fullmatch(name) and len(name) <= 253
    return True


def split_port(text: str) -> tuple[str, str]:
    """Machine and port of `machine:port` or `[IPv6]:port`; "" where there is no port."""
    if text.startswith("["):
        name, _, rest = text.partition("]")
        return name + "]", rest.removeprefix(":")
    name, _, port = text.partition(":")
    return name, port


def _network_meant(text: str) -> str:
    octets = text.split(".")
    kept = [one for one in octets if one.isdecimal() and int(one) < 256]
    starred = set(octets[len(kept) :]) <= {"*", "x", "X"} and 0 < len(kept) < 4
    if starred:
        return f"write {'.'.join(kept + ['0'] * (4 - len(kept)))}/{8 * len(kept)}"
    if text.casefold() in WILDCARDS:
        return "for everybody write 0.0.0.0/0, which lets the whole internet call"
    if re.fullmatch(r"[\d.]+\s*-\s*[\d.]+", text):
        return "a range is written as a network, e.g. 192.168.1.0/24"
    if len(several := [part for part in re.split(r"[,;\s]+", text) if part]) > 1:
        return f"write them in a list: [{', '.join(several)}]"
    if with_port := re.fullmatch(r"(\d+\.\d+\.\d+\.\d+):\d+", text):
        return f"a peer has no port here; write {with_port[1]}"
    if bare := re.fullmatch(r"(?:sip|udp|tcp):(?://)?([\d./]+)(?::\d+)?", text):
        return f"write the address alone: {bare[1]}"
    if "/" in text or LIKE_IPV4.fullmatch(text):
        return "write e.g. 192.168.1.0/24"
    return f"names are not looked up; write the address behind it (getent hosts {text}), e.g. 192.168.1.10"
