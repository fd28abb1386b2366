"""Offers that share a codec with us, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


CODINGS = st.sampled_from(["PCMA", "PCMU", "G722", "opus", "GSM"])


def offered(codings: dict[int, str], port: int = 4000, profile: str = "RTP/AVP") -> str:
    maps = "".join(f"a=rtpmap:{number} {coding}/8000\r\n" for number, coding in codings.items())
    formats = " ".join(map(str, codings))
    return f"v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\nc=IN IP4 10.0.0.9\r\nm=audio {port} {profile} {formats}\r\n{maps}"


@given(st.dictionaries(st.integers(96, 127), CODINGS, max_size=5), st.sets(CODINGS, max_size=3))
def test_a_dynamic_codec_is_ours_by_its_name(codings: dict[int, str], ours: set[str]) -> None:
    assert has_our_codec(offered(codings), [*ours]) is bool({one.upper() for one in codings.values()} & ours)


@given(st.dictionaries(st.integers(96, 127), CODINGS, min_size=1, max_size=5))
def test_a_refused_or_encrypted_stream_has_no_codec(codings: dict[int, str]) -> None:
    everything = ["PCMA", "PCMU", "G722", "OPUS", "GSM"]
    assert has_our_codec(offered(codings), everything)
    assert not has_our_codec(offered(codings, port=0), everything)
    assert not has_our_codec(offered(codings, profile="RTP/SAVP"), everything)


@given(st.text(max_size=120))
def test_any_text_is_an_offer_or_none(text: str) -> None:
    assert has_our_codec(text, []) is False
    assert with_address(text, "192.0.2.1").count("\n") == text.count("\n")


@given(st.ip_addresses(v=4).map(str), st.dictionaries(st.integers(96, 127), CODINGS, max_size=3))
def test_the_address_is_ours_afterwards_and_nothing_else_changes(ours: str, codings: dict[int, str]) -> None:
    before, after = offered(codings), with_address(offered(codings), ours)
    assert after == before.replace("10.0.0.9", ours)
    assert with_address(after, ours) == after or ours == "0.0.0.0"
