"""The road into the company's own PBX: its manager interface, the watch of its queues, and the way callers take."""

import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import StartError
from bot.settings.settings import Settings
from handoff.acd.ami.connection import AmiAccount
from handoff.acd.ami.link import AmiLink
from handoff.acd.asterisk.acd import AsteriskAcd, Pbx
from handoff.acd.asterisk.attended import AttendedAcd
from handoff.acd.asterisk.followed import FollowedRefer
from handoff.acd.asterisk.redirect import RedirectAcd
from handoff.acd.asterisk.trace import WANTED, ReadToken
from handoff.acd.asterisk.watch import Lost, QueueWatch
from handoff.acd.port import Acd, AgentLine
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.errors import HandoffError, TokenError
from handoff.events import EventKind, HandoffEvent
from handoff.options import AsteriskRules
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint

log = logging.getLogger(__name__)


TOKEN_HEADER, BACK_HEADER = "X-Hatef-Token", "X-Hatef-Back"


@dataclass(frozen=True, slots=True)
class PbxRoad:
    """What `open_pbx` made. `jobs`: what has to run beside calls, and how each is called in the log."""

    mint: TokenMint
    store: HandoffStore
    acds: tuple[Acd, ...] = ()
    jobs: tuple[tuple[Callable[[], Coroutine[Any, Any, None]], str], ...] = ()
    link: AmiLink | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """What leads into the PBX, and is not tried again for whom it gave back."""
        return tuple(acd.name for acd in self.acds)

    async def given_back(self, headers: Mapping[str, str]) -> ContextPacket | None:
        """The packet of a caller whom the PBX's queue did not serve and sends back to us; None of any other call."""
        if BACK_HEADER not in headers or TOKEN_HEADER not in headers:
            return None
        try:
            return await self.store.get(self.mint.read(headers[TOKEN_HEADER].strip(), int(time.time())))
        except HandoffError as error:
            log.warning("a caller whom the PBX gave back is greeted as a new one: %s", error)
            return None


def open_pbx(
    settings: Settings, store: HandoffStore, mint: TokenMint, sentences: HandoffSentences, agents: AgentLine
) -> PbxRoad:
    """By REFER alone where no manager interface is set; nothing where no PBX is. Raises StartError: no secret."""
    options = settings.handoff
    refer = None if options.target is None else ReferAcd(ReferOptions(options.target, options), sentences)
    if (rules := options.asterisk) is None:
        return PbxRoad(mint, store, () if refer is None else (refer,))
    if not settings.secrets.ami_secret:
        raise StartError("handoff.asterisk is set but HATEF_AMI_SECRET is not; export it before `hatef serve`")
    watch = QueueWatch(store.note_event, reader(mint), lost_to(store))
    link = AmiLink(account_of(rules, settings.secrets.ami_secret), watch.take, watch.catch_up)
    pbx = Pbx(link, watch, rules)
    way = _way(pbx, refer, agents, sentences, settings.language)
    return PbxRoad(
        mint,
        store,
        (AsteriskAcd(pbx, way, sentences),),
        ((link.run, "the link to the PBX's manager interface"), (watch.run, "the watch of the PBX's queues")),
        link,
    )


def account_of(rules: AsteriskRules, secret: str) -> AmiAccount:
    """Where the manager interface is, and as whom to log in."""
    host, port = rules.address
    return AmiAccount(host, port, rules.user, secret, wanted=WANTED)


def reader(mint: TokenMint) -> ReadToken:
    """The packet of a token that a PBX tells of. How old it is does not matter: a PBX is no stranger."""

    def read(token: str) -> str | None:
        try:
            return mint.read(token, 0)
        except TokenError:
            return None

    return read


def lost_to(store: HandoffStore) -> Lost:
    """A caller who was lost with the PBX becomes a call-back."""

    async def lost(packet_id: str, why: str) -> None:
        await store.note_event(packet_id, HandoffEvent(EventKind.NOTE, "asterisk", text=why))
        await store.move(packet_id, State.FAILED, why)
        if (await store.get(packet_id)).caller.reachable:
            await store.move(packet_id, State.CALLBACK, why)

    return lost


def _way(pbx: Pbx, refer: ReferAcd | None, agents: AgentLine, sentences: HandoffSentences, language: str) -> Acd:
    transfer = pbx.rules.transfer
    if transfer == "redirect":
        return RedirectAcd(pbx, refer and FollowedRefer(refer, pbx.watch))
    if refer is None:
        raise StartError(f"handoff.asterisk.transfer: {transfer} needs handoff.target")
    if transfer == "refer":
        return FollowedRefer(refer, pbx.watch)
    # `agents` are spoken to in the language of the house, so the whisper has to be in it.
    return AttendedAcd(agents, refer, pbx, sentences, language=language)
