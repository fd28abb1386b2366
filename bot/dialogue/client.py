"""The dialogue engine as the call sees it: one turn in, one reply out. Rasa stands behind it over HTTP."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, Protocol, get_args

import httpx

from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.suggestions import NOTHING_FOUND, Found, Suggestions
from bot.errors import DialogueBadAnswer, DialogueUnavailable
from voice.keep import KeptChild

Expect = Literal["general", "digits", "yesno", "date", "free"]
"""Kinds of answers that are listened for; "date" are times of day too, "free" any text that is kept as it is."""
SESSION_START = "/session_start"
BUSY_TIMES = 6
"""So many times as long as usual is a server awaited that is only busy."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the engine takes a turn for: the likeliest intent first, each with its confidence, 0 to 1."""

    ranking: tuple[tuple[str, float], ...] = ()

    @property
    def intent(self) -> str:
        """The likeliest; "": none."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """Of the likeliest."""
        return self.ranking[0][1] if self.ranking else 0.0


@dataclass(frozen=True, slots=True)
class HandoffWish:
    """The dialogue asks for a human."""

    reason: str
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A record of the company's that the call is about: «order», and its key."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class ToldFact:
    """What the company's records say: of what kind («order»), its value («shipped»), and which record it is about."""

    name: str
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot does next: say, ask for a kind of answer, hand over or say goodbye."""

    texts: tuple[str, ...] = ()
    expect: Expect = "general"
    length: int = 0
    """So many digits are asked for, 0: not known."""
    asks: str = ""
    """The name of what is asked for («national_id»), where the skill says it."""
    wait_s: float = 0.0
    """How long the caller may be silent before it is remarked on; 0: as long as `expect` says."""
    handoff: HandoffWish | None = None
    hangup: bool = False
    intent: str = ""
    intent_confidence: float = 1.0
    slots: Mapping[str, Any] = field(default_factory=dict)
    settled: bool = True
    """The skill has told what was wanted, and not why it may not or cannot."""
    links: tuple[Link, ...] = ()
    """What the caller was told about."""
    facts: tuple[ToldFact, ...] = ()
    """What the answer rests on."""
    sure: float | None = None
    """How sure the call was of what the caller wanted, 0 to 1; None: keys, silence, or it was not judged."""
    told: bool = False
    """It answers what the caller wanted; otherwise he is asked about it, asked again, or greeted."""

    @property
    def expects_anything(self) -> bool:
        """No kind of answer is asked for that is easier to hear than any sentence."""
        return self.expect == "general"

    @property
    def is_empty(self) -> bool:
        """Nothing to say and nothing to do: a broken turn."""
        return not self.texts and self.handoff is None and not self.hangup


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls and in which language, as the dialogue is told at the start."""

    call_id: str
    number: str
    called: str
    language: str


class Dialogue(Protocol):
    """A conversation engine; one instance serves every call."""

    async def start(self, caller: Caller) -> Reply:
        """Open the conversation of one call and greet.

        Raises:
            DialogueUnavailable: no answer in time. DialogueBadAnswer: an answer that cannot be used.
        """
        ...

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        """What a turn would be taken for; the conversation does not come to know of it. Raises as `start` does."""
        ...

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        """One turn of one call; raises as `start` does."""
        ...


class RasaDialogue:
    """Rasa (OSS or Pro) through our connector `nlu.rasa.connector.HatefInput`.

    An answer is awaited for `timeout_s`, and `BUSY_TIMES` as long while `lives` says that the server is only busy.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        token: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        lives: Callable[[], bool] = lambda: False,
        children: Mapping[str, KeptChild] = MappingProxyType({}),
        suggestions: Suggestions | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout_s = timeout_s
        self._lives = lives
        self._suggestions = suggestions
        self.children = children
        """What runs for it as our child, by name."""
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=BUSY_TIMES * timeout_s,
            limits=httpx.Limits(max_connections=None),  # a call must not wait for another's answer
            headers=headers,
            transport=transport,
            trust_env=False,
        )

    async def start(self, caller: Caller) -> Reply:
        """See `Dialogue.start`."""
        return parse_reply(await self._post("webhook", caller, SESSION_START, {}))

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        """See `Dialogue.understand`."""
        return parse_understood(await self._post("understand", caller, *said.pack()))

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        """See `Dialogue.turn`."""
        return parse_reply(await self._post("webhook", caller, *said.pack()))

    async def suggest(self, intents: Sequence[str], slots: Mapping[str, Any], texts: Sequence[str] = ()) -> Found:
        """See `Suggestions.suggest`; nothing where nobody can be asked."""
        return NOTHING_FOUND if self._suggestions is None else await self._suggestions.suggest(intents, slots, texts)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _post(self, what: str, caller: Caller, text: str, more: Mapping[str, Any]) -> object:
        metadata = {"language": caller.language, "caller": caller.number, "called": caller.called, **more}
        body = {"sender": caller.call_id, "text": text, "metadata": metadata}
        try:
            answer = await self._patiently(self._http.post(f"/webhooks/hatef/{what}", json=body))
            answer.raise_for_status()
            return answer.json()
        except httpx.HTTPStatusError as error:
            raise DialogueBadAnswer(f"HTTP status {error.response.status_code}") from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise DialogueUnavailable(type(error).__name__) from error
        except ValueError as error:
            raise DialogueBadAnswer("the body is not JSON") from error

    async def _patiently(self, question: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
        """The answer. Raises TimeoutError when there is none and it is not worth waiting for."""
        asking = asyncio.ensure_future(question)
        try:
            for _ in range(BUSY_TIMES):
                await asyncio.wait({asking}, timeout=self._timeout_s)
                if asking.done() or not self._lives():
                    break
            if not asking.done():
                raise TimeoutError
            return asking.result()
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)


def parse_understood(body: object) -> Understood:
    """The connector's JSON as `Understood`.

    Raises:
        DialogueBadAnswer: it holds no ranking of intents.
    """
    ranking = body.get("ranking") if isinstance(body, dict) else None
    if not isinstance(ranking, list):
        raise DialogueBadAnswer("'ranking' is missing")
    try:
        return Understood(tuple((str(one["name"] or ""), float(one["confidence"])) for one in ranking))
    except (KeyError, TypeError, ValueError) as error:
        raise DialogueBadAnswer("an intent of 'ranking' has no name and confidence") from error


def parse_reply(body: object) -> Reply:
    """The connector's JSON as a `Reply`.

    Raises:
        DialogueBadAnswer: a part has the wrong shape.
    """
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        raise DialogueBadAnswer("'messages' is missing")
    texts: list[str] = []
    custom: dict[str, Any] = {}
    links: list[Link] = []
    facts: list[ToldFact] = []
    for message in body["messages"]:
        if not isinstance(message, dict):
            raise DialogueBadAnswer("a message is not an object")
        if text := message.get("text"):
            texts.append(str(text))
        payload = message.get("custom")
        if isinstance(payload, dict):
            custom.update(payload)
            links += [_link(payload["link"])] if "link" in payload else []
            facts += [_fact(payload["fact"])] if "fact" in payload else []
    told = custom.get("expect")
    expected = told if isinstance(told, dict) else {"kind": told}
    intent = body.get("intent") or {}
    return Reply(
        texts=tuple(texts),
        expect=next((known for known in get_args(Expect) if known == expected.get("kind")), "general"),
        length=int(expected.get("length") or 0),
        asks=str(expected.get("key") or ""),
        wait_s=float(custom.get("wait_s") or 0.0),
        handoff=_wish(custom.get("handoff")),
        hangup=bool(custom.get("hangup", False)),
        intent=str(intent.get("name") or ""),
        intent_confidence=float(intent.get("confidence") or 0.0),
        slots=dict(body.get("slots") or {}),
        settled=custom.get("settled") is not False,
        links=tuple(links),
        facts=tuple(facts),
    )


def _wish(payload: object) -> HandoffWish | None:
    return (
        HandoffWish(str(payload.get("reason", "")), str(payload.get("skill", "")))
        if isinstance(payload, dict)
        else None
    )


def _link(payload: object) -> Link:
    if not isinstance(payload, dict) or not payload.get("kind") or not payload.get("key"):
        raise DialogueBadAnswer("a link has no kind and key")
    return Link(str(payload["kind"]), str(payload["key"]))


def _fact(payload: object) -> ToldFact:
    if not isinstance(payload, dict) or not payload.get("name") or payload.get("value") in (None, ""):
        raise DialogueBadAnswer("a fact has no name and value")
    return ToldFact(str(payload["name"]), str(payload["value"]), str(payload.get("about") or ""))
