"""`config.yml` read once, checked with the line of the mistake, and frozen.

Rasa's own keys (`recipe`, `language`, `pipeline`, `policies`, `assistant_id`) live in the same file and are left
to Rasa. Secrets never do: they come from the environment (`HATEF_SIP_PASSWORD`, `HATEF_TOKEN_SECRET`,
`HATEF_RASA_TOKEN`).
"""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from bot.config_errors import ConfigError, describe, line_of
from bot.places import SHARE

RASA_KEYS = frozenset({"recipe", "language", "pipeline", "policies", "assistant_id"})

Language = Literal["fa", "ar"]
Port = Annotated[int, Field(ge=0, le=65535)]
Milliseconds = Annotated[int, Field(ge=0, le=600_000)]
NumberPattern = Annotated[str, BeforeValidator(str)]
"""A dialled number with `*` and `?` as in file names; YAML reads bare digits as a number."""


class Section(BaseModel):
    """A part of the configuration: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SipAccount(Section):
    """The extension Hatef registers as (RFC 3261 section 10, digest authentication section 22)."""

    user: str = Field(min_length=1)
    registrar: str = Field(pattern=r"^sips?:\S+$")
    realm: str = "*"
    expires_s: int = Field(default=300, ge=30, le=86_400)


class Sip(Section):
    """Where calls come in, from whom, and how many."""

    host: str = "127.0.0.1"
    port: Port = 5060
    public_host: str | None = None
    rtp_port_start: Port = 16_000
    rtp_port_count: int = Field(default=2_000, ge=8, le=40_000)
    account: SipAccount | None = None
    max_calls: int = Field(default=100, ge=1, le=500)
    allowed_peers: tuple[str, ...] = ("127.0.0.0/8",)
    allowed_numbers: tuple[str, ...] = ()
    codecs: tuple[Literal["PCMA", "PCMU", "G722"], ...] = Field(default=("PCMA", "PCMU", "G722"), min_length=1)
    drain_s: float = Field(default=30.0, ge=0, le=3_600)

    @field_validator("allowed_peers")
    @classmethod
    def _networks(cls, peers: tuple[str, ...]) -> tuple[str, ...]:
        for peer in peers:
            ipaddress.ip_network(peer, strict=False)
        return peers


class Waits(Section):
    """A time for each kind of answer, ms."""

    general: Milliseconds
    digits: Milliseconds
    yesno: Milliseconds


class Speech(Section):
    """Ears and mouth."""

    workers: int = Field(default=0, ge=0, le=64, description="recogniser processes; 0: one a core")
    models: dict[Language, Path] = Field(default_factory=dict, description="published Vosk models by language")
    voices: dict[Language, Path] = Field(default_factory=dict, description="Piper voices (.onnx) by language")
    recordings: Path | None = None
    loudness_lufs: float = Field(default=-23.0, ge=-36, le=-16, description="of every prompt, ITU-R BS.1770-4")
    end_silence_ms: Waits = Waits(general=600, digits=1_000, yesno=400)
    no_input_ms: Waits = Waits(general=6_000, digits=8_000, yesno=5_000)
    minimum_confidence: float = Field(default=0.3, ge=0, le=1)
    barge_in: bool = True


class Languages(Section):
    """Which language a call is held in; without a rule it is `language`."""

    by_number: dict[NumberPattern, Language] = Field(default_factory=dict, description="dialled number -> language")
    detect: bool = False
    certainty: float = Field(default=0.95, ge=0.5, le=1, description="how likely a language must be; below it, ask")


class DialogueSection(Section):
    """The dialogue engine. Without `url` Hatef runs its own Rasa server on loopback."""

    url: str | None = None
    timeout_s: float = Field(default=2.5, gt=0, le=30)


class CrmSection(Section):
    """Where the caller's facts are, and who may hear them."""

    url: str = "sqlite:///var/crm.db"
    sample: bool = True
    strangers_hear_orders: bool = True
    """Whether a caller whose number nobody knows hears the state and date of an order by its number."""


class Handoff(Section):
    """How a human takes over. `target` is a Refer-To pattern, `agent` the built-in queue's one agent."""

    target: str | None = None
    agent: str | None = None
    failures: int = Field(default=2, ge=1, le=10)
    ring_s: float = Field(default=20.0, gt=0, le=300)
    attempts: int = Field(default=2, ge=1, le=20)
    refer_timeout_s: float = Field(default=20.0, gt=0, le=300)

    @field_validator("target")
    @classmethod
    def _token_has_a_place(cls, target: str | None) -> str | None:
        if target is not None and "{token}" not in target:
            raise ValueError("'target' needs '{token}' where the packet's token goes, e.g. sip:queue-{token}@pbx")
        return target


class Journal(Section):
    """The record of calls and turns."""

    url: str = "sqlite:///var/hatef.db"
    keep_numbers: bool = True


Wording = dict[Language, str]

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
    language: Language = "fa"
    languages: Languages = Languages()
    sip: Sip = Sip()
    speech: Speech = Speech()
    dialogue: DialogueSection = DialogueSection()
    crm: CrmSection = CrmSection()
    handoff: Handoff = Handoff()
    journal: Journal = Journal()
    company: Company = Company()

    _file: Path | None = PrivateAttr(None)

    @property
    def file(self) -> Path:
        """The file that these settings were read from: Rasa's part is in it too."""
        return self._file or self.home / "config.yml"

    @property
    def data(self) -> Path:
        """The bot's own data/; what was shipped with Hatef where the configuration's folder has none."""
        own = self.home / "data"
        return own if own.is_dir() else SHARE / "data"

    @property
    def state(self) -> Path:
        """The folder for everything Hatef makes: models, cache, logs, databases."""
        return Path(os.environ.get("HATEF_STATE") or self.home / "var").absolute()

    def database_url(self, url: str) -> str:
        """A relative SQLite URL made absolute, so that every process opens the same file."""
        prefix = "sqlite:///"
        if not url.startswith(prefix) or url.startswith(prefix + "/"):
            return url
        relative = Path(url.removeprefix(prefix))
        inside = relative.relative_to("var") if relative.parts[:1] == ("var",) else None
        return prefix + str(self.state / inside if inside is not None else self.home / relative)


def load_settings(path: Path) -> Settings:
    """Read and check `path`.

    Raises:
        ConfigError: the file is missing, is not YAML, or has a wrong value; names line, key and remedy.
    """
    text = _read(path)
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise ConfigError(path, line, "", f"this is not YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(raw, Mapping):
        raise ConfigError(path, 1, "", "the file must be a mapping of sections (sip:, speech:, ...)")
    mine: dict[str, Any] = {k: v for k, v in raw.items() if k not in RASA_KEYS or k == "language"}
    try:
        home = path.resolve().parent / str(mine.pop("home", "."))
        settings = Settings(home=home, **mine)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(path, line_of(tree, first["loc"]), *describe(first, Settings)) from error
    except TypeError as error:
        raise ConfigError(path, 1, "", f"section names must be text: {error}") from error
    settings._file = path.resolve()
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(
            path, 1, "", "no such file; `hatef init DIR` makes a folder with one, --config names another"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, 1, "", f"cannot be read as UTF-8 text: {error}") from error
