"""Keys that do nothing as the rest of the file stands: what was set in vain is told, with what gives it a sense."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from bot.settings.config_errors import Told, told
from bot.settings.sections import QueueSection, Sections


@dataclass(frozen=True, slots=True)
class Need:
    """Some keys of a section, what has to be so for them to do anything, and the words where it is not."""

    section: tuple[str, ...]
    keys: tuple[str, ...]
    met: Callable[[Sections], object]
    words: str


def _transfers(way: str) -> Callable[[Sections], bool]:
    return lambda s: s.handoff.asterisk is not None and s.handoff.asterisk.transfer == way


CALLBACKS, ASTERISK = ("handoff", "callbacks"), ("handoff", "asterisk")
VOICEMAIL = ("handoff", "voicemail")
NEEDS = (
    Need(
        ("handoff",),
        ("ring_s", "attempts"),
        lambda s: s.handoff.agent,
        "it is of handoff.agent alone; a queue has a ring_s of its own",
    ),
    Need(
        ("handoff",),
        ("refer_timeout_s",),
        lambda s: s.handoff.target or s.handoff.asterisk,
        'nobody is referred; write: target: "sip:queue-{token}@pbx.example"',
    ),
    Need(
        CALLBACKS,
        ("order", "allowed", "hours", "holidays", "tries", "pauses_s", "first_s", "ring_s", "confirm_s", "at_once"),
        lambda s: s.handoff.callbacks.dial,
        'nobody is called; write below callbacks: dial: "sip:{number}@pbx.example"',
    ),
    Need(
        CALLBACKS,
        ("pauses_s",),
        lambda s: s.handoff.callbacks.tries > 1,
        "no pause follows the only try; write: tries: 2, or more",
    ),
    Need(
        VOICEMAIL,
        ("call_back", "end_silence_s", "most_s", "least_s", "transcribe"),
        lambda s: s.handoff.voicemail.enabled,
        "no messages are taken; write: enabled: true",
    ),
    Need(
        VOICEMAIL,
        ("call_back",),
        lambda s: s.handoff.callbacks.dial,
        'nobody is called; write below callbacks: dial: "sip:{number}@pbx.example"',
    ),
    Need(ASTERISK, ("wait_s",), _transfers("attended"), "only an attended transfer waits; write: transfer: attended"),
    Need(
        ASTERISK,
        ("context", "extension"),
        _transfers("redirect"),
        "only a redirect dials it; write: transfer: redirect",
    ),
    Need(
        ("recordings",),
        ("opt_out_key", "consent"),
        lambda s: s.recordings.which != "none",
        "nothing is recorded; write: which: handoffs, or all",
    ),
    Need(
        ("languages",),
        ("certainty",),
        lambda s: s.languages.detect,
        "the language is not detected; write: detect: true",
    ),
    Need(
        ("console",),
        ("host", "port", "public_url"),
        lambda s: s.console.enabled,
        "the console is off; write: enabled: true",
    ),
)
USUAL = Sections()


def no_effect(settings: Sections, written: Mapping[str, Any]) -> Iterator[Told]:
    """A remark for each key that the file sets in vain, to another value than the usual; `written`: what it says."""
    for need in NEEDS:
        if not need.met(settings):
            for key in need.keys:
                where = (*need.section, key)
                if _written(written, where) is not None and _value(settings, where) != _value(USUAL, where):
                    yield told(*where, words=f"it does nothing: {need.words}")
    number = settings.handoff.agent_number
    for place, one in enumerate(settings.handoff.agents):
        if one.pin and number is None:
            words = 'it does nothing: there is no number to key it in; write below handoff: agent_number: "700"'
            yield told("handoff", "agents", place, "pin", words=words)
    for place, queue in enumerate(settings.handoff.queues):
        if not queue.accept_by_key and queue.accept_s != QueueSection.accept_s:
            words = "it does nothing: no key is needed; write: accept_by_key: true"
            yield told("handoff", "queues", place, "accept_s", words=words)


def _written(tree: Any, where: tuple[str, ...]) -> Any:
    """What the file says there; None where it says nothing."""
    return reduce(lambda above, step: above.get(step) if isinstance(above, Mapping) else None, where, tree)


def _value(settings: Any, where: tuple[str, ...]) -> Any:
    """None where the section itself is not there."""
    return reduce(lambda section, step: getattr(section, step, None), where, settings)
