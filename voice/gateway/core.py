"""The C core below pjsua2, where pjsua2 itself has no hook: each request before the stack answers it, and packets that
the parser threw away. By ctypes, on the SIP thread only.

Only two things of pjsip's memory are touched, both unchanged since its version 1.0: `pjsip_module` (sip_module.h) and
the head of a header list. What a request says comes from pjsua2: `pjsua_acc_find_for_incoming` makes it call
`Endpoint.onSelectAccount`, which holds the message and its source.
"""

import ctypes
import ipaddress
import logging
import socket
import struct
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from voice.gateway.guard import Guard
from voice.gateway.request_timeouts import outlive_timeouts
from voice.gateway.screening import Answer, Rebuke, Verdict

log = logging.getLogger("voice.gateway")

AFTER_TRANSACTIONS = 20  # between PJSIP_MOD_PRIORITY_TSX_LAYER, which absorbs retransmissions, and _UA_PROXY_LAYER
BEFORE_TRANSACTIONS = 12  # between PJSIP_MOD_PRIORITY_TRANSPORT_LAYER and _TSX_LAYER
NO_SUBSCRIPTION = b"Response msg 481/NOTIFY/"
_TAKEN, _NOT_MINE = 1, 0
_PENDING = 70002  # PJ_EPENDING: on its way
_UDP, _TCP, _IPV6 = 1, 2, 128  # pjsip_transport_type_e
_BY_TRANSPORT = 1  # PJSIP_TPSELECTOR_TRANSPORT

_OnRequest = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class _Text(ctypes.Structure):
    """pj_str_t."""

    _fields_ = (("ptr", ctypes.c_char_p), ("length", ctypes.c_ssize_t))


class _Module(ctypes.Structure):
    """pjsip_module."""

    _fields_ = (
        *(("prev", ctypes.c_void_p), ("next", ctypes.c_void_p)),
        *(("name", _Text), ("id", ctypes.c_int), ("priority", ctypes.c_int)),
        *((name, ctypes.c_void_p) for name in ("load", "start", "stop", "unload")),
        ("on_rx_request", _OnRequest),
        *((name, ctypes.c_void_p) for name in ("on_rx_response", "on_tx_request", "on_tx_response", "on_tsx_state")),
    )


class _Dropped(ctypes.Structure):
    """pjsip_tp_dropped_data."""

    _fields_ = (
        *(("transport", ctypes.c_void_p), ("data", ctypes.c_void_p), ("length", ctypes.c_size_t)),
        ("status", ctypes.c_int),
    )


class _Selector(ctypes.Structure):
    """pjsip_tpselector."""

    _fields_ = (("kind", ctypes.c_int), ("no_reuse", ctypes.c_int), ("transport", ctypes.c_void_p))


class _Link(ctypes.Structure):
    """What every pjlib list node, and so every pjsip_hdr, begins with."""


_Link._fields_ = (("prev", ctypes.POINTER(_Link)), ("next", ctypes.POINTER(_Link)))
_OnDropped = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Dropped))


_NEEDED = (
    *("pjsip_endpt_register_module", "pjsip_endpt_unregister_module", "pjsip_endpt_respond_stateless"),
    *("pjsip_endpt_send_raw", "pjsip_endpt_get_tpmgr", "pjsip_tpmgr_set_drop_data_cb"),
    *("pjsip_generic_string_hdr_create",),
    *("pjsua_acc_find_for_incoming", "pjsua_get_pjsip_endpt", "pjsua_pool_create", "pj_pool_release"),
)
_POINTERS = (
    *("pjsua_get_pjsip_endpt", "pjsip_endpt_get_tpmgr", "pjsua_pool_create", "pjsip_generic_string_hdr_create"),
    "pjsip_ua_find_dialog",
)

Judge = Callable[[str, str], Verdict]  # a raw request and its source, "192.0.2.7:5060"


class Core:
    """Asks `judge` about each request and `rebuke` about each packet that is none; see `voice.gateway.screening`."""

    def __init__(self, judge: Judge, rebuke: Callable[[bytes], Rebuke | None]) -> None:
        self._judge = judge
        self._rebuke = rebuke
        self._guard = Guard("the screening of a request")
        self._seen: tuple[str, str] | None = None  # the request in hand and its source
        self._on_request = _OnRequest(self._request)  # held here: C keeps their addresses
        self._on_dropped = _OnDropped(self._dropped)
        self._name = b"hatef-screen"
        self._module = _Module(
            name=_Text(self._name, len(self._name)), id=-1, priority=AFTER_TRANSACTIONS, on_rx_request=self._on_request
        )
        self._on_response = _OnRequest(self._response)
        self._ear_name = b"hatef-notify"
        self._ear = _Module(
            name=_Text(self._ear_name, len(self._ear_name)),
            id=-1,
            priority=BEFORE_TRANSACTIONS,
            on_rx_response=ctypes.cast(self._on_response, ctypes.c_void_p),
        )
        self._library: Any = None
        self._keeps_calls = False  # when a far side knows nothing of our NOTIFY
        self._pool = ctypes.c_void_p()  # of the headers
        self._headers: dict[tuple[str, str], ctypes._Pointer[_Link]] = {}

    def open(self) -> None:
        """Take a place in the running library; one that hides its C core is used without screening."""
        library = ctypes.CDLL(pj._pjsua2.__file__)
        outlives = outlive_timeouts(library)
        self._keeps_calls = outlives and hasattr(library, "pjsip_rx_data_get_info")
        if missing := [name for name in _NEEDED if not hasattr(library, name)]:
            log.warning("this build of pjsua2 hides %s: strangers' OPTIONS are answered by the SIP library", missing[0])
            return
        for name in filter(lambda name: hasattr(library, name), _POINTERS):
            getattr(library, name).restype = ctypes.c_void_p
        self._library = library
        self._pool = ctypes.c_void_p(library.pjsua_pool_create(self._name, 1024, 1024))
        endpoint = self._endpoint()
        library.pjsip_endpt_register_module(endpoint, ctypes.byref(self._module))
        if self._keeps_calls:
            library.pjsip_rx_data_get_info.restype = ctypes.c_char_p
            library.pjsip_endpt_register_module(endpoint, ctypes.byref(self._ear))
        manager = ctypes.c_void_p(library.pjsip_endpt_get_tpmgr(endpoint))
        library.pjsip_tpmgr_set_drop_data_cb(manager, self._on_dropped)

    def close(self) -> None:
        """Leave it again, before the library ends."""
        library, self._library = self._library, None
        if library is not None:
            endpoint = ctypes.c_void_p(library.pjsua_get_pjsip_endpt())
            library.pjsip_tpmgr_set_drop_data_cb(ctypes.c_void_p(library.pjsip_endpt_get_tpmgr(endpoint)), None)
            library.pjsip_endpt_unregister_module(endpoint, ctypes.byref(self._module))
            if self._keeps_calls:
                library.pjsip_endpt_unregister_module(endpoint, ctypes.byref(self._ear))
            self._headers.clear()
            library.pj_pool_release(self._pool)

    def saw(self, message: str, source: str) -> None:
        """pjsua2 tells which request is in hand: `Endpoint.onSelectAccount`."""
        self._seen = message, source

    def knows_dialog(self, call_id: str, own_tag: str, far_tag: str) -> bool:
        """Whether a live dialog has this name (RFC 3261 section 12); False where the library cannot say."""
        if self._library is None or not hasattr(self._library, "pjsip_ua_find_dialog"):
            return False
        names = (ctypes.byref(_text(name)) for name in (call_id, own_tag, far_tag))
        return bool(self._library.pjsip_ua_find_dialog(*names, 0))

    def _endpoint(self) -> ctypes.c_void_p:
        return ctypes.c_void_p(self._library.pjsua_get_pjsip_endpt())

    def _request(self, rdata: int) -> int:
        """on_rx_request of our module."""
        with self._guard:
            self._seen = None
            self._library.pjsua_acc_find_for_incoming(ctypes.c_void_p(rdata))
            verdict = self._judge(*self._seen) if self._seen is not None else "pass"
            if isinstance(verdict, Answer):
                self._respond(rdata, verdict)
            return _NOT_MINE if verdict == "pass" else _TAKEN
        return _NOT_MINE

    def _response(self, rdata: int) -> int:
        """on_rx_response of our second module: a NOTIFY that nobody waits for is no end of the call (RFC 5057 5.1).

        pjsip would hang up; a NOTIFY without an answer it gives up.
        """
        with self._guard:
            info = self._library.pjsip_rx_data_get_info(ctypes.c_void_p(rdata))
            return _TAKEN if info.startswith(NO_SUBSCRIPTION) else _NOT_MINE
        return _NOT_MINE

    def _respond(self, rdata: int, answer: Answer) -> None:
        reason = _text(answer.reason)
        head = _Link()
        links = [ctypes.pointer(head), *(self._header(*field) for field in answer.headers)]
        for link, after in zip(links, [*links[1:], links[0]], strict=True):
            link.contents.next, after.contents.prev = after, link
        self._library.pjsip_endpt_respond_stateless(
            self._endpoint(), ctypes.c_void_p(rdata), answer.sip_code, ctypes.byref(reason), ctypes.byref(head), None
        )

    def _header(self, name: str, value: str) -> "ctypes._Pointer[_Link]":
        """A header, made once: a response that waits for a name server still points to it."""
        if (name, value) not in self._headers:
            texts = ctypes.byref(_text(name)), ctypes.byref(_text(value))
            made = self._library.pjsip_generic_string_hdr_create(self._pool, *texts)
            self._headers[name, value] = ctypes.cast(made, ctypes.POINTER(_Link))
        return self._headers[name, value]

    def _dropped(self, data: "ctypes._Pointer[_Dropped]") -> None:
        """pjsip_tp_on_rx_dropped_cb: the parser gave a packet up."""
        with self._guard:
            dropped = data.contents
            answer = self._rebuke(ctypes.string_at(dropped.data, dropped.length))
            if answer is not None:
                self._send(answer, dropped.transport)

    def _send(self, answer: Rebuke, transport: int) -> None:
        """By the transport the packet came on; its type is not told, and a wrong one is refused."""
        selector = _Selector(_BY_TRANSPORT, 0, transport)
        address, family = _sockaddr(answer.host, answer.port)
        for kind in (_UDP | family, _TCP | family):
            status = self._library.pjsip_endpt_send_raw(
                *(self._endpoint(), kind, ctypes.byref(selector), answer.packet, ctypes.c_size_t(len(answer.packet))),
                *(address, len(address), None, None),
            )
            if status in (0, _PENDING):
                return


def _text(value: str) -> _Text:
    raw = value.encode()
    return _Text(raw, len(raw))


def _sockaddr(host: str, port: int) -> tuple[bytes, int]:
    """sockaddr_in or sockaddr_in6 as Linux has it, and the flag of the family in a transport's type."""
    address = ipaddress.ip_address(host)
    if address.version == 4:
        return struct.pack("=H", socket.AF_INET) + struct.pack(">H", port) + address.packed + bytes(8), 0
    return struct.pack("=H", socket.AF_INET6) + struct.pack(">HI", port, 0) + address.packed + bytes(4), _IPV6
