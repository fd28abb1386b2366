"""Sound as bytes and files: the same sample for sample, in every format that is offered."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.recordings.sound import FORMATS, SoundRefused, pack_sound, parse_sound, write_file
from tests.bot.recordings.made import ticks
from voice.gateway.tap import stereo


def test_there_and_back_sample_for_sample() -> None:
    sound = np.random.default_rng(1).integers(-32_768, 32_767, (16_000, 2), dtype=np.int16)
    assert (parse_sound(pack_sound(sound)) == sound).all()


def test_a_piece_of_silence_costs_next_to_nothing() -> None:
    assert len(pack_sound(np.zeros((16_000, 2), dtype=np.int16))) < 300


@pytest.mark.parametrize("packed", [b"", b"fLaC", b"RIFFxxxx", bytes(500)])
def test_what_is_no_sound_is_refused(packed: bytes) -> None:
    with pytest.raises(SoundRefused):
        parse_sound(packed)


@pytest.mark.parametrize("ending", FORMATS)
def test_pieces_become_one_file_in_the_format_of_its_ending(tmp_path: Path, ending: str) -> None:
    pieces = [stereo(ticks(100)), stereo(ticks(50, first=101))]
    path = tmp_path / f"call{ending.upper()}"
    assert write_file(path, pieces) == 150 * 160
    found = soundfile.info(path)
    assert (found.format, found.subtype) == FORMATS[ending]
    assert (found.channels, found.samplerate, found.frames) == (2, 8000, 150 * 160)
    if ending in (".flac", ".wav"):
        sound, _ = soundfile.read(path, dtype="int16")
        assert (sound == np.concatenate(pieces)).all()


def test_the_pieces_are_flac_as_any_program_reads_it() -> None:
    packed = pack_sound(stereo(ticks(10)))
    assert packed.startswith(b"fLaC")
    assert soundfile.info(io.BytesIO(packed)).format == "FLAC"
