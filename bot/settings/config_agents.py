"""What agents, queues and the bot's own telephone say against each other, and what they leave without an answer."""

import difflib
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase

from bot.settings.config_errors import Told, told
from bot.settings.sections import AgentSection, QueueSection, Sections
from handoff.reasons import SKILLS
from nlu.text.languages import CODES, LANGUAGES

SIP_PORT = "5060"
CONDITIONS = ("numbers", "languages", "skills")
"""What a caller has to fit to come to a queue."""


def of_agents(settings: Sections) -> Iterator[Told]:
    """Contradictions."""
    yield from _circles(settings)
    yield from _agents(settings)
    yield from _queues(settings)
    yield from _transfers(settings)
    if settings.handoff.agent_number is not None:
        yield from _agent_number(settings, settings.handoff.agent_number)


def about_agents(settings: Sections) -> Iterator[Told]:
    """Remarks: what is allowed but hardly meant."""
    queues = settings.handoff.queues
    rest = [one for one in queues if not (one.numbers or one.skills)]
    if queues and not (_all_languages([code for one in rest for code in one.languages or CODES])):
        words = f"no queue is for all others: who fits none comes to the last, {queues[-1].name}; write below it one "
        yield told("handoff", "queues", words=words + "without numbers, languages and skills, e.g.: - {name: support}")
    for place, queue in enumerate(queues):
        where = ("handoff", "queues", place)
        ring = _ring(queue.name, {one.name: one.overflow for one in queues})
        if len(ring) > 1 and ring[0] == min(ring):
            words = f"callers go round: {' → '.join((*ring, ring[0]))}; each queue is tried once"
            yield told(*where, "overflow", words=f"{words}; take one overflow out to end it elsewhere")
        spoken = {code for one in _staff(settings, queue) for code in one.languages or CODES}
        for code in sorted(set(queue.languages) - spoken):
            words = f"no agent of this queue speaks {LANGUAGES[code].name}: its callers come to one who does not; add"
            yield told(*where, "languages", words=f"{words} {code} to the languages of an agent in handoff.agents")
    yield from _numbers_of_agents(settings)
    yield from _skills(settings)


def own_address(settings: Sections, uri: str) -> bool:
    """Whether that is where Hatef itself listens."""
    host, _, port = uri.rpartition("@")[2].removeprefix("sip:").partition(";")[0].partition(":")
    own = {settings.sip.host, settings.sip.public_host} - {"0.0.0.0"}
    if loopback(host) and (loopback(settings.sip.host) or settings.sip.host == "0.0.0.0"):
        own.add(host)
    return host in own and (port or SIP_PORT) == str(settings.sip.port)


def loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _circles(settings: Sections) -> Iterator[Told]:
    own = "this is Hatef's own address and port"
    itself = f"{own}: it would call itself; write the PBX's or the telephone's"
    account = settings.sip.account
    for where, uri in (*_telephones(settings), *_target(settings)):
        if own_address(settings, uri):
            yield told(*where, words=itself)
        elif account is not None and _line(uri) == (account.user.casefold(), *_line(account.registrar)[1:]):
            words = f"this is Hatef's own extension {account.user}: it would call itself; write the telephone's"
            yield told(*where, words=words)
    if account is not None and own_address(settings, account.registrar):
        words = f"{own}: it would register at itself; write the PBX's, or another sip.port"
        yield told("sip", "account", "registrar", words=words)


def _telephones(settings: Sections) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if settings.handoff.agent is not None:
        yield ("handoff", "agent"), settings.handoff.agent
    for place, one in enumerate(settings.handoff.agents):
        yield ("handoff", "agents", place, "uri"), one.uri


def _target(settings: Sections) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if settings.handoff.target is not None:
        yield ("handoff", "target"), settings.handoff.target


def _line(uri: str) -> tuple[str, str, str]:
    """User, machine and port: what rings, however the address is written (RFC 3261 section 19.1.4, in short)."""
    user, _, host = uri.removeprefix("sip:").partition(";")[0].rpartition("@")
    name, _, port = host.partition(":")
    return user.casefold(), name.casefold(), port or SIP_PORT


def _agents(settings: Sections) -> Iterator[Told]:
    agents, names = settings.handoff.agents, [queue.name for queue in settings.handoff.queues]
    for place, one in enumerate(agents):
        above = ("handoff", "agents", place)
        if one.id in [other.id for other in agents[:place]]:
            yield told(*above, "id", words=f"another agent has the id {one.id}; give each its own")
        for name in sorted(set(one.queues) - set(names)) if names else ():
            yield told(*above, "queues", words=f"there is no queue {name!r}; write one of: {', '.join(names)}")
    before: dict[tuple[str, str, str], str] = {}
    for where, uri in _telephones(settings):
        if (line := _line(uri)) in before:
            words = f"{before[line]} has this telephone, too, and it cannot ring for two callers; write another address"
            yield told(*where, words=words)
        before.setdefault(line, ".".join(map(str, where)))


def _queues(settings: Sections) -> Iterator[Told]:
    queues, names = settings.handoff.queues, [queue.name for queue in settings.handoff.queues]
    served = {name for one in settings.handoff.agents for name in one.queues or names}
    for place, queue in enumerate(queues):
        where = ("handoff", "queues", place)
        if queue.name in names[:place]:
            yield told(*where, "name", words=f"another queue is called {queue.name}; give each its own name")
        elif shadow := _shadow(place, queues):
            words = f"no caller comes here: {shadow} takes them all; put this queue above it, or write there: "
            yield told(*where, "name", words=f"{words}overflow: {queue.name}")
        if queue.overflow == queue.name:
            others = [name for name in names if name != queue.name]
            shown = f"write: overflow: {others[0]}" if others else "take the line out"
            yield told(*where, "overflow", words=f"this is the queue itself; {shown}")
        elif queue.overflow and queue.overflow not in names:
            words = f"there is no queue {queue.overflow!r}; write one of: {', '.join(names)}"
            yield told(*where, "overflow", words=words)
        if queue.name not in served and served <= set(names):
            words = "no agent serves this queue; add its name to the queues of an agent in handoff.agents"
            yield told(*where, "name", words=words)


def _shadow(place: int, queues: Sequence[QueueSection]) -> str:
    """The queue above that takes every caller whom this one is for; "" where some are left, or overflow into it."""
    queue = queues[place]
    if any(one.overflow == queue.name for one in queues if one is not queue):
        return ""
    is_last = place == len(queues) - 1  # who fits none comes to it, unless one is for all
    above = (one for one in queues[:place] if _covers(one, queue) and (not is_last or not _conditions(one)))
    return next((one.name for one in above), "")


def _covers(one: QueueSection, other: QueueSection) -> bool:
    """Every caller who fits `other` fits `one`."""
    return all(_within(set(getattr(other, name)), set(getattr(one, name))) for name in _conditions(one))


def _within(inner: Collection[str], outer: Collection[str]) -> bool:
    """Whoever fits the inner condition fits the outer one; an empty one fits everybody."""
    return bool(inner) and set(inner) <= set(outer)


def _conditions(queue: QueueSection) -> tuple[str, ...]:
    """The names of those that a queue really has: all languages are none."""
    named = (name for name in CONDITIONS if getattr(queue, name))
    return tuple(name for name in named if name != "languages" or not _all_languages(queue.languages))


def _all_languages(codes: Collection[str]) -> bool:
    return set(codes) >= set(CODES)


def _agent_number(settings: Sections, number: str) -> Iterator[Told]:
    patterns, where = settings.sip.allowed_numbers, ("handoff", "agent_number")
    if patterns and not any(fnmatchcase(number, pattern) for pattern in patterns):
        yield told(*where, words=f"sip.allowed_numbers does not let calls to it in; add {number!r} there")
    if not any(one.pin for one in settings.handoff.agents):
        words = 'no agent in handoff.agents has a pin, so nobody gets in; add one: pin: "4711"'
        yield told(*where, words=words)
    if settings.sip.account is not None and settings.sip.account.user == number:
        words = f"{number} is what callers dial (sip.account.user): all of them would be asked for a PIN; write another"
        yield told(*where, words=words)
    if number in settings.languages.by_number:
        words = f"{number} is the number of the agents (handoff.agent_number): no caller comes there; take it out"
        yield told("languages", "by_number", number, words=words)


def _numbers_of_agents(settings: Sections) -> Iterator[Told]:
    """Numbers of queues and languages at which no caller arrives."""
    number, allowed = settings.handoff.agent_number, settings.sip.allowed_numbers
    queued = (
        (("handoff", "queues", place, "numbers"), one)
        for place, queue in enumerate(settings.handoff.queues)
        for one in queue.numbers
    )
    spoken = ((("languages", "by_number", one), one) for one in settings.languages.by_number)
    for where, one in (*queued, *spoken):
        plain = not set(one) & set("*?")
        if plain and allowed and not any(fnmatchcase(one, pattern) for pattern in allowed):
            yield told(*where, words=f"sip.allowed_numbers does not let calls to {one} in; add {one!r} there")
        elif number is not None and one != "*" and fnmatchcase(number, one) and (where[0] == "handoff" or not plain):
            words = f"{one} holds {number}, the number of the agents (handoff.agent_number), where no caller comes"
            yield told(*where, words=words)


def _skills(settings: Sections) -> Iterator[Told]:
    """Skills that look like one that callers want, and are none: nobody is ever asked for them."""
    known = sorted(set(SKILLS.values()))
    named = [
        *((("handoff", "agents", place, "skills"), one.skills) for place, one in enumerate(settings.handoff.agents)),
        *((("handoff", "queues", place, "skills"), one.skills) for place, one in enumerate(settings.handoff.queues)),
    ]
    for where, skills in named:
        for name in skills:
            if name not in known and (close := difflib.get_close_matches(name.casefold(), known, n=1)):
                yield told(*where, words=f"no caller is in want of {name!r}; did you mean {close[0]!r}?")


def _staff(settings: Sections, queue: QueueSection) -> list[AgentSection]:
    return [one for one in settings.handoff.agents if not one.queues or queue.name in one.queues]


def _ring(name: str, overflow: dict[str, str]) -> tuple[str, ...]:
    """The queues on the way from one back to it; () where the way ends elsewhere."""
    way = [name]
    while (following := overflow.get(way[-1], "")) and following not in way:
        way.append(following)
    return tuple(way) if following == name else ()


def _transfers(settings: Sections) -> Iterator[Told]:
    """Numbers that agents may send callers to, and nobody knows how to call; and those that mean two things."""
    sent = settings.handoff.transfers
    if sent.numbers and sent.dial is None:
        words = 'numbers are called by dial, which is missing; add: dial: "sip:{number}@ADDRESS-OF-THE-PBX"'
        yield told("handoff", "transfers", "numbers", words=words)
    for number in sorted({one.id for one in settings.handoff.agents} & set(sent.back)):
        words = f"{number} is the id of an agent, too, and leads there; give the way back to the bot another number"
        yield told("handoff", "transfers", "back", words=words)
