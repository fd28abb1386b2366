"""What the phone asks of pjsua2."""

import subprocess
import sys

import pytest

from voice import processes
from voice.softphone.settings import account_config, endpoint_config, params


def test_the_endpoint_works_on_the_thread_that_polls_it_and_in_telephone_frames() -> None:
    config = endpoint_config()
    assert (config.uaConfig.threadCnt, config.uaConfig.mainThreadOnly) == (0, True)
    assert (config.medConfig.clockRate, config.medConfig.sndClockRate, config.medConfig.audioFramePtime) == (
        8000,
        8000,
        20,
    )
    assert config.medConfig.channelCount == 1


def test_nothing_is_done_to_the_sound_that_would_change_what_is_measured() -> None:
    media = endpoint_config().medConfig
    assert media.noVad
    assert media.ecTailLen == 0


def test_an_identity_binds_its_sound_to_the_host() -> None:
    config = account_config("sip:a@127.0.0.1", "127.0.0.1", {})
    assert config.idUri == "sip:a@127.0.0.1"
    assert config.mediaConfig.transportConfig.boundAddress == "127.0.0.1"
    assert config.mediaConfig.transportConfig.port == 0
    assert account_config("sip:a@b", "127.0.0.1", {"rtp_port": 4002}).mediaConfig.transportConfig.port == 4002


@pytest.mark.parametrize("code", [0, 180, 200, 486])
def test_an_answer_has_one_stream_of_sound_and_nothing_else(code: int) -> None:
    made = params(code)
    assert made.statusCode == code
    assert (made.opt.audioCount, made.opt.videoCount, getattr(made.opt, "textCount", 0)) == (1, 0, 0)


def test_the_library_says_nothing_on_its_own() -> None:
    """In a process of its own: a library is created once in each."""
    program = (
        "import pjsua2 as pj; from voice.softphone.settings import endpoint_config, silence; silence(); "
        "e = pj.Endpoint(); e.libCreate(); e.libInit(endpoint_config()); import os; os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=processes.environment(), capture_output=True, check=True, timeout=60
    )
    assert done.stdout == b""
