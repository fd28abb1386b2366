"""`hatef doctor`: what is installed, which model, which voice, which ports; what to do about each lack."""

import asyncio
import importlib.metadata
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.cli import checks
from bot.cli.handoff_search import notices_of
from bot.cli.named_files import unfit
from bot.cli.status import client_of
from bot.errors import DatabaseError, ServiceDown, ServiceForeign, ServiceOther, ServiceUnwell
from bot.findings import Finding, Level
from bot.releases import second_pass
from bot.releases.data_review import review
from bot.releases.train import MARK, graph_folder
from bot.releases.voices import names
from bot.service.control_wire import socket_path
from bot.settings.paths import SETUP
from bot.settings.settings import Settings
from bot.store.own_secret import API_TOKEN
from handoff.errors import HandoffError
from handoff.notices import NoticeState
from nlu.text.languages import CODES
from nlu.training.corpus import KINDS
from nlu.training.rasa_environment import is_usable, rasa_python
from nlu.training.train import Sources, model_in_use
from voice.errors import SipStackMissing
from voice.gateway import build
from voice.listen.sherpa.folder import is_sherpa
from voice.models import embedded, published
from voice.models.published.errors import PublishedModelError
from voice.speak.pronunciation import PronunciationBroken

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything a call needs on this machine."""
    return (
        *_interpreters(),
        *_sip(),
        *(replace(one, level="note", remedy="") if one.running else one for one in checks.local(settings)),
        *checks.outside(settings),
        *_speech(settings),
        *_data(settings),
        *_dialogue(settings),
        *_handoff(settings),
        *_console(settings),
        _running(settings),
    )


def _interpreters() -> Iterator[Finding]:
    yield Finding("ok", f"Python {sys.version.split()[0]}")
    for package in ("vosk", "espeakng-loader", "piper-tts", "hazm", "fastapi", "sqlalchemy"):
        try:
            yield Finding("ok", f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding("lack", f"the package {package} is not installed", SETUP)
    python = rasa_python()
    if is_usable(python):
        yield Finding("ok", f"Rasa environment {python.parent.parent.name}")
    else:
        yield Finding("lack", f"the Rasa environment is missing: no {python} that you may run and that has Rasa", SETUP)


def _sip() -> Iterator[Finding]:
    try:
        sip = build.installed()
    except SipStackMissing as error:
        yield Finding("lack", str(error), SETUP)
    else:
        level: Level = "note" if sip.advice else "ok"
        yield Finding(level, f"pjsua2, {sip.flavour} build, up to {sip.max_calls} calls at once", sip.advice)


def _published(settings: Settings) -> tuple[Mapping[str, Path], Mapping[str, Path], list[Finding]]:
    """Recognisers and voices that are not embedded, by language; those of config.yml win over `hatef models use`."""
    lacks: list[Finding] = []
    try:
        chosen = published.in_use(settings.state)
    except PublishedModelError as error:
        return {}, {}, [Finding("lack", str(error), "hatef models verify")]
    recognisers = {**chosen.recognisers, **{str(k): settings.home / v for k, v in settings.speech.models.items()}}
    voices = {**chosen.voices, **{str(k): settings.home / v for k, v in settings.speech.voices.items()}}
    for kind, found in (("models", chosen.recognisers), ("voices", chosen.voices)):
        for language, path in found.items():  # those of config.yml are looked at by bot/cli/checks.py
            if path.exists() and (why := unfit(kind, path)):
                name = "recogniser" if kind == "models" else "voice"
                lacks.append(Finding("lack", f"{name} {language}: {why}", "hatef models verify --load"))
    return recognisers, voices, lacks


def _speech(settings: Settings) -> Iterator[Finding]:
    recognisers, voices, lacks = _published(settings)
    yield from lacks
    for language in CODES:
        if language in recognisers:
            yield _published_recogniser(language, recognisers[language])
        else:
            yield _embedded(settings, language)
        voice = f"Piper, {voices[language].name}" if language in voices else "espeak-ng (embedded)"
        yield Finding("ok", f"voice {language}: {voice}")
    yield from _second_pass(settings)
    try:
        names(settings)
    except PronunciationBroken as error:
        yield Finding("lack", str(error), "mend the line")


def _published_recogniser(language: str, folder: Path) -> Finding:
    if is_sherpa(folder):
        what = f"recogniser {language}: published model {folder.name} (sherpa-onnx)"
        return Finding("ok", f"{what}; it hears what is said without knowing the bot's words")
    return Finding("ok", f"recogniser {language}: published model {folder.name}")


def _second_pass(settings: Settings) -> Iterator[Finding]:
    if why := second_pass.lack(settings):
        remedy = SETUP if settings.speech.second_pass else ""
        yield Finding("note", f"every turn is heard once, digits less surely: no second pass, {why}", remedy)
        return
    found = second_pass.second_pass(settings)
    heads = {
        language: second_pass.head_store(settings, language).in_use() for language in (found.heads if found else ())
    }
    told = [
        f"{language} (own head {one.release.number})" if one.release else language for language, one in heads.items()
    ]
    yield Finding("ok", f"every turn is read again at its end: {', '.join(told)}")
    for language, one in heads.items():
        if one.why:
            remedy = f"hatef models rollback {language} (or: hatef models adapt)"
            yield Finding("lack", f"second pass {language}: the shipped head hears, for {one.why}", remedy)


def _embedded(settings: Settings, language: str) -> Finding:
    ready = [kind for kind in KINDS if (graph_folder(settings, language, kind) / MARK).is_file()]
    if embedded.available(language) is None:
        level: Level = "lack" if language == settings.language else "note"
        return Finding(level, f"recogniser {language}: no embedded model in this version")
    if not ready:
        return Finding("lack", f"recogniser {language}: decoding graphs are not compiled", "hatef train")
    for kind in ready:
        if why := unfit("models", graph_folder(settings, language, kind)):
            return Finding("lack", f"recogniser {language}: {why}", "hatef train --force")
    return Finding("ok", f"recogniser {language}: embedded compact model, graphs {', '.join(ready)}")


def _data(settings: Settings) -> Iterator[Finding]:
    """What a designer broke in data/, or in Rasa's part of the configuration: the next training would stop at it."""
    broken = [one for one in review(settings.data, None if settings.dialogue.url else settings.file) if one.stops]
    for problem in broken:
        yield Finding("lack", f"{problem.where}: {problem.what}", problem.remedy)
    if not broken:
        yield Finding("ok", f"training data {settings.data}")


def _dialogue(settings: Settings) -> Iterator[Finding]:
    if settings.dialogue.url:
        return
    model, is_own = model_in_use(Sources(settings.file, settings.data), settings.state)
    if model is None:
        yield Finding("lack", "dialogue: no trained Rasa model", "hatef train")
    elif is_own:
        yield Finding("ok", f"dialogue: own Rasa server, model {model.name}")
    else:
        was = f"dialogue: model {model.name} was made of other data or another pipeline than the present"
        yield Finding("note", was, f"hatef train --config {settings.file}")


def _handoff(settings: Settings) -> Iterator[Finding]:
    options = settings.handoff
    ways = [str(way) for way in (options.target, options.agent) if way]
    ways += ["the PBX's manager interface"] if options.asterisk else []
    ways += [f"{len(options.agents)} agents of our own queues"] if options.agents else []
    if ways:
        yield Finding("ok", f"handoff: {', '.join(ways)}")
    else:
        yield Finding(
            "note",
            "handoff: no handoff.target, agent, agents or asterisk is set: callers get a call-back promise",
            "set one in config.yml",
        )
    if not settings.secrets.token_secret:
        own = settings.state / "secret"
        where = own.name if own.is_file() else "made at the first start"
        yield Finding("ok", f"token secret: own file in the state folder ({where}); HATEF_TOKEN_SECRET overrides")


def _console(settings: Settings) -> Iterator[Finding]:
    told = settings.console
    if not told.enabled:
        yield Finding("note", "console: off (console.enabled): no program and no page reads a packet")
        return
    if settings.secrets.api_token:
        secret = "HATEF_API_TOKEN"
    else:
        own = settings.state / API_TOKEN
        there = "" if own.is_file() else ", made at the first start"
        secret = f"the secret in {own}{there} (HATEF_API_TOKEN overrides)"
    yield Finding("ok", f"console: http://{told.host}:{told.port or 'PORT'}, its API opens with {secret}")
    if not told.public_url and told.host not in LOOPBACK:
        what = f"console.host {told.host}: packets go over the network as they are, and pages have no address"
        yield Finding("note", what, "put a reverse proxy with TLS before it and set console.public_url (docs/api.md)")
    if settings.handoff.webhook is not None:
        yield _webhook(settings)


def _webhook(settings: Settings) -> Finding:
    """Whether another program hears of handoffs."""
    try:
        dead = asyncio.run(notices_of(settings, NoticeState.DEAD))
    except (DatabaseError, HandoffError):
        dead = ()
    told = f"webhook: {settings.handoff.webhook.url if settings.handoff.webhook else ''}"
    if not dead:
        return Finding("ok", told)
    what = f"{told} did not take {len(dead)} notices, the last {dead[-1].notice_id}: {dead[-1].why}"
    return Finding("lack", what, "mend it, then: hatef handoff resend all")


def _running(settings: Settings) -> Finding:
    """What the Hatef that runs with this state folder says of itself; none need run."""
    try:
        status = asyncio.run(client_of(settings).status())
    except ServiceDown:
        return Finding("ok", f"no Hatef runs now; one that does is asked at {socket_path(settings.state)}")
    except ServiceForeign as error:
        return Finding("note", str(error))
    except (ServiceOther, ServiceUnwell) as error:
        return Finding("lack", str(error))
    down = [part.name for part in status.parts if not part.up or part.keepers_lost]
    if down or status.database_behind:
        what = ", ".join([*down, *(["the database"] if status.database_behind else [])])
        return Finding("lack", f"Hatef runs (process {status.pid}), but not well: {what}", "hatef status")
    return Finding("ok", f"Hatef runs, process {status.pid}; hatef status tells how it fares")
