"""Events of a real Asterisk 22, as it sent them, with the fields that are read and some that are not."""

from handoff.acd.ami.wire import Message, Parser

TOKEN = "abcdefghijklmnopqrstuvwxyz234567"

JOIN = """Event: QueueCallerJoin
Privilege: agent,all
Channel: PJSIP/caller-00000000
CallerIDNum: 09121234567
Context: {context}
Exten: {exten}
Uniqueid: {uniqueid}
Linkedid: 1796058562.0
ChanVariable: HATEF_TOKEN={variable}
Queue: support
Position: 2
Count: 3
"""
BLIND = """Event: BlindTransfer
Privilege: call,all
Result: Success
TransfererChannel: PJSIP/hatef-00000001
TransfererUniqueid: 1796058562.1
TransfereeChannel: PJSIP/caller-00000000
TransfereeUniqueid: 1796058562.0
IsExternal: Yes
Context: from-hatef
Extension: {exten}
"""
AGENT = """Event: {event}
Privilege: agent,all
Channel: PJSIP/caller-00000000
Exten: s
Uniqueid: 1796058562.0
DestChannel: PJSIP/201-00000001
DestUniqueid: 1796058562.7
Queue: support
Interface: PJSIP/201
MemberName: Agent 201
HoldTime: 31
RingTime: 15000
TalkTime: 95
Reason: agent
"""
HANGUP = """Event: Hangup
Uniqueid: {uniqueid}
Cause: 16
"""
PARAMS = """Event: QueueParams
Queue: support
Max: {most}
Strategy: rrmemory
Calls: {calls}
Holdtime: {hold}
TalkTime: {talk}
Completed: 4
"""
MEMBER = """Event: QueueMember
Queue: support
Name: Agent {name}
Location: PJSIP/{name}
StateInterface: PJSIP/{name}
Status: {status}
Paused: {paused}
PausedReason: {reason}
"""
ENTRY = """Event: QueueEntry
Queue: support
Position: {position}
Channel: PJSIP/caller-00000000
Uniqueid: {uniqueid}
"""


def message(text: str, **fields: object) -> Message:
    """One event as the connection gives it."""
    raw = text.format(**fields).replace("\n", "\r\n").encode() + b"\r\n"
    (found,) = Parser().feed(b"Asterisk Call Manager/11.0.0\r\n" + raw)
    return found


def join(exten: str = "s", variable: str = "", uniqueid: str = "1796058562.0") -> Message:
    """A caller is in the queue."""
    return message(JOIN, exten=exten, variable=variable, uniqueid=uniqueid, context="from-hatef")


def agent(event: str) -> Message:
    """An agent is called, answers, …"""
    return message(AGENT, event=event)


def params(calls: int = 0, most: int = 0, hold: int = 0, talk: int = 0) -> Message:
    """The queue itself."""
    return message(PARAMS, calls=calls, most=most, hold=hold, talk=talk)


def member(status: int, name: str = "201", paused: int = 0, reason: str = "") -> Message:
    """One agent of it."""
    return message(MEMBER, status=status, name=name, paused=paused, reason=reason)
