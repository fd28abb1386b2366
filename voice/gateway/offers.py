"""Session descriptions (RFC 8866) as far as the gateway reads and mends them; pure."""

import re
from collections.abc import Iterator, Sequence

RTP_PROFILES = frozenset({"RTP/AVP", "RTP/AVPF"})
_ADDRESS = re.compile(r"^(?P<field>(?:o=|c=|a=rtcp:).*?)IN IP[46] (?!0\.0\.0\.0)[0-9A-Fa-f.:]+", re.MULTILINE)
_STATIC = {"0": "PCMU", "8": "PCMA", "9": "G722"}  # RFC 3551 section 6


def has_our_codec(sdp: str, codecs: Sequence[str]) -> bool:
    """Whether an offer holds one plain RTP audio stream with a codec of ours; a refused stream (port 0) is not one."""
    return any(_names(lines) & set(codecs) for lines in _audio_streams(sdp))


def with_address(sdp: str, address: str) -> str:
    """The same description with our own address in `o=`, `c=` and `a=rtcp`; `c=0.0.0.0`, an old form of hold, stays."""
    kind = "IP6" if ":" in address else "IP4"
    return _ADDRESS.sub(lambda found: f"{found['field']}IN {kind} {address}", sdp)


def _audio_streams(sdp: str) -> Iterator[list[str]]:
    for block in ("\n" + sdp.replace("\r\n", "\n")).split("\nm=")[1:]:
        lines = block.split("\n")
        kind, port, profile = ([*lines[0].split(), "", "", ""])[:3]
        if kind == "audio" and port.partition("/")[0] not in ("", "0") and profile.upper() in RTP_PROFILES:
            yield lines


def _names(lines: list[str]) -> set[str]:
    """The codec names of one stream: static payload types, and dynamic ones by their rtpmap."""
    named = dict(_STATIC)
    for line in lines:
        if line.lower().startswith("a=rtpmap:"):
            number, _, coding = line[len("a=rtpmap:") :].strip().partition(" ")
            named[number] = coding.partition("/")[0].strip().upper()
    return {named.get(number, "") for number in lines[0].split()[3:]}
