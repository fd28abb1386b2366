"""Our address toward a peer, by the kernel's routes."""

import pytest

from voice.gateway.routes import local_address


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.1:5060", "127.0.0.7:5060"])
def test_loopback(peer: str) -> None:
    assert local_address(peer) == "127.0.0.1"


@pytest.mark.parametrize("peer", ["", "pbx.example", "not an address", "300.1.1.1"])
def test_what_has_no_route(peer: str) -> None:
    assert local_address(peer) == ""
