"""What single values do not show: letters that only look right, contradictions, what is hardly meant."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings.config_consistency import contradictions, odd_letters, remarks
from bot.settings.settings import Settings


def settings(**values: Any) -> Settings:
    return Settings.model_validate({"home": Path("/"), **values})


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"sip": {"port": "۵۰۶۰"}}, "digits are written 0 to 9 here; write: port: 5060"),
        ({"handoff": {"ring_s": "۲ دقیقه"}}, "write: ring_s: 120"),
        ({"speech": {"minimum_confidence": "۰٫۳"}}, "write: minimum_confidence: 0.3"),
        ({"sip": {"allowed_numbers": ["۲۰۰"]}}, "digits are written 0 to 9 here; write: allowed_numbers: 200"),
        ({"languages": {"by_number": {"۲۰۰": "ar"}}}, "digits are written 0 to 9 here"),
        ({"sip": {"host": "“10.0.0.1”"}}, "quotes are written straight: \" or '; write: host: 10.0.0.1"),
        ({"sip": {"host": "10.0.0.1\u200e"}}, "it holds an invisible character; type it anew: host: 10.0.0.1"),
        ({"sip": {"codecs": ["PCMA، PCMU"]}}, "a list is written with the Latin comma; write: codecs: [PCMA, PCMU]"),
    ],
)
def test_letters_that_only_look_right(raw: dict[str, Any], words: str) -> None:
    assert [told for _, _, told in odd_letters(raw)] == [words] or words in next(odd_letters(raw))[2]


def test_free_text_keeps_its_letters() -> None:
    raw = {
        "company": {"name": {"fa": "«فروشگاهِ ۱۲»، مرکزی\u200f"}},
        "speech": {"recordings": "ضبط۲", "voices": {"fa": "/صدا۱"}},
    }
    assert list(odd_letters(raw)) == []


SARA = {"id": "101", "uri": "sip:101@192.0.2.5"}
TWICE = [{"name": "sales"}, {"name": "sales", "numbers": ["2"]}]


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        ({"sip": {"port": 16_500}}, "sip.port", "covers the SIP port 16500; move one, e.g.: rtp_port_start: 20000"),
        ({"sip": {"rtp_port_start": 4_000}}, "sip.rtp_port_start", "covers the SIP port 5060"),
        ({"sip": {"rtp_port_start": 65_000}}, "sip.rtp_port_start", "write at most: rtp_port_start: 63536"),
        ({"sip": {"rtp_port_count": 8}}, "sip.rtp_port_count", "rtp_port_count: 200, or at most: max_calls: 4"),
        ({"company": {"name": {"ar": "متجر"}}}, "company.name", "calls begin in 'fa', and its text is missing"),
        ({"journal": {"url": "sqlite:///var/crm.db"}}, "journal.url", "written into the CRM's database"),
        ({"handoff": {"agent": "sip:1@127.0.0.1"}}, "handoff.agent", "this is Hatef's own address"),
        (
            {"handoff": {"webhook": {"url": "https://crm/x"}}, "console": {"enabled": False}},
            "handoff.webhook",
            "the console sends it, which is off",
        ),
        (
            {"handoff": {"agents": [SARA, {**SARA, "uri": "sip:102@192.0.2.5"}]}},
            "handoff.agents.1.id",
            "another agent has the id 101",
        ),
        (
            {"handoff": {"agents": [{**SARA, "queues": ["sale"]}], "queues": [{"name": "sales"}]}},
            "handoff.agents.0.queues",
            "there is no queue 'sale'; write one of: sales",
        ),
        ({"handoff": {"agents": [SARA], "queues": TWICE}}, "handoff.queues.1.name", "another queue is called sales"),
        (
            {"handoff": {"agents": [SARA], "queues": [{"name": "sales", "overflow": "night"}]}},
            "handoff.queues.0.overflow",
            "there is no queue 'night'",
        ),
        ({"handoff": {"queues": [{"name": "sales"}]}}, "handoff.queues.0.name", "no agent serves this queue"),
        ({"handoff": {"agents": [{**SARA, "uri": "sip:1@127.0.0.1"}]}}, "handoff.agents.0.uri", "it would call itself"),
        ({"handoff": {"agent_number": "700", "agents": [SARA]}}, "handoff.agent_number", "no agent in handoff.agents"),
        (
            {
                "handoff": {"agent_number": "700", "agents": [{**SARA, "pin": "4711"}]},
                "sip": {"allowed_numbers": ["1*"]},
            },
            "handoff.agent_number",
            "add '700' there",
        ),
        ({"handoff": {"asterisk": {}}}, "handoff.asterisk", "target: "),
        (
            {"handoff": {"asterisk": {"transfer": "redirect", "queues": {"complaints": "c"}}}},
            "handoff.asterisk.queues",
            "general: support",
        ),
        (
            {"recordings": {"opt_out_key": "1", "which": "all"}, "languages": {"detect": True}},
            "recordings.opt_out_key",
            'write e.g.: opt_out_key: "9"',
        ),
        (
            {"recordings": {"opt_out_key": "9", "which": "all", "consent": False}},
            "recordings.opt_out_key",
            "write: consent: true",
        ),
        ({"handoff": {"asterisk": {"transfer": "attended"}}}, "handoff.asterisk", "attended dials handoff.target"),
        ({"handoff": {"target": "sip:{token}@127.0.0.1:5060"}}, "handoff.target", "this is Hatef's own address"),
        (
            {"sip": {"account": {"user": "1", "registrar": "sip:localhost:5060"}}},
            "sip.account.registrar",
            "it would register at itself",
        ),
    ],
)
def test_values_that_cannot_be_together(values: dict[str, Any], key: str, words: str) -> None:
    [(_, where, told)] = contradictions(settings(**values), values)
    assert where == key
    assert words in told


def test_what_fits_is_no_contradiction() -> None:
    fine = {
        "sip": {"rtp_port_start": 63_536, "port": 5_062},
        "handoff": {
            "agent": "sip:1@127.0.0.1:5070",
            "asterisk": {"transfer": "redirect"},
            "agents": [SARA, {"id": "102", "uri": "sip:102@192.0.2.5", "queues": ["night"]}],
            "queues": [{"name": "sales", "overflow": "night"}, {"name": "night"}],
        },
    }
    assert list(contradictions(settings(**fine), fine)) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"company": {"name": {"fa": "ف"}, "hours": {"fa": "ف", "ar": "ع"}}}, "callers in Arabic have no text"),
        ({"recordings": {"which": "handoffs"}}, "no human is set who could take a call, so none is kept"),
        ({"company": {"name": {"fa": "ف", "ar": "ع"}}}, "it is not set: callers hear that of the sample company"),
        ({"sip": {"allowed_peers": ["0.0.0.0/0"], "host": "0.0.0.0"}}, "lets everybody on the network call"),
        ({"company": {"name": {"fa": "شرکتِ {x}", "ar": "ع"}}}, "nothing is filled into this text"),
        ({"company": {"name": {"fa": "<b>شرکت</b>", "ar": "ع"}}}, "a tag (<b>) stands in a text"),
        ({"company": {"name": {"fa": "المتجر العربي الجديد", "ar": "ع"}}}, "this looks Arabic"),
        ({"sip": {"allowed_peers": []}}, "the list is empty"),
        ({"sip": {"allowed_peers": ["10.0.0.0/8"]}}, "127.0.0.1 is heard on this machine only"),
        ({"sip": {"rtp_port_count": 200}, "handoff": {"agent": "sip:1@pbx"}}, "a call with an agent takes twice"),
        ({"speech": {"no_input_ms": {"general": 6, "digits": 8000, "yesno": 5000}}}, "shorter than a breath"),
    ],
)
def test_what_is_hardly_meant_is_remarked(values: dict[str, Any], words: str) -> None:
    assert any(words in told for _, _, told in remarks(settings(**values), values))


def test_nothing_is_remarked_about_the_usual_values() -> None:
    assert list(remarks(settings(), {})) == []


def test_an_agent_first_needs_agents_of_our_own() -> None:
    rules = {"dial": "sip:{number}@pbx.example", "order": "agent"}
    alone = settings(handoff={"target": "sip:queue-{token}@pbx.example", "callbacks": rules})
    assert [told for where, _, told in contradictions(alone, {}) if where[-1] == "order"] != []
    both = settings(handoff={"agent": "sip:200@pbx.example", "callbacks": rules})
    assert [told for where, _, told in contradictions(both, {}) if where[-1] == "order"] == []
