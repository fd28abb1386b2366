"""Which of this machine's addresses leads to a peer."""

import contextlib
import ipaddress
import socket

from voice.gateway.admission import source_ip


def local_address(peer: str) -> str:
    """Our address toward "192.0.2.7", "192.0.2.7:5060" or "[2001:db8::7]:5060"; empty for names and unreachable peers.

    Asks the kernel's routes: nothing is sent, and nothing is looked up.
    """
    with contextlib.suppress(OSError, ValueError):
        address = ipaddress.ip_address(source_ip(peer))
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return str(probe.getsockname()[0])
    return ""
