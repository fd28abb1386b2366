"""Everything that the golden calls need of Hatef, in one place: where a module moves, only this file follows it."""

from bot.call.agent_port import GatewayAgents
from bot.call.call import Call
from bot.call.context import CallContext
from bot.call.prompt_player import PromptPlayer, Spoken
from bot.crm.sample import build_sample
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Dialogue, RasaDialogue, Reply, Understood
from bot.dialogue.engine import open_dialogue
from bot.journal.writer import Journal
from bot.prompts.load import handoff_sentences, load_prompts
from bot.settings.settings import Settings, load_settings
from bot.skills.runtime.skill import own_slots
from bot.store.database import open_database
from handoff.acd.own.lone import lone_plan, lone_queue
from handoff.acd.own.ring import RingOptions
from handoff.acd.port import Acd
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.desk import Desk
from handoff.options import RingRules
from handoff.sentences import HandoffSentences
from handoff.store import HandoffStore
from handoff.token import TokenMint
from nlu.training.train import Sources, train
from voice.errors import CallFailed, CommandRefused, LegOver, NoAnswer, SpeakerLost
from voice.events import (
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    NoInput,
    OnListenEvent,
    Party,
    TransferUpdate,
    Utterance,
)

__all__ = [
    "Acd",
    "Call",
    "CallFailed",
    "Caller",
    "CommandRefused",
    "Desk",
    "Dialogue",
    "GatewayAgents",
    "HandoffSentences",
    "HandoffStore",
    "Journal",
    "KeyPressed",
    "LegEnded",
    "LegEvent",
    "LegOver",
    "ListenEvent",
    "ListenerLost",
    "PromptPlayer",
    "NoAnswer",
    "NoInput",
    "OnListenEvent",
    "Party",
    "RingOptions",
    "RingRules",
    "lone_plan",
    "lone_queue",
    "RasaDialogue",
    "ReferAcd",
    "ReferOptions",
    "Reply",
    "CallContext",
    "Settings",
    "Sources",
    "Spoken",
    "SpeakerLost",
    "TokenMint",
    "TransferUpdate",
    "Understood",
    "CallerTurn",
    "Utterance",
    "build_sample",
    "handoff_sentences",
    "load_prompts",
    "load_settings",
    "open_database",
    "open_dialogue",
    "own_slots",
    "train",
]
