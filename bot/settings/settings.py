"""`config.yml` read once, checked with the line of the mistake, and frozen.

Rasa's own keys (`recipe`, `language`, `pipeline`, `policies`, `assistant_id`) live in the same file and are left
to Rasa. Secrets never do: they come from the environment (`HATEF_SIP_PASSWORD`, `HATEF_TOKEN_SECRET`,
`HATEF_RASA_TOKEN`).
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from bot.call.options import CallOptions, LanguageOptions, ListeningOptions
from bot.call.options import Waits as CallWaits
from bot.settings import config_urls
from bot.settings import config_values as values
from bot.settings.config_consistency import Told, contradictions, odd_letters, remarks
from bot.settings.config_errors import ConfigError, line_of
from bot.settings.config_text import compose, plain, read_text
from bot.settings.config_words import describe
from bot.settings.paths import Paths, paths_of
from bot.settings.secrets import Secrets, of_this_process
from handoff.rules import Limits
from nlu.text.languages import FALLBACK, Code

RASA_KEYS = frozenset({"recipe", "language", "pipeline", "policies", "assistant_id"})


Port = Annotated[int, Field(ge=0, le=65535)]
Milliseconds = Annotated[int, Field(ge=0, le=600_000)]
Probe = Literal["options", "reinvite", "off"]
SessionTimer = Annotated[int, Field(ge=0, le=86_400), AfterValidator(values.session_timer)]
NumberPattern = Annotated[str, AfterValidator(values.number_pattern)]
"""A dialled number with `*` and `?` as in file names."""
Network = Annotated[str, AfterValidator(values.network)]
Place = Annotated[Path, AfterValidator(values.place)]
Sentence = Annotated[str, AfterValidator(values.text)]
DatabaseUrl = Annotated[str, AfterValidator(config_urls.database_url)]


class Section(BaseModel):
    """A part of the configuration: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class SipAccount(Section):
    """The extension Hatef registers as (RFC 3261 section 10, digest authentication section 22)."""

    user: Annotated[str, AfterValidator(values.extension)] = Field(min_length=1, examples=["200"])
    registrar: Annotated[str, AfterValidator(values.registrar)] = Field(examples=["sip:pbx.example:5060"])
    realm: str = "*"
    expires_s: int = Field(default=300, ge=30, le=86_400)


class Sip(Section):
    """Where calls come in, from whom, and how many."""

    host: Annotated[str, AfterValidator(values.host)] = "127.0.0.1"
    port: Port = 5060
    public_host: Annotated[str, AfterValidator(values.public_host)] | None = Field(
        default=None, examples=["203.0.113.5"]
    )
    rtp_port_start: int = Field(default=16_000, ge=1_024, le=65_535)
    rtp_port_count: int = Field(default=2_000, ge=8, le=40_000)
    account: SipAccount | None = Field(default=None, examples=[{"user": "200", "registrar": "sip:pbx.example:5060"}])
    max_calls: int = Field(default=100, ge=1, le=500)
    max_waiting: int = Field(default=60, ge=0, le=500, description="callers in line while the recognisers are full")
    allowed_peers: tuple[Network, ...] = ("127.0.0.0/8",)
    allowed_numbers: tuple[NumberPattern, ...] = Field(default=(), examples=[["100", "2*"]])
    codecs: tuple[Literal["PCMA", "PCMU", "G722"], ...] = Field(default=("PCMA", "PCMU", "G722"), min_length=1)
    drain_s: float = Field(default=30.0, ge=0, le=3_600)
    drain_bridged_s: float = Field(default=300.0, ge=0, le=36_000, description="for calls that a human took")
    media_lost_s: float = Field(
        default=20.0, ge=2, le=600, description="after its last sign of life a far side is gone"
    )
    probe: Probe = Field(default="options", description="how a far side that sends no sound is asked whether it lives")
    longest_hold_s: float = Field(default=900.0, ge=10, le=86_400)
    agent_display: Literal["auto", "from", "identity", "off"] = Field(
        default="auto", description="how the caller is shown at an agent's telephone"
    )
    session_timer_s: SessionTimer = Field(default=1_800, description="RFC 4028; 0: only where the far side wants it")


class Waits(Section):
    """A time for each kind of answer, ms."""

    general: Milliseconds
    digits: Milliseconds
    yesno: Milliseconds


class Speech(Section):
    """Ears and mouth."""

    workers: int = Field(default=0, ge=0, le=64, description="recogniser processes; 0: one a core")
    models: dict[Code, Place] = Field(default_factory=dict, examples=[{"fa": "/opt/models/vosk-model-fa-0.42"}])
    voices: dict[Code, Place] = Field(default_factory=dict, examples=[{"fa": "/opt/voices/fa_IR-amir-medium.onnx"}])
    recordings: Place | None = Field(default=None, examples=["recordings"])
    loudness_lufs: float = Field(default=-23.0, ge=-36, le=-16, description="of every prompt, ITU-R BS.1770-4")
    end_silence_ms: Waits = Waits(general=600, digits=1_000, yesno=400)
    no_input_ms: Waits = Waits(general=6_000, digits=8_000, yesno=5_000)
    minimum_confidence: float = Field(default=0.5, ge=0, le=1)
    barge_in: bool = True
    second_pass: bool = Field(default=True, description="read every turn again at its end, where the encoder is there")


class Languages(Section):
    """Which language a call is held in; without a rule it is `language`."""

    by_number: dict[NumberPattern, Code] = Field(default_factory=dict, examples=[{"200*": "ar"}])
    """Dialled number -> language."""
    detect: bool = False
    certainty: float = Field(default=0.95, ge=0.5, le=1, description="how likely a language must be; below it, ask")


class DialogueSection(Section):
    """The dialogue engine. Without `url` Hatef runs its own Rasa server on loopback."""

    url: Annotated[str, AfterValidator(config_urls.rasa_url)] | None = Field(
        default=None, examples=["http://rasa.internal:5005"]
    )
    timeout_s: float = Field(default=2.5, gt=0, le=30)


class CrmSection(Section):
    """Where the caller's facts are, and who may hear them."""

    url: DatabaseUrl = "sqlite:///var/crm.db"
    sample: bool = True
    strangers_hear_orders: bool = False
    """Whether a caller whose number nobody knows hears the state and date of an order by its number."""


class Handoff(Section):
    """How a human takes over. `target` is a Refer-To pattern, `agent` the built-in queue's one agent."""

    target: Annotated[str, AfterValidator(values.target)] | None = Field(
        default=None, examples=["sip:queue-{token}@pbx.example"]
    )
    agent: Annotated[str, AfterValidator(values.agent)] | None = Field(
        default=None,
        examples=["sip:200@pbx.example"],
        json_schema_extra={"one": "for several agents give handoff.target: a queue of your PBX rings them"},
    )
    failures: int = Field(default=2, ge=1, le=10)
    ring_s: float = Field(default=20.0, gt=0, le=300)
    attempts: int = Field(default=2, ge=1, le=20)
    refer_timeout_s: float = Field(default=20.0, gt=0, le=300)


class Journal(Section):
    """The record of calls and turns."""

    url: DatabaseUrl = "sqlite:///var/hatef.db"
    keep_numbers: bool = True


Wording = dict[Code, Sentence]

SAMPLE_NAME: Wording = {"fa": "فروشگاهِ نمونه", "ar": "المَتْجَرُ النَّمُوذَجِيّ"}
SAMPLE_HOURS: Wording = {
    "fa": "شنبه تا چهارشنبه از ساعتِ ۸ تا ۱۷ و پنجشنبه‌ها تا ساعتِ ۱۳",
    "ar": "مِنَ السَّبْتِ إِلَى الأَرْبِعَاء، مِنَ الساعة 8 حتى 17",
}
SAMPLE_ADDRESS: Wording = {"fa": "تهران، خیابانِ آزادی، پلاکِ ۱۲۰", "ar": "طَهْرَان، شَارِعُ آزَادِي، رَقْم 120"}


class Company(Section):
    """What the bot says about the company, per language."""

    name: Wording = SAMPLE_NAME
    hours: Wording = SAMPLE_HOURS
    address: Wording = SAMPLE_ADDRESS


class Settings(Section):
    """Everything Hatef is told, with every path made absolute against the file's own folder."""

    home: Path
    """The folder that data/ and var/ are in; in the file: relative to the file, its own folder by default."""
    language: Code = FALLBACK
    languages: Languages = Languages()
    sip: Sip = Sip()
    speech: Speech = Speech()
    dialogue: DialogueSection = DialogueSection()
    crm: CrmSection = CrmSection()
    handoff: Handoff = Handoff()
    journal: Journal = Journal()
    company: Company = Company()

    _file: Path | None = PrivateAttr(None)
    _remarks: tuple[str, ...] = PrivateAttr(())
    _secrets: Secrets = PrivateAttr(Secrets())

    @property
    def file(self) -> Path:
        """The file that these settings were read from: Rasa's part is in it too."""
        return self._file or self.home / "config.yml"

    @property
    def paths(self) -> Paths:
        """Where code, shipped files, data and state lie."""
        return paths_of(self.home)

    @property
    def data(self) -> Path:
        """The bot's own data/; what was shipped with Hatef where the configuration's folder has none."""
        return self.paths.data

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the file says that is allowed but hardly meant, each with its line."""
        return self._remarks

    @property
    def secrets(self) -> Secrets:
        """What does not stand in the file."""
        return self._secrets

    @property
    def call(self) -> CallOptions:
        """What a call is told."""
        speech = self.speech
        return CallOptions(
            self.language,
            LanguageOptions(dict(self.languages.by_number), self.languages.detect, self.languages.certainty),
            ListeningOptions(
                CallWaits(**speech.end_silence_ms.model_dump()),
                CallWaits(**speech.no_input_ms.model_dump()),
                speech.minimum_confidence,
                speech.barge_in,
            ),
            Limits(failures=self.handoff.failures),
        )

    @property
    def state(self) -> Path:
        """The folder for everything Hatef makes: models, cache, logs, databases."""
        return self.paths.state

    def database_url(self, url: str) -> str:
        """A relative SQLite URL made absolute, so that every process opens the same file."""
        prefix = "sqlite:///"
        if not url.startswith(prefix) or url.startswith(prefix + "/"):
            return url
        relative = Path(url.removeprefix(prefix))
        inside = relative.relative_to("var") if relative.parts[:1] == ("var",) else None
        return prefix + str(self.state / inside if inside is not None else self.home / relative)


def load_settings(path: Path, secrets: Secrets | None = None) -> Settings:
    """Read and check `path`; `secrets` are those of the environment unless they are given.

    Raises:
        ConfigError: the file is missing, is not YAML, or has wrong values; names line, key and remedy of each.
    """
    tree = compose(path, read_text(path))
    raw = plain(tree)
    if not isinstance(raw, Mapping):
        what = "the file is empty" if raw is None else "the file must hold sections"
        if isinstance(raw, list):
            what = "no dash (-) stands in front of a section"
        raise ConfigError(path, 1, "", f"{what}; it begins with lines such as:  sip:  and below it:    port: 5060")
    mine: dict[str, Any] = {k: v for k, v in raw.items() if k not in RASA_KEYS or k == "language"}
    odd = tuple(odd_letters(mine))
    empty = [key for key, value in mine.items() if value is None and _is_section(key)]
    home = _home(path, tree, mine.pop("home", None))
    try:
        settings = Settings(home=home, **{key: value for key, value in mine.items() if key not in empty})
    except ValidationError as error:
        places = {where for where, _, _ in odd}
        wrong = (one for one in error.errors() if one["type"] != "too_short" or not one["input"])
        told = ((one["loc"], *describe(one, Settings)) for one in wrong if one["loc"] not in places)
        _raise_any(path, tree, (*odd, *told))
        raise
    _raise_any(path, tree, odd)
    _raise_any(path, tree, contradictions(settings))
    settings._file = path.resolve()
    settings._secrets = of_this_process() if secrets is None else secrets
    settings._remarks = tuple(
        f"{path}:{line_of(tree, where)}: {key}: {words}" for where, key, words in remarks(settings, empty)
    )
    return settings


def _home(path: Path, tree: yaml.Node | None, given: Any) -> Path:
    try:
        home = path.resolve().parent / values.place(Path(given if isinstance(given, str) else "."))
    except ValueError as error:
        raise ConfigError(path, line_of(tree, ("home",)), "home", str(error)) from None
    if not (given is None or isinstance(given, str)) or not home.is_dir():
        words = f"{home} is a file and no folder" if home.is_file() else f"there is no folder {home}"
        words = words if isinstance(given, str) else "it takes one folder, e.g. home: ."
        raise ConfigError(path, line_of(tree, ("home",)), "home", words)
    return home


def _is_section(key: str) -> bool:
    field = Settings.model_fields.get(key)
    return field is not None and isinstance(field.annotation, type) and issubclass(field.annotation, Section)


def _raise_any(path: Path, tree: yaml.Node | None, told: Iterable[Told]) -> None:
    """One error for all mistakes, in the order of the file."""
    found = sorted({(line_of(tree, where), key, words): None for where, key, words in told})
    errors = [ConfigError(path, line, key, words) for line, key, words in found]
    if errors:
        raise ConfigError(path, *found[0], more=errors[1:])
