"""The User-to-User header (RFC 7433): packed for the agent's INVITE, parsed where a PBX brings one back."""

import re
from dataclasses import dataclass

from handoff.errors import UuiInvalid

HEADER = "User-to-User"
BYTES_MOST = 128
"""ISDN carries 128 octets of user information (RFC 7433 section 1); more is cut by gateways on the way."""

PARAMETER = re.compile(r"\s*([\w.!%*+`'~-]+)\s*=\s*(\"[^\"]*\"|[^;\s\"]+)\s*")


@dataclass(frozen=True, slots=True)
class UserToUser:
    """The header's parts. `purpose` and `content` are IANA-registered names, empty where left out."""

    data: bytes
    purpose: str = ""
    content: str = ""


def pack(uui: UserToUser) -> str:
    """The header's value, hex encoded as section 4.1 wants it by default.

    Raises:
        UuiInvalid: nothing to carry, or more than 128 octets.
    """
    if not 1 <= len(uui.data) <= BYTES_MOST:
        raise UuiInvalid(f"{len(uui.data)} octets of data; 1 to {BYTES_MOST} fit")
    purpose = f";purpose={uui.purpose}" if uui.purpose else ""
    content = f";content={uui.content}" if uui.content else ""
    return f"{uui.data.hex()};encoding=hex{purpose}{content}"


def parse(value: str) -> UserToUser:
    """Read a header's value; a missing `encoding` means hex (section 4.1).

    Raises:
        UuiInvalid: another encoding, odd hex, a broken parameter.
    """
    data, *rest = value.split(";")
    parameters = dict(_parameter(part) for part in rest)
    encoding = parameters.get("encoding", "hex").lower()
    if encoding != "hex":
        raise UuiInvalid(f"encoding {encoding!r} is not known")
    try:
        octets = bytes.fromhex(data.strip().strip('"'))
    except ValueError as error:
        raise UuiInvalid("the data is not an even number of hex digits") from error
    if not octets:
        raise UuiInvalid("no data")
    return UserToUser(octets, parameters.get("purpose", ""), parameters.get("content", ""))


def _parameter(text: str) -> tuple[str, str]:
    found = PARAMETER.fullmatch(text)
    if found is None:
        raise UuiInvalid("a parameter is not NAME=VALUE")
    return found[1].lower(), found[2].strip('"')
