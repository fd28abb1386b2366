"""Who calls, by the headers of a peer; pure.

    Privacy: id, user, header ──▶ nobody      (RFC 3323, RFC 3325 section 9.3; Remote-Party-ID: privacy=full, uri)
    P-Asserted-Identity       ──▶ the first with a number, else with a user       (RFC 3325)
    Remote-Party-ID           ──▶ the calling party       (the draft that never became an RFC)
    From                      ──▶ what the caller says of itself                  (RFC 3261)

An address without a user says nothing ("<sip:pbx>"), and neither does "anonymous": the next one is asked.
"""

import re
from collections.abc import Sequence

from voice.events import Party
from voice.gateway.messages import Headers
from voice.gateway.name_addr import NameAddr, parse_name_addr, split_values
from voice.gateway.parties import party_of

NOBODY = Party("", "")
_HIDING = frozenset({"id", "user", "header"})
_NAMELESS = frozenset({"", "anonymous", "unavailable", "unknown", "restricted", "private", "withheld", "invalid"})
_NUMBER = re.compile(r"\+?[0-9*#-]{2,}")


def caller_of(headers: Headers) -> Party:
    """The caller, or `NOBODY` where it hides or nothing is known."""
    if _hides(headers):
        return NOBODY
    own = party_of(parse_name_addr(headers.get("From", "")))
    for parties in (_asserted(headers), [_remote(one) for one in _calling(headers)], [own]):
        named = [party for party in parties if party.user.lower() not in _NAMELESS]
        if named:
            return _best(named, [*parties, own])
    return NOBODY


def diverted_from(headers: Headers) -> Party:
    """Who was called first, where the call was forwarded to us: History-Info (RFC 7044), else Diversion (RFC 5806)."""
    history = [one for one in _addresses(headers, "History-Info") if "privacy=" not in one.uri.lower()]
    if len(history) > 1:
        return party_of(history[0])
    diversions = _addresses(headers, "Diversion")
    if diversions and _privacy(diversions[-1]) == "off":
        return party_of(diversions[-1])  # the newest stands first
    return NOBODY


def _asserted(headers: Headers) -> list[Party]:
    return [party_of(one) for one in _addresses(headers, "P-Asserted-Identity")]


def _calling(headers: Headers) -> list[NameAddr]:
    remote = _addresses(headers, "Remote-Party-ID")
    return [one for one in remote if one.params.get("party", "calling").lower() == "calling"]


def _hides(headers: Headers) -> bool:
    wishes = set(re.split(r"[;,\s]+", ";".join(headers.all("Privacy")).lower()))
    return bool(_HIDING & wishes) or any(_privacy(one) in ("full", "uri") for one in _calling(headers))


def _remote(one: NameAddr) -> Party:
    party = party_of(one)
    return Party(party.user, party.host) if _privacy(one) == "name" else party


def _privacy(one: NameAddr) -> str:
    return one.params.get("privacy", "off").lower()


def _best(named: Sequence[Party], all_parties: Sequence[Party]) -> Party:
    """The first with a number to call, else the first; its name from another of the same caller where it has none."""
    best = next((party for party in named if _NUMBER.fullmatch(party.user)), named[0])
    names = (p.display_name for p in all_parties if p.user == best.user or p in named)
    return Party(best.user, best.host, best.display_name or next(filter(None, names), ""))


def _addresses(headers: Headers, name: str) -> list[NameAddr]:
    return [parse_name_addr(one) for value in headers.all(name) for one in split_values(value)]
