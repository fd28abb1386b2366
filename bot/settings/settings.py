"""`config.yml` read once, checked with the line of the mistake, and frozen.

Rasa's own keys (`recipe`, `language`, `pipeline`, `policies`, `assistant_id`) live in the same file and are left
to Rasa. Secrets never do: they come from the environment (`HATEF_SIP_PASSWORD`, `HATEF_TOKEN_SECRET`,
`HATEF_AMI_SECRET`, `HATEF_RASA_TOKEN`).

config.yml ─ config_text ─▶ values ─ sections ─▶ Settings ─ a room's own options ─▶ where it is used
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import PrivateAttr, ValidationError

from bot.settings import config_values as values
from bot.settings.call_options import CallOptions, Limits
from bot.settings.config_consistency import contradictions, odd_letters, remarks
from bot.settings.config_errors import ConfigError, Told, line_of
from bot.settings.config_place import fields_of, is_section
from bot.settings.config_text import compose, plain, read_text
from bot.settings.config_words import describe
from bot.settings.paths import Paths, paths_of
from bot.settings.secrets import Secrets, of_this_process
from bot.settings.sections import Sections

RASA_KEYS = frozenset({"recipe", "language", "pipeline", "policies", "assistant_id"})


class Settings(Sections):
    """Everything Hatef is told, with every path made absolute against the file's own folder."""

    home: Path
    """The folder that data/ and var/ are in; in the file: relative to the file, its own folder by default."""

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
        return CallOptions(self.language, self.languages, self.speech, Limits(failures=self.handoff.failures))

    @property
    def state(self) -> Path:
        """The folder for everything Hatef makes: models, cache, logs, databases."""
        return self.paths.state

    @property
    def recordings_folder(self) -> Path:
        """Where recordings are kept."""
        return self._absolute(self.recordings.folder)

    @property
    def voicemail_folder(self) -> Path:
        """Where callers' messages are kept."""
        return self._absolute(self.handoff.voicemail.folder)

    def database_url(self, url: str) -> str:
        """A relative SQLite URL made absolute, so that every process opens the same file."""
        prefix = "sqlite:///"
        if not url.startswith(prefix) or url.startswith(prefix + "/"):
            return url
        return prefix + str(self._absolute(Path(url.removeprefix(prefix))))

    def _absolute(self, path: Path) -> Path:
        """Against the configuration's folder; var/ is the state folder, wherever that is."""
        if path.parts[:1] == ("var",):
            return self.state / path.relative_to("var")
        return self.home / path


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
    home = _home(path, tree, mine.pop("home", None))
    said = {key: value for key, value in mine.items() if value is not None or not _is_section(key)}
    try:
        settings = Settings(home=home, **said)
    except ValidationError as error:
        places = {where for where, _, _ in odd}
        wrong = (one for one in error.errors() if one["type"] != "too_short" or not one["input"])
        told = ((one["loc"], *describe(one, Settings)) for one in wrong if one["loc"] not in places)
        _raise_any(path, tree, (*odd, *told))
        raise
    _raise_any(path, tree, odd)
    _raise_any(path, tree, contradictions(settings, mine))
    settings._file = path.resolve()
    settings._secrets = of_this_process() if secrets is None else secrets
    settings._remarks = tuple(
        f"{path}:{line_of(tree, where)}: {key}: {words}" for where, key, words in remarks(settings, mine)
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
    field = fields_of(Settings).get(key)
    return field is not None and is_section(field.annotation)


def _raise_any(path: Path, tree: yaml.Node | None, told: Iterable[Told]) -> None:
    """One error for all mistakes, in the order of the file."""
    found = sorted({(line_of(tree, where), key, words): None for where, key, words in told})
    errors = [ConfigError(path, line, key, words) for line, key, words in found]
    if errors:
        raise ConfigError(path, *found[0], more=errors[1:])
