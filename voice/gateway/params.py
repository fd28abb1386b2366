"""Parameters of pjsua2's call operations and callbacks."""

from collections.abc import Mapping
from typing import Any

import pjsua2 as pj


def add_headers(params: Any, headers: Mapping[str, str]) -> None:
    """Put extra header fields on the request or answer that `params` makes."""
    fields = pj.SipHeaderVector()
    for name, value in headers.items():
        field = pj.SipHeader()
        field.hName, field.hValue = name, value
        fields.append(field)
    params.txOption.headers = fields


def call_params(sip_code: int) -> Any:
    """For an answer, or a request where `sip_code` is 0."""
    params = pj.CallOpParam(True)
    params.statusCode = sip_code
    audio_only(params.opt)
    return params


def audio_only(setting: Any) -> None:
    """One audio stream and nothing else; 2.17 would offer text too."""
    setting.audioCount = 1
    setting.videoCount = 0
    if hasattr(setting, "textCount"):
        setting.textCount = 0


def message_of(event: Any) -> str:
    """The SIP message that an event of a call came with; "" where none did."""
    change = event.body.tsxState
    came = event.type == pj.PJSIP_EVENT_TSX_STATE and change.type == pj.PJSIP_EVENT_RX_MSG
    return str(change.src.rdata.wholeMsg) if came else ""
