"""A request inside a call that nobody answers ends that request, and not the call.

pjsip ends the call (RFC 3261 section 12.2.1.2), 32 s after a REFER or OPTIONS that a PBX or its firewall swallowed,
while both people talk. Whether the far side still lives, `life.py` decides by all that comes from it. Refreshes by
session timer (RFC 4028) end their call as before.
"""

import ctypes
import logging
from typing import Any

log = logging.getLogger("voice.gateway")

CLOCK_MS = (500, 4000, 5000, 32000)  # T1, T2, T4 and TD as pjsip is shipped


class _Configuration(ctypes.Structure):
    """The head of pjsip_cfg_t (sip_config.h), the same since pjsip 2.10."""

    _fields_ = (
        ("switches", ctypes.c_int * 12),
        ("keep_inv_after_tsx_timeout", ctypes.c_int),
        ("most_transactions", ctypes.c_uint),
        ("clock_ms", ctypes.c_uint * len(CLOCK_MS)),
    )


def outlive_timeouts(library: Any) -> bool:
    """Have calls outlive such requests; False, and a warning, where the library cannot be told to."""
    try:
        configuration = _Configuration.in_dll(library, "pjsip_sip_cfg_var")
    except ValueError:
        configuration = None
    # Its clock tells whether this is the structure that we know.
    if configuration is None or tuple(configuration.clock_ms) != CLOCK_MS:
        log.warning("this build of pjsua2 ends a call 32 s after a REFER or OPTIONS that a PBX does not answer")
        return False
    configuration.keep_inv_after_tsx_timeout = 1
    return True
