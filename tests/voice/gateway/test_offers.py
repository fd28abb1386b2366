"""Offers that share a codec with us, and those that do not."""

import pytest

from voice.gateway.offers import has_our_codec, with_address

OURS = ("PCMA", "PCMU", "G722")


def offer(*media: str) -> str:
    return "".join(f"{row}\r\n" for row in ("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "t=0 0", *media))


@pytest.mark.parametrize(
    "media",
    [
        ("m=audio 4000 RTP/AVP 8",),
        ("m=audio 4000 RTP/AVP 18 0 101", "a=rtpmap:101 telephone-event/8000"),
        ("m=audio 4000 RTP/AVPF 9",),
        ("m=audio 4000/2 RTP/AVP 8",),
        ("m=audio 4000 RTP/AVP 97", "a=rtpmap:97 PCMA/8000"),
        ("m=audio 4000 RTP/AVP 97", "a=rtpmap:97  pcmu/8000/1"),
        ("m=video 4002 RTP/AVP 34", "m=audio 4000 RTP/AVP 8"),
        ("m=audio 0 RTP/AVP 8", "m=audio 4000 RTP/AVP 8"),
    ],
)
def test_a_common_codec(media: tuple[str, ...]) -> None:
    assert has_our_codec(offer(*media), OURS)
    assert has_our_codec(offer(*media).replace("\r\n", "\n"), OURS)


@pytest.mark.parametrize(
    "media",
    [
        ("m=audio 4000 RTP/AVP 18",),
        ("m=audio 4000 RTP/AVP 3 101", "a=rtpmap:101 telephone-event/8000"),
        ("m=audio 4000 RTP/AVP 8", "a=rtpmap:8 G729/8000"),
        ("m=audio 4000 RTP/SAVP 8",),
        ("m=audio 0 RTP/AVP 8",),
        ("m=image 4000 udptl t38",),
        ("m=video 4000 RTP/AVP 34",),
        ("m=audio",),
        (),
    ],
)
def test_nothing_in_common(media: tuple[str, ...]) -> None:
    assert not has_our_codec(offer(*media), OURS)


def test_garbage_offers_nothing() -> None:
    for text in ("", "garbage", "m=", "m=audio x", "\0\0"):
        assert not has_our_codec(text, OURS)


def test_our_own_address_replaces_another_everywhere_but_in_a_hold() -> None:
    lines = ["o=- 1 2 IN IP4 10.0.0.1", "c=IN IP4 10.0.0.1", "a=rtcp:4001 IN IP4 10.0.0.1", "a=x IN IP4 10.0.0.1"]
    mended = with_address("\r\n".join(lines), "192.0.2.7").split("\r\n")
    assert mended == [*(line.replace("10.0.0.1", "192.0.2.7") for line in lines[:3]), lines[3]]
    assert with_address("c=IN IP4 0.0.0.0\r\n", "192.0.2.7") == "c=IN IP4 0.0.0.0\r\n"
    assert with_address("c=IN IP4 10.0.0.1\r\n", "2001:db8::7") == "c=IN IP6 2001:db8::7\r\n"
