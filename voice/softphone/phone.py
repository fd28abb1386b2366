"""The phone: an endpoint, one or two accounts, many calls, and the commands that drive them."""

import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pjsua2 as pj

from voice.softphone.call import PhoneCall
from voice.softphone.settings import account_config, endpoint_config, params, silence
from voice.softphone.sound import WavProblem, read_wav

CODECS = {"PCMA": "PCMA/8000", "PCMU": "PCMU/8000", "G722": "G722/16000"}
Command = dict[str, Any]
PORT_TRIES = 20


class BadCommand(Exception):
    """A command that cannot be done; the text is sent back as an error event."""


class PhoneAccount(pj.Account):  # type: ignore[misc]  # pjsua2 has no type information
    """An identity of the phone."""

    def __init__(self, phone: "Phone") -> None:
        super().__init__()
        self._phone = phone

    def onIncomingCall(self, prm: Any) -> None:
        """Ring."""
        self._phone.ring(self, prm)

    def onRegState(self, prm: Any) -> None:
        """Registered or refused."""
        self._phone.emit("registered", code=int(prm.code), active=prm.expiration > 0 and prm.code // 100 == 2)


class Phone:
    """Everything runs on the thread that made it."""

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        self._write = write
        self._endpoint = pj.Endpoint()
        self._accounts: list[PhoneAccount] = []
        self._calls: dict[str, PhoneCall] = {}  # until DISCONNECTED
        self._late: list[tuple[float, PhoneCall]] = []  # calls to answer at a time
        self._again: list[Command] = []  # re-INVITEs that wait for another
        self._names = itertools.count(1)
        self._options: Command = {}
        self._port = 0
        self.follow_refer = False
        self.done = False

    def emit(self, event: str, **facts: Any) -> None:
        """Report an event."""
        facts.setdefault("t", time.monotonic())
        self._write({"event": event, **facts})

    def do(self, command: Command) -> None:
        """Carry out one command; raises BadCommand."""
        action = getattr(self, f"_do_{command.get('do', '')}", None)
        if action is None:
            raise BadCommand(f"unknown command {command.get('do')!r}")
        if not self._accounts and command["do"] not in ("listen", "quit"):
            raise BadCommand("the first command must be listen")
        try:
            action(command)
        except KeyError as error:
            raise BadCommand(f"{command['do']}: {error} is missing or unknown") from error
        except pj.Error as error:
            if not self._put_off(command):
                raise BadCommand(f"{command['do']}: {error.reason}") from None
        except WavProblem as error:
            raise BadCommand(str(error)) from error

    def work(self, wait_ms: int) -> None:
        """One turn of the main loop."""
        if not self._accounts:
            time.sleep(wait_ms / 1000)
            return
        self._endpoint.libHandleEvents(wait_ms)
        for call in list(self._calls.values()):
            call.work()
        self._do_again()
        now_s = time.monotonic()
        due = [call for at_s, call in self._late if at_s <= now_s]
        self._late = [(at_s, call) for at_s, call in self._late if at_s > now_s]
        for call in due:
            if not call.over:
                call.answer(params(200))

    def close(self) -> None:
        """Hang up, unregister, end the library."""
        if not self._accounts:
            return
        for call in list(self._calls.values()):
            call.hangup(params(0))
        deadline_s = time.monotonic() + 0.5
        while self._calls and time.monotonic() < deadline_s:
            self._endpoint.libHandleEvents(10)
        self._endpoint.libHandleEvents(50)
        for account in self._accounts:
            account.shutdown()
        self._endpoint.libHandleEvents(50)
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_RX_MSG)

    # --- for calls and accounts ---------------------------------------------------------------------------------

    def ring(self, account: PhoneAccount, prm: Any) -> None:
        """An INVITE came."""
        call = PhoneCall(account, prm.callId, self._name(), self)
        self._calls[call.name] = call
        message = prm.rdata.wholeMsg
        headers = dict(re.findall(r"(?im)^(X-[^:\r\n]+|User-to-User|Call-ID)[ \t]*:[ \t]*([^\r\n]*)", message))
        called = re.match(r"INVITE sips?:([^@; ]*)", message)
        info = call.getInfo()
        self.emit(
            "incoming", id=call.name, called=called[1] if called else "", headers=headers, **{"from": info.remoteUri}
        )
        if self._options.get("refuse_with"):
            call.hangup(params(self._options["refuse_with"]))
            return
        call.answer(params(180))
        if self._options.get("auto_answer"):
            self._late.append((time.monotonic() + self._options.get("answer_after_ms", 0) / 1000, call))

    def forget(self, call: PhoneCall) -> None:
        """A call is over."""
        self._calls.pop(call.name, None)

    def adopt(self, parent: PhoneCall) -> PhoneCall:
        """The new call of a REFER that is followed."""
        call = PhoneCall(parent.account, pj.PJSUA_INVALID_ID, self._name(), self)
        self._calls[call.name] = call
        self.emit("calling", id=call.name, instead_of=parent.name)
        return call

    # --- commands -----------------------------------------------------------------------------------------------

    def _do_listen(self, command: Command) -> None:
        self._options = command
        self.follow_refer = bool(command.get("follow_refer"))
        host = command.get("host", "127.0.0.1")
        silence()
        self._endpoint.libCreate()
        self._endpoint.libInit(endpoint_config())
        self._port = self._open_transports(host, command.get("port", 0))
        self._endpoint.libStart()
        self._endpoint.audDevManager().setNullDev()
        self._choose_codecs(command.get("codecs", list(CODECS)))
        self._open_account(account_config(f"sip:{command.get('user', 'phone')}@{host}:{self._port}", host, command))
        self.emit("listening", port=self._port)

    def _do_register(self, command: Command) -> None:
        domain = command["registrar"].partition(":")[2].partition(";")[0]
        config = account_config(f"sip:{command['user']}@{domain}", self._options.get("host", "127.0.0.1"), command)
        config.regConfig.registrarUri = command["registrar"]
        credentials = pj.AuthCredInfo("digest", "*", command["user"], 0, command.get("password", ""))
        config.sipConfig.authCreds.append(credentials)
        self._open_account(config)

    def _do_call(self, command: Command) -> None:
        uri = command["uri"]
        call = PhoneCall(self._accounts[-1], pj.PJSUA_INVALID_ID, str(command.get("id") or self._name()), self)
        self._calls[call.name] = call
        made = params(0)
        fields = pj.SipHeaderVector()
        for name, value in command.get("headers", {}).items():
            field = pj.SipHeader()
            field.hName, field.hValue = name, value
            fields.append(field)
        made.txOption.headers = fields
        self.emit("calling", id=call.name)
        try:
            call.place(uri, made)
        except pj.Error:
            self.forget(call)  # it never was one: nobody could hang it up
            raise

    def _do_answer(self, command: Command) -> None:
        self._call(command).answer(params(200))

    def _do_ring(self, command: Command) -> None:
        self._call(command).answer(params(180))

    def _do_hangup(self, command: Command) -> None:
        self._call(command).hangup(params(command.get("code", 0)))

    def _do_codecs(self, command: Command) -> None:
        self._choose_codecs(command["codecs"])

    def _do_hold(self, command: Command) -> None:
        self._call(command).setHold(params(0))

    def _do_resume(self, command: Command) -> None:
        made = params(0)
        made.opt.flag = pj.PJSUA_CALL_UNHOLD
        self._call(command).reinvite(made)

    def _do_dtmf(self, command: Command) -> None:
        call = self._call(command)
        call.send_digits(command["digits"], command.get("method", "rfc4733"))
        self.emit("dtmf_sent", id=call.name, digits=command["digits"])

    def _do_play(self, command: Command) -> None:
        self._call(command).play(command["file"], read_wav(Path(command["file"])))

    def _do_record(self, command: Command) -> None:
        self._call(command).record(Path(command["file"]))

    def _do_refer(self, command: Command) -> None:
        self._call(command).xfer(command["target"], params(0))

    def _do_stats(self, command: Command) -> None:
        call = self._call(command)
        self.emit("stats", id=call.name, frames=call.sound.frames, late=call.sound.late, codec=call.codec)

    def _do_quit(self, command: Command) -> None:
        self.done = True

    # --- inside -------------------------------------------------------------------------------------------------

    def _put_off(self, command: Command) -> bool:
        """Keep a re-INVITE that came while another is unanswered, for a second; whether it was kept."""
        now_s = time.monotonic()
        if command["do"] not in ("hold", "resume") or now_s > command.setdefault("until", now_s + 1.0):
            return False
        self._again.append(command)
        return True

    def _do_again(self) -> None:
        waiting, self._again = self._again, []
        for command in waiting:
            try:
                self.do(command)
            except BadCommand as error:
                self.emit("error", message=str(error))

    def _call(self, command: Command) -> PhoneCall:
        if not self._calls:
            raise BadCommand(f"{command['do']}: there is no call")
        return self._calls[str(command["id"])] if "id" in command else next(reversed(self._calls.values()))

    def _name(self) -> str:
        return f"c{next(self._names)}"

    def _open_transports(self, host: str, port: int) -> int:
        """UDP and TCP on one port. A port that is free for UDP may be taken for TCP: where any will do, try again."""
        config = pj.TransportConfig()
        config.boundAddress = host
        for tries_left in reversed(range(PORT_TRIES if port == 0 else 1)):
            config.port = port
            udp = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, config)
            config.port = int(self._endpoint.transportGetInfo(udp).localName.rpartition(":")[2])
            try:
                self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, config)
                break
            except pj.Error:
                if not tries_left:
                    raise
                self._endpoint.transportClose(udp)
        return int(config.port)

    def _choose_codecs(self, names: list[str]) -> None:
        for codec in self._endpoint.codecEnum2():
            self._endpoint.codecSetPriority(codec.codecId, 0)
        for rank, name in enumerate(names):
            self._endpoint.codecSetPriority(CODECS[name], 255 - rank)

    def _open_account(self, config: Any) -> None:
        account = PhoneAccount(self)
        account.create(config, True)
        self._accounts.append(account)
