"""A section is what its room is told: same keys, same usual values, bounds no wider."""

from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import pytest

from bot.settings.call_options import CallOptions, LanguageOptions, Limits, ListeningOptions
from bot.settings.config_place import find, inner_kind
from bot.settings.sections import (
    AgentSection,
    Asterisk,
    Callbacks,
    CompanySection,
    CrmSection,
    Handoff,
    Languages,
    QueueSection,
    Sections,
    Sip,
    SipAccount,
    Speech,
)
from bot.settings.settings import Settings, load_settings
from bot.settings.skill_options import Company, CrmRules
from handoff.callbacks.options import CallbackRules
from handoff.options import AsteriskRules, ReferRules, RingRules
from handoff.queue_options import AgentOptions, QueueOptions
from voice.gateway.options import Account, GatewayOptions
from voice.speak.options import SpeakOptions

ROOT = Path(__file__).resolve().parents[3]
ROOMS = [
    (("sip",), Sip, GatewayOptions),
    (("sip", "account"), SipAccount, Account),
    (("speech",), Speech, ListeningOptions),
    (("speech",), Speech, SpeakOptions),
    (("languages",), Languages, LanguageOptions),
    (("company",), CompanySection, Company),
    (("crm",), CrmSection, CrmRules),
    (("handoff",), Handoff, RingRules),
    (("handoff",), Handoff, ReferRules),
    (("handoff", "asterisk"), Asterisk, AsteriskRules),
    (("handoff", "agents", 0), AgentSection, AgentOptions),
    (("handoff", "queues", 0), QueueSection, QueueOptions),
    (("handoff", "callbacks"), Callbacks, CallbackRules),
]


def usual(one: "Field[Any]") -> object:
    """A field's value where nothing is said."""
    return one.default_factory() if one.default_factory is not MISSING else one.default


@pytest.mark.parametrize(("where", "section", "room"), ROOMS)
def test_a_default_stands_once_in_the_room(where: tuple[str, ...], section: Any, room: Any) -> None:
    assert inner_kind(find(where, Settings).kind) == section
    assert issubclass(section, room)
    told = {one.name: usual(one) for one in fields(section)}
    own = {one.name: usual(one) for one in fields(room)}
    assert {name: told[name] for name in own} == own


@pytest.mark.parametrize(("where", "section", "room"), ROOMS)
def test_the_rooms_bounds_hold_in_the_file(where: tuple[str, ...], section: Any, room: Any) -> None:
    found = {one.name: find((*where, one.name), Settings) for one in fields(room)}
    own = {one.name: find((one.name,), room) for one in fields(room)}
    said = {name: (place.bounds, place.above) for name, place in own.items() if place.bounds != (None, None)}
    assert {name: (found[name].bounds, found[name].above) for name in said} == said


def test_the_call_and_the_ladder_have_the_usual_values_of_the_file(tmp_path: Path) -> None:
    told = Settings(home=tmp_path).call
    assert (told.language, told.limits) == (CallOptions().language, Limits())


def test_the_shipped_file_shows_the_usual_values() -> None:
    """Whoever takes a line out of it changes nothing."""
    shipped = load_settings(ROOT / "config.yml")
    assert {name: getattr(shipped, name) for name in Sections.model_fields} == dict(Sections())


def test_a_section_is_built_without_a_word_about_contradictions() -> None:
    assert Sip(rtp_port_start=65_000).rtp_port_count == GatewayOptions().rtp_port_count
