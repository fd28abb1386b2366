"""What the phone sets in pjsua2."""

import ctypes
from typing import Any

import pjsua2 as pj


def silence() -> None:
    """Set pjlib's own log to nothing: libCreate writes to stdout before any setting can be made."""
    try:
        ctypes.CDLL(pj._pjsua2.__file__).pj_log_set_level(0)
    except (OSError, AttributeError):
        return


def endpoint_config() -> Any:
    """A silent endpoint that works on the thread that polls it."""
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = 64
    config.uaConfig.userAgent = "Hatef softphone"
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.medConfig.clockRate = config.medConfig.sndClockRate = 8000
    config.medConfig.audioFramePtime = 20
    config.medConfig.channelCount = 1
    config.medConfig.noVad = True
    config.medConfig.ecTailLen = 0
    return config


def account_config(identity: str, host: str, command: dict[str, Any]) -> Any:
    """An identity whose RTP is bound to `host`."""
    config = pj.AccountConfig()
    config.idUri = identity
    config.mediaConfig.lockCodecEnabled = False
    config.mediaConfig.transportConfig.boundAddress = host
    config.mediaConfig.transportConfig.port = command.get("rtp_port", 0)
    return config


def params(code: int) -> Any:
    """Parameters of an answer or request with one audio stream."""
    made = pj.CallOpParam(True)
    made.statusCode = code
    made.opt.audioCount = 1
    made.opt.videoCount = 0
    if hasattr(made.opt, "textCount"):
        made.opt.textCount = 0
    return made
