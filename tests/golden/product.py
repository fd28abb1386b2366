"""Everything that the golden calls need of Hatef, in one place: where a module moves, only this file follows it."""

from bot.agent_line import GatewayAgents
from bot.call import Call
from bot.crm.sample import build_sample
from bot.database import open_database
from bot.dialogue import Caller, Dialogue, RasaDialogue, Reply, UserTurn
from bot.engine import open_dialogue
from bot.journal.writer import Journal
from bot.mouth import Mouth, Spoken
from bot.prompts import load_prompts
from bot.rooms import Rooms
from bot.settings import Settings, load_settings
from handoff.acd import Acd
from handoff.desk import Desk
from handoff.queue_acd import QueueAcd, QueueOptions
from handoff.refer_acd import ReferAcd, ReferOptions
from handoff.store import HandoffStore
from handoff.token import TokenMint
from nlu.train import Sources, train
from voice.errors import CallFailed, CommandRefused, LegOver, NoAnswer, SpeakerLost
from voice.events import (
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    NoInput,
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
    "HandoffStore",
    "Journal",
    "KeyPressed",
    "LegEnded",
    "LegEvent",
    "LegOver",
    "ListenEvent",
    "ListenerLost",
    "Mouth",
    "NoAnswer",
    "NoInput",
    "Party",
    "QueueAcd",
    "QueueOptions",
    "RasaDialogue",
    "ReferAcd",
    "ReferOptions",
    "Reply",
    "Rooms",
    "Settings",
    "Sources",
    "Spoken",
    "SpeakerLost",
    "TokenMint",
    "TransferUpdate",
    "UserTurn",
    "Utterance",
    "build_sample",
    "load_prompts",
    "load_settings",
    "open_database",
    "open_dialogue",
    "train",
]
