"""Each kind of wrong value in the owner's words, with the line as it should be."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings.config_place import fields_of, is_section
from bot.settings.config_words import describe
from bot.settings.settings import Settings


def told(values: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"home": "/", **values})
    key, problem = describe(caught.value.errors()[0], Settings)
    return f"{key}: {problem}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"sip": {"prot": "1"}}, "sip.prot: unknown key; did you mean 'port'?"),
        ({"sip": {"Max-Calls": "1"}}, "sip.Max-Calls: unknown key; did you mean 'max_calls'?"),
        ({"port": "1"}, "port: unknown key here; it belongs below 'sip:' or 'console:', indented"),
        (
            {"speech": {"codecs": []}},
            "speech.codecs: unknown key here; it belongs below 'sip:', indented",
        ),
        ({"sip": {"registrar": "x"}}, "sip.registrar: unknown key here; it belongs below 'sip.account:', indented"),
        ({"zzz": "1"}, "zzz: unknown key; known keys: company, console, crm"),
        ({"sip": {"password": "x"}}, "secrets do not stand in this file"),
        ({"token_secret": "x"}, "remove the line and set HATEF_TOKEN_SECRET"),
        ({"dialogue": {"rasa_token": "x"}}, "set HATEF_RASA_TOKEN"),
        ({"crm": {"api_key": "x"}}, "secrets do not stand in this file"),
        ({"sip": "5060"}, "sip: it takes keys of its own, indented below it; write: sip: {host: 127.0.0.1}"),
        ({"sip": [{"port": "1"}]}, "sip: it takes keys of its own"),
        ({"sip": {"account": "200"}}, "write: account: {user: '200', registrar: 'sip:pbx.example:5060'}"),
        ({"sip": {"account": {"user": "200"}}}, "registrar: it is missing; write: registrar: 'sip:pbx.example:5060'"),
        ({"sip": {"port": ["5060", "5061"]}}, "sip.port: it takes one value; write: port: 5060"),
        ({"sip": {"port": {"udp": "5060"}}}, "sip.port: it takes one value; write: port: 5060"),
        (
            {"sip": {"port": "5060/udp"}},
            "a whole number from 0 to 65535 (it is '5060/udp'); write: port: 5060",
        ),
        ({"sip": {"port": "5060; // udp"}}, "write: port: 5060"),
        ({"sip": {"port": None}}, "sip.port: nothing stands behind it; write: port: 5060, or leave the key out"),
        ({"sip": {"max_calls": "1,00"}}, "sip.max_calls: it takes a whole number from 1 to 500"),
        ({"sip": {"max_calls": "100 calls"}}, "write: max_calls: 100"),
        ({"sip": {"drain_s": "30s"}}, "it takes a number of seconds from 0 to 3600 (it is '30s'); write: drain_s: 30"),
        ({"sip": {"drain_s": "2 min"}}, "write: drain_s: 120"),
        ({"handoff": {"ring_s": "0"}}, "it takes a number of seconds above 0, at most 300"),
        ({"handoff": {"ring_s": "1500ms"}}, "write: ring_s: 1.5"),
        ({"speech": {"end_silence_ms": "600"}}, "write: end_silence_ms: {general: 600, digits: 600, yesno: 600}"),
        ({"speech": {"end_silence_ms": {"general": "0.6s"}}}, "write: general: 600"),
        ({"speech": {"loudness_lufs": "23"}}, "write: loudness_lufs: -23"),
        ({"speech": {"barge_in": "بله"}}, "it takes true or false (it is 'بله'); write: barge_in: true"),
        ({"speech": {"barge_in": "maybe"}}, "write: barge_in: true, or: barge_in: false"),
        ({"languages": {"certainty": "95%"}}, "write: certainty: 0.95"),
        ({"sip": {"allowed_peers": "10.0.0.0/8"}}, "it takes a list, in [ ]; write: allowed_peers: [10.0.0.0/8]"),
        ({"sip": {"allowed_numbers": "100, 200"}}, "write: allowed_numbers: ['100', '200']"),
        ({"sip": {"codecs": ["alaw"]}}, "sip.codecs.0: it takes PCMA, PCMU or G722 (it is 'alaw'); write PCMA"),
        ({"language": "فارسی"}, "language: it takes fa or ar (it is 'فارسی'); write: language: fa"),
        ({"handoff": {"agent": ["sip:a@b", "sip:c@d"]}}, "for several agents write handoff.agents"),
        ({"company": {"name": "علی"}}, "it takes a text for each language; write: name: {fa: علی, ar: '...'}"),
        ({"speech": {"voices": "/v.onnx"}}, "it takes a file for each language; write: voices: {fa: /v.onnx}"),
        ({"speech": {"voices": {"en": "/v"}}}, "speech.voices.en: the languages are fa and ar (it is 'en')"),
        ({"company": {"name": {"فارسی": "ف"}}}, "the languages are fa and ar (it is 'فارسی'); write fa:"),
        ({"sip.port": "5060"}, "a section has a line of its own; write: sip: {port: ...}"),
        ({"sip": "port = 5060"}, "it takes keys of its own, indented below it; write: port: 5060"),
        ({"sip": [{"port": "5060"}, {"host": "a"}]}, "write: sip: {port: '5060', host: a}"),
        ({"sip": {"account": [{"user": "1"}, {"user": "2"}]}}, "write: account: {user: '1'}"),
        ({"sip": {"account": {"user": "1", "registrar": "sip:a", "login": "x"}}}, "did you mean 'user'?"),
        ({"sip": {"bindaddr": "0.0.0.0"}}, "did you mean 'host'?"),
        (
            {"sip": {"allowed_peers": [["10.0.0.0/8"]]}},
            "each entry takes one value; write: allowed_peers: [10.",
        ),
        ({"sip": {"allowed_peers": "[10.0.0.0/8]"}}, "write: allowed_peers: [10.0.0.0/8]"),
        ({"sip": {"allowed_peers": [None]}}, "an entry of the list is empty; take its line out"),
        ({"sip": {"codecs": "alaw/ulaw"}}, "write: codecs: [PCMA, PCMU]"),
        ({"sip": {"codecs": "opus"}}, "write: codecs: [PCMA, PCMU, G722]"),
        ({"speech": {"end_silence_ms": ["600", "1000", "400"]}}, "{general: 600, digits: 1000, yesno: 400}"),
        ({"speech": {"end_silence_ms": {"general": "0.6"}}}, "write: general: 600"),
        ({"dialogue": {"timeout_s": "2500"}}, "write: timeout_s: 2.5"),
        ({"dialogue": {"timeout_s": "2,5"}}, "write: timeout_s: 2.5"),
        ({"languages": {"by_number": "200 ar"}}, "write: by_number: {'200': ar}"),
        ({"languages": {"by_number": [{"200": "ar"}, {"300": "fa"}]}}, "write: by_number: {'200': ar, '300': fa}"),
        ({"handoff": "agent:sip:200@pbx"}, "indented below it; write: agent: sip:200@pbx"),
        ({"sip": {"allowed_peers": "-10.0.0.0/8 -192.168.0.0/16"}}, "allowed_peers: [10.0.0.0/8, 192.168.0.0/16]"),
        (
            {"sip": {"rtp_port_start": "10000-20000"}},
            "write: rtp_port_start: 10000, and: rtp_port_count: 10001",
        ),
        ({"pipline": []}, "did you mean 'pipeline'?"),
        ({"recordings": {"keep_days": "-3"}}, "(it is '-3'); write e.g.: keep_days: 90"),
        ({"sip": {"max_calls": "-5"}}, "write e.g.: max_calls: 100"),
        ({"speech": {"loudness_lufs": "23"}}, "write: loudness_lufs: -23"),
        ({"recordings": {"least_free_mb": "x"}}, "from 0 to 1000000"),
        ({"recordings": {"opt_out_key": "0"}}, "0 is the way to a human (it is '0'); write e.g.: opt_out_key: '9'"),
        ({"recordings": {"opt_out_key": "*"}}, 'it takes nothing (""), 1, 2'),
        ({"handoff": {"queues": [{"name": "q", "when_empty": "stay"}]}}, "write e.g.: when_empty: next"),
        ({"handoff": {"agents": ["sip:1@pbx"]}}, "write: - {id: '1', uri: 'sip:1@pbx'}"),
        ({"handoff": {"agents": [{"id": "1", "uri": "1"}]}}, "write: uri: sip:1@ADDRESS-OF-THE-PBX"),
        ({"handoff": {"agents": [{"id": "1", "uri": "sip:1@a, sip:2@a"}]}}, "give each agent an entry of their own"),
        (
            {"handoff": {"agents": [{"id": "1", "uri": "sip:1@a", "skills": ["x"]}]}},
            "it takes a number for each name; write: skills: {complaints: 2}",
        ),
        ({"handoff": {"webhook": "https://a.example/x"}}, "write: webhook: {url: 'https://a.example/x'}"),
        ({"languages": {"by_number": ["200"]}}, "it takes a language for each number; write: by_number: {200*: ar}"),
    ],
)
def test_a_mistake_in_words(values: dict[str, Any], expected: str) -> None:
    words = told(values)
    assert expected in words
    for foreign in ("input should", "valid dictionary", "tuple", "instance", "pattern", "None"):
        assert foreign not in words


def test_every_field_says_something_about_every_wrong_shape() -> None:
    """Whatever is given where: a sentence, never the library's words."""
    for section, field in fields_of(Settings).items():
        for key in fields_of(field.annotation) if is_section(field.annotation) else ():
            for given in ("zzz", [["a"]], {"a": {"b": "c"}}, None):
                try:
                    Settings.model_validate({"home": "/", section: {key: given}})
                except ValidationError as error:
                    for one in error.errors():
                        _, words = describe(one, Settings)
                        assert words
                        assert "nput should" not in words, (section, key, given, words)
