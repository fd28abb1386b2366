"""What a telephone that we call shows: the person on whose behalf we call, instead of ourselves; pure."""

from dataclasses import dataclass
from typing import Literal

from voice.events import Party
from voice.gateway.parties import safe_name, safe_user

Display = Literal["auto", "from", "identity", "off"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The From of an INVITE (RFC 3261 section 20.20), empty for our own, and its extra header fields."""

    sender: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def shown(person: Party | None, own_uri: str, display: Display, *, registered: bool) -> Shown:
    """How `person` is shown by a call from `own_uri` ("sip:hatef@192.0.2.1:5060").

    "from" writes the number into From. A PBX that knows its extensions by From would not know us then: "identity" keeps
    our own URI there, with name and number as its display name. "auto" is "identity" where we are registered. Both
    vouch for the number by P-Asserted-Identity (RFC 3325), which a PBX that trusts us takes over.
    """
    if person is None or display == "off":
        return Shown()
    name, number = safe_name(person.display_name), safe_user(person.user)
    if not number:
        return Shown(_name_addr(name, own_uri)) if name else Shown()
    uri = f"sip:{_escaped(number)}@{own_uri.rpartition('@')[2]}"
    asserted = ("P-Asserted-Identity", _name_addr(name, uri))
    if display == "from" or (display == "auto" and not registered):
        return Shown(_name_addr(name, uri), (asserted,))
    return Shown(_name_addr(f"{name} {number}".strip(), own_uri), (asserted,))


def _name_addr(name: str, uri: str) -> str:
    return f'"{name}" <{uri}>' if name else f"<{uri}>"


def _escaped(user: str) -> str:
    return user.replace("#", "%23")  # not allowed bare in a SIP URI (RFC 3261 section 25.1)
