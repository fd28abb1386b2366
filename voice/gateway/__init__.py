"""The SIP endpoint: legs in and out, admission, the media clock. See docs/sip.md."""

from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import Account, GatewayOptions
from voice.gateway.playback import Playback, Played

__all__ = ["Account", "Gateway", "GatewayOptions", "Leg", "Playback", "Played"]
