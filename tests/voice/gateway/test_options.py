"""Settings of the SIP side are checked once."""

import dataclasses

import pytest

from voice.errors import BadAddress
from voice.gateway.life import LifeRules
from voice.gateway.options import Account, GatewayOptions, parse_networks


def test_nothing_is_open_by_default() -> None:
    options = GatewayOptions()
    assert options.host == "127.0.0.1"
    assert options.allowed_peers == ("127.0.0.0/8",)


def test_options_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        GatewayOptions().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"allowed_peers": ("10.0.0.0/40",)}, "sip.allowed_peers"),
        ({"allowed_peers": ("pbx",)}, "sip.allowed_peers"),
        ({"port": 70000}, "sip.port"),
        ({"rtp_port_start": 65000}, "sip.rtp_port_start"),
        ({"rtp_port_start": 80}, "sip.rtp_port_start"),
        ({"codecs": ()}, "sip.codecs"),
        ({"session_timer_s": 60}, "sip.session_timer_s"),
    ],
)
def test_a_mistake_names_its_key(settings: dict[str, object], named: str) -> None:
    with pytest.raises(BadAddress, match=named.replace(".", r"\.")):
        GatewayOptions(**settings)  # type: ignore[arg-type]


def test_a_single_address_is_a_network_of_one() -> None:
    assert [str(n) for n in parse_networks(("10.1.2.3", "10.0.0.7/8"))] == ["10.1.2.3/32", "10.0.0.0/8"]


def test_a_registrar_is_a_sip_uri() -> None:
    with pytest.raises(BadAddress, match="registrar"):
        Account("100", "pbx.example")


@pytest.mark.parametrize("registrar", ["sips:pbx.example", "SIPS:pbx.example:5061"])
def test_a_registrar_over_tls_is_refused_with_one_that_works(registrar: str) -> None:
    with pytest.raises(BadAddress, match="sip:pbx.example.*;transport=tcp"):
        Account("100", registrar)


def test_the_life_of_a_far_side_follows_the_options() -> None:
    assert GatewayOptions().life == LifeRules()
    assert GatewayOptions(media_lost_s=3.0, longest_hold_s=60.0, probe="off").life == LifeRules(3.0, 60.0, "off")
