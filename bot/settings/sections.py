"""The sections of `config.yml`. What a room is told is the room's own class, which holds its usual values and bounds.

Here such a class gets the keys that belong to other rooms, and the checks that speak to the owner: a field that is
written again has a narrower kind and the room's own value. `metadata` holds an example of a key without a usual value.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.settings import config_people as people
from bot.settings import config_urls
from bot.settings import config_values as values
from bot.settings.call_options import LanguageOptions, Limits, ListeningOptions
from bot.settings.console_options import ConsoleOptions, WebhookOptions
from bot.settings.recording_options import OptOut, RecordingOptions
from bot.settings.skill_options import Company, CrmRules
from handoff.callbacks.options import CallbackRules
from handoff.options import AsteriskRules, ReferRules, RingRules, TransferRules
from handoff.queue_options import AgentOptions, QueueOptions
from handoff.voicemail.options import VoicemailRules
from nlu.numbers.redaction import Kind
from nlu.text.languages import FALLBACK, Code
from voice.gateway.options import Account, GatewayOptions, SessionTimer, User
from voice.speak.options import SpeakOptions

NumberPattern = Annotated[str, AfterValidator(values.number_pattern)]
"""A dialled number with `*` and `?` as in file names."""
Network = Annotated[str, AfterValidator(values.network)]
Place = Annotated[Path, AfterValidator(values.place)]
Sentence = Annotated[str, AfterValidator(values.text)]
SourceUrl = Annotated[str, AfterValidator(config_urls.source_url)]
DatabaseUrl = Annotated[str, AfterValidator(config_urls.database_url)]


def _of(room: type, name: str) -> Any:
    """A field with the usual value that the room has for it, where that is made anew for each."""
    one: Field[Any] = room.__dict__["__dataclass_fields__"][name]
    return field(default_factory=one.default_factory, metadata=one.metadata)


@dataclass(frozen=True)
class SipAccount(Account):
    """The extension Hatef registers as."""

    user: Annotated[User, AfterValidator(values.extension)]
    registrar: Annotated[str, AfterValidator(values.registrar)]


@dataclass(frozen=True)
class Sip(GatewayOptions):
    """Where calls come in, from whom, and how many."""

    host: Annotated[str, AfterValidator(values.host)] = GatewayOptions.host
    public_host: Annotated[str, AfterValidator(values.public_host)] | None = GatewayOptions.public_host
    account: SipAccount | None = None
    allowed_peers: tuple[Network, ...] = GatewayOptions.allowed_peers
    allowed_numbers: tuple[NumberPattern, ...] = GatewayOptions.allowed_numbers
    session_timer_s: Annotated[SessionTimer, AfterValidator(values.session_timer)] = GatewayOptions.session_timer_s
    max_waiting: Annotated[int, Ge(0), Le(500)] = 60
    """Callers in line while the recognisers are full."""
    drain_s: Annotated[float, Ge(0), Le(3_600)] = 30.0
    drain_bridged_s: Annotated[float, Ge(0), Le(36_000)] = 300.0
    """For calls that a human took."""

    def __post_init__(self) -> None:
        """What contradicts is told with its line, in `config_consistency`."""


@dataclass(frozen=True)
class _Parts:
    """What listens and speaks."""

    workers: Annotated[int, Ge(0), Le(64)] = 0
    """Recogniser processes; 0: one a core."""
    models: dict[Code, Place] = field(
        default_factory=dict, metadata={"example": {"fa": "/opt/models/vosk-model-fa-0.42"}}
    )
    voices: dict[Code, Place] = field(
        default_factory=dict, metadata={"example": {"fa": "/opt/voices/fa_IR-amir-medium.onnx"}}
    )
    recordings: Place | None = field(default=None, metadata={"example": "recordings"})
    second_pass: bool = True
    """Read every turn again at its end, where the encoder is there."""


@dataclass(frozen=True)
class Speech(ListeningOptions, SpeakOptions, _Parts):
    """Recognisers, voices, and how patiently callers are listened to."""

    loudness_lufs: Annotated[float, Ge(-36), Le(-16)] = SpeakOptions.loudness_lufs


@dataclass(frozen=True)
class Languages(LanguageOptions):
    """Which language a call is held in; without a rule it is `language`."""

    by_number: dict[NumberPattern, Code] = _of(LanguageOptions, "by_number")


@dataclass(frozen=True)
class DialogueSection:
    """The dialogue engine. Without `url` Hatef runs its own Rasa server on loopback."""

    url: Annotated[str, AfterValidator(config_urls.rasa_url)] | None = field(
        default=None, metadata={"example": "http://rasa.internal:5005"}
    )
    timeout_s: Annotated[float, Gt(0), Le(30)] = 2.5


@dataclass(frozen=True)
class _Crm:
    """Where the caller's facts are."""

    url: DatabaseUrl = "sqlite:///var/crm.db"
    sources: dict[str, SourceUrl] = field(
        default_factory=dict, metadata={"example": {"shop": "https://crm.example/api"}}
    )
    """Further databases and web services that data/services/ asks, by the name that it calls them."""


@dataclass(frozen=True)
class CrmSection(CrmRules, _Crm):
    """Where the caller's facts are, and who may hear them."""


@dataclass(frozen=True)
class Asterisk(AsteriskRules):
    """The company's own PBX and its queues."""

    ami: Annotated[str, AfterValidator(people.ami)] = AsteriskRules.ami
    user: Annotated[str, AfterValidator(people.dialplan_name)] = AsteriskRules.user
    queues: dict[str, Annotated[str, AfterValidator(people.dialplan_name)]] = _of(AsteriskRules, "queues")
    context: Annotated[str, AfterValidator(people.dialplan_name)] = AsteriskRules.context
    extension: Annotated[str, AfterValidator(people.dialled_pattern)] = AsteriskRules.extension


@dataclass(frozen=True)
class AgentSection(AgentOptions):
    """An agent of the built-in queues."""

    id: Annotated[str, AfterValidator(people.agent_id)] = field(metadata={"example": "101"})
    uri: Annotated[str, AfterValidator(people.agent_uri)] = field(metadata={"example": "sip:101@pbx.example"})
    languages: tuple[Code, ...] = ()
    skills: dict[str, Annotated[int, Ge(1), Le(10)]] = field(
        default_factory=dict, metadata={"example": {"complaints": 2}}
    )
    pin: Annotated[str, AfterValidator(people.pin)] = ""


@dataclass(frozen=True)
class QueueSection(QueueOptions):
    """A built-in queue."""

    name: Annotated[str, AfterValidator(people.agent_id)] = field(metadata={"example": "sales"})
    numbers: tuple[NumberPattern, ...] = ()
    languages: tuple[Code, ...] = ()
    open: tuple[Annotated[str, AfterValidator(people.opening)], ...] = field(
        default=(), metadata={"example": ["sat-wed 08:00-17:00", "thu 08:00-13:00"]}
    )
    music: Place | None = field(default=None, metadata={"example": "music.wav"})
    messages: dict[Code, tuple[Sentence, ...]] = field(default_factory=dict)  # type: ignore[assignment]


@dataclass(frozen=True)
class Webhook(WebhookOptions):
    """Which program is told of handoffs."""

    url: Annotated[str, AfterValidator(config_urls.webhook_url)] = field(
        metadata={"example": "https://crm.example/hatef"}
    )


@dataclass(frozen=True)
class Callbacks(CallbackRules):
    """How promised calls are made. Without `dial` nobody is called: a human works the list off."""

    dial: Annotated[str, AfterValidator(people.dial)] | None = field(
        default=None, metadata={"example": "sip:{number}@pbx.example"}
    )
    allowed: tuple[Annotated[NumberPattern, AfterValidator(people.dialled_number)], ...] = CallbackRules.allowed
    country: Annotated[str, AfterValidator(people.calling_code)] = CallbackRules.country
    hours: tuple[Annotated[str, AfterValidator(people.opening)], ...] = CallbackRules.hours
    holidays: tuple[Annotated[str, AfterValidator(people.holiday)], ...] = CallbackRules.holidays
    timezone: Annotated[str, AfterValidator(people.timezone)] = CallbackRules.timezone


@dataclass(frozen=True)
class Voicemail(VoicemailRules):
    """Whether callers may leave messages, how those end, and how long they are kept."""

    folder: Place = VoicemailRules.folder


@dataclass(frozen=True)
class Transfers(TransferRules):
    """Where agents of our own queues may send callers, beside one another: closed where nothing is named."""

    numbers: tuple[NumberPattern, ...] = ()
    dial: Annotated[str, AfterValidator(people.dial)] | None = field(
        default=None, metadata={"example": "sip:{number}@pbx.example"}
    )
    back: Mapping[Annotated[str, AfterValidator(values.extension)], str] = _of(TransferRules, "back")


@dataclass(frozen=True)
class _Humans:
    """Who takes over, and when. `target` is a Refer-To pattern, `agent` a built-in queue of one telephone."""

    target: Annotated[str, AfterValidator(people.target)] | None = field(
        default=None, metadata={"example": "sip:queue-{token}@pbx.example"}
    )
    agent: Annotated[str, AfterValidator(people.agent)] | None = field(
        default=None,
        metadata={
            "example": "sip:200@pbx.example",
            "one": "for several agents write handoff.agents, or give handoff.target: a queue of your PBX",
        },
    )
    asterisk: Asterisk | None = field(
        default=None, metadata={"example": {"ami": "pbx.example:5038", "queues": {"general": "support"}}}
    )
    agents: tuple[AgentSection, ...] = field(
        default=(), metadata={"example": [{"id": "101", "uri": "sip:101@pbx.example"}]}
    )
    queues: tuple[QueueSection, ...] = field(default=(), metadata={"example": [{"name": "sales"}]})
    agent_number: Annotated[str, AfterValidator(values.extension)] | None = field(
        default=None, metadata={"example": "700"}
    )
    """Who calls it is an agent, and keys in whether they work."""
    webhook: Webhook | None = field(default=None, metadata={"example": {"url": "https://crm.example/hatef"}})
    callbacks: Callbacks = Callbacks()
    voicemail: Voicemail = Voicemail()
    transfers: Transfers = Transfers()
    failures: Annotated[int, Ge(1), Le(10)] = Limits().failures


@dataclass(frozen=True)
class Handoff(RingRules, ReferRules, _Humans):
    """How a human takes over."""


@dataclass(frozen=True)
class ConsoleSection(ConsoleOptions):
    """Where people and other programs reach Hatef by HTTP."""

    host: Annotated[str, AfterValidator(values.host)] = ConsoleOptions.host
    public_url: Annotated[str, AfterValidator(config_urls.public_url)] | None = field(
        default=None, metadata={"example": "https://hatef.example"}
    )


@dataclass(frozen=True)
class JournalSection:
    """The record of calls and turns."""

    url: Annotated[str, AfterValidator(config_urls.journal_url)] = "sqlite:///var/hatef.db"
    keep_numbers: bool = True
    redact: tuple[Kind, ...] = ("card", "national_id", "iban")
    """Numbers that are taken out of turns and packets."""


@dataclass(frozen=True)
class Recordings(RecordingOptions):
    """Which calls are recorded, and how long that is kept."""

    opt_out_key: OptOut = field(
        default=RecordingOptions.opt_out_key, metadata={"example": "9", "why": "0 is the way to a human"}
    )
    folder: Place = RecordingOptions.folder


Wording = dict[Code, Sentence]


@dataclass(frozen=True)
class CompanySection(Company):
    """What the bot says about the company, per language; nobody writes into it, so that narrower keys are safe."""

    name: Wording = _of(Company, "name")  # type: ignore[assignment]
    open: tuple[Annotated[str, AfterValidator(people.opening)], ...] = Company.open
    hours: Wording = field(default_factory=dict)  # type: ignore[assignment]
    timezone: Annotated[str, AfterValidator(people.timezone)] = Company.timezone
    address: Wording = _of(Company, "address")  # type: ignore[assignment]


class Sections(BaseModel):
    """All of them: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    language: Code = FALLBACK
    languages: Languages = Languages()
    sip: Sip = Sip()
    speech: Speech = Speech()
    dialogue: DialogueSection = DialogueSection()
    crm: CrmSection = CrmSection()
    handoff: Handoff = Handoff()
    console: ConsoleSection = ConsoleSection()
    journal: JournalSection = JournalSection()
    recordings: Recordings = Recordings()
    company: CompanySection = CompanySection()
