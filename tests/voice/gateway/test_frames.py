"""Both ways to move a frame, on real pjsua2 frames."""

import pjsua2 as pj
import pytest

from voice.gateway.frames import FrameAccess, OwnBuildFrames, WheelFrames, frame_access

PCM = bytes(range(256)) + bytes(64)
WAYS = [WheelFrames()] + ([OwnBuildFrames()] if hasattr(pj.ByteVector, "assign_from_bytes") else [])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_what_is_written_is_read_back(way: FrameAccess) -> None:
    frame = pj.MediaFrame()
    way.write(frame, PCM)
    assert frame.size == len(PCM)
    assert way.read(frame) == PCM
    assert bytes(frame.buf) == PCM


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_an_empty_frame(way: FrameAccess) -> None:
    assert way.read(pj.MediaFrame()) == b""


def test_the_ways_read_each_other() -> None:
    frame = pj.MediaFrame()
    for writer in WAYS:
        for reader in WAYS:
            writer.write(frame, PCM)
            assert reader.read(frame) == PCM


def test_the_fast_way_is_chosen_where_there_is_one() -> None:
    class Old:
        pass

    class New:
        assign_from_bytes = None

    assert isinstance(frame_access(Old), WheelFrames)
    assert isinstance(frame_access(New), OwnBuildFrames)
