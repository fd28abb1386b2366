"""`hatef doctor`: what is installed, which model, which voice, which ports; what to do about each lack."""

import importlib.metadata
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.settings import Settings
from bot.training import MARK, graph_folder
from nlu.corpus import KINDS
from nlu.service import rasa_python
from nlu.train import latest_model
from voice.errors import SipStackMissing
from voice.gateway import build
from voice.models import embedded


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, worth knowing, or missing with its remedy."""

    level: Literal["ok", "note", "lack"]
    what: str
    remedy: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything a call needs on this machine."""
    return (
        *_interpreters(settings),
        *_sip(settings),
        *_recognisers(settings),
        *_voices(settings),
        *_dialogue(settings),
        *_handoff(settings),
    )


def _interpreters(settings: Settings) -> Iterator[Finding]:
    yield Finding("ok", f"Python {sys.version.split()[0]}")
    for package in ("vosk", "espeakng-loader", "piper-tts", "hazm", "fastapi", "sqlalchemy"):
        yield Finding("ok", f"{package} {importlib.metadata.version(package)}")
    python = rasa_python(settings.home)
    if python.is_file():
        yield Finding("ok", f"Rasa environment {python.parent.parent.name}")
    else:
        yield Finding("lack", "the Rasa environment is missing", "make setup")


def _sip(settings: Settings) -> Iterator[Finding]:
    try:
        sip = build.installed()
    except SipStackMissing as error:
        yield Finding("lack", str(error), "make setup")
    else:
        level: Literal["ok", "note"] = "note" if sip.advice else "ok"
        yield Finding(level, f"pjsua2, {sip.flavour} build, up to {sip.max_calls} calls at once", sip.advice)
    for kind, name in ((socket.SOCK_DGRAM, "UDP"), (socket.SOCK_STREAM, "TCP")):
        yield _port(settings.sip.host, settings.sip.port, kind, name)
    if settings.sip.account and not os.environ.get("HATEF_SIP_PASSWORD"):
        yield Finding("lack", "sip.account is set but HATEF_SIP_PASSWORD is not", "export HATEF_SIP_PASSWORD=...")


def _port(host: str, port: int, kind: socket.SocketKind, name: str) -> Finding:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return Finding(
                "note",
                f"{name} port {host}:{port} is taken ({error.strerror})",
                "is Hatef running? else change sip.port",
            )
    return Finding("ok", f"{name} port {host}:{port} is free")


def _recognisers(settings: Settings) -> Iterator[Finding]:
    for language, path in settings.speech.models.items():
        there = (settings.home / path).is_dir()
        yield (
            Finding("ok", f"recogniser {language}: published model {path.name}")
            if there
            else Finding("lack", f"recogniser {language}: {path} is not there", "mend speech.models in config.yml")
        )
    for language in ("fa", "ar"):
        if language in settings.speech.models:
            continue
        model = embedded.available(language)
        ready = [kind for kind in KINDS if (graph_folder(settings, language, kind) / MARK).is_file()]
        if model is None:
            level: Literal["note", "lack"] = "lack" if language == settings.language else "note"
            yield Finding(level, f"recogniser {language}: no embedded model in this version")
        elif ready:
            yield Finding("ok", f"recogniser {language}: embedded compact model, graphs {', '.join(ready)}")
        else:
            yield Finding("lack", f"recogniser {language}: decoding graphs are not compiled", "hatef train")


def _voices(settings: Settings) -> Iterator[Finding]:
    for language in ("fa", "ar"):
        path = settings.speech.voices.get(language)
        if path is None:
            yield Finding("ok", f"voice {language}: espeak-ng (embedded)")
        elif (settings.home / path).is_file():
            yield Finding("ok", f"voice {language}: Piper, {path.name}")
        else:
            yield Finding("lack", f"voice {language}: {path} is not there", "mend speech.voices in config.yml")


def _dialogue(settings: Settings) -> Iterator[Finding]:
    if settings.dialogue.url:
        yield Finding("ok", f"dialogue: Rasa at {settings.dialogue.url}")
        return
    model = latest_model(settings.state)
    if model is not None:
        yield Finding("ok", f"dialogue: own Rasa server, model {model.name}")
    else:
        yield Finding("lack", "dialogue: no trained Rasa model", "hatef train")


def _handoff(settings: Settings) -> Iterator[Finding]:
    if settings.handoff.target or settings.handoff.agent:
        yield Finding("ok", f"handoff: {settings.handoff.target or settings.handoff.agent}")
    else:
        yield Finding(
            "note",
            "handoff: neither handoff.target nor handoff.agent is set: callers get a call-back promise",
            "set one in config.yml",
        )
    if not os.environ.get("HATEF_TOKEN_SECRET"):
        secret = settings.state / "secret"
        where = Path(secret).name if secret.is_file() else "made at the first start"
        yield Finding("ok", f"token secret: own file in the state folder ({where}); HATEF_TOKEN_SECRET overrides")
