"""espeak-ng itself."""

import numpy as np
import pytest

from voice.audio import to_samples
from voice.errors import VoiceBroken
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice

TEXT = "موجودیِ حسابِ شما دو میلیونُ پانصد هزار تومان است"


def spoken(library: EspeakLibrary, choice: VoiceChoice, text: str = TEXT) -> list[bytes]:
    pieces: list[bytes] = []
    EspeakSynthesiser(library, choice).synthesise(text, pieces.append)
    return pieces


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_it_speaks_in_pieces(espeak: EspeakLibrary, language: str) -> None:
    pieces = spoken(espeak, VoiceChoice("espeak", language))
    assert len(pieces) > 10
    assert {len(piece) for piece in pieces[:-5]} == {2 * 1324}  # 60 ms, rounded up by the library
    samples = to_samples(b"".join(pieces)).astype(float)
    seconds = len(samples) / espeak.rate_hz
    assert 1.5 < seconds < 8
    assert np.sqrt(np.mean(samples**2)) > 500


def test_speed_changes_the_length_and_pitch_does_not(espeak: EspeakLibrary) -> None:
    def seconds(choice: VoiceChoice) -> float:
        return float(len(b"".join(spoken(espeak, choice))) / 2 / espeak.rate_hz)

    normal = seconds(VoiceChoice("espeak", "fa"))
    assert seconds(VoiceChoice("espeak", "fa", speed=1.5)) < 0.8 * normal
    assert seconds(VoiceChoice("espeak", "fa", pitch=80)) == pytest.approx(normal, rel=0.05)


def test_voices_of_one_library_do_not_mix(espeak: EspeakLibrary) -> None:
    persian = EspeakSynthesiser(espeak, VoiceChoice("espeak", "fa"))
    before: list[bytes] = []
    persian.synthesise(TEXT, before.append)
    spoken(espeak, VoiceChoice("espeak", "ar", speed=2.0, pitch=90))
    after: list[bytes] = []
    persian.synthesise(TEXT, after.append)
    assert len(b"".join(after)) == pytest.approx(len(b"".join(before)), rel=0.02)  # it varies by a few samples


def test_phonemes_may_stand_in_the_text(espeak: EspeakLibrary) -> None:
    name = spoken(espeak, VoiceChoice("espeak", "fa"), "[[t'apsi]]")
    assert 0.2 < len(b"".join(name)) / 2 / espeak.rate_hz < 1.5


def test_an_unknown_voice_is_told(espeak: EspeakLibrary) -> None:
    with pytest.raises(VoiceBroken, match="'xx-none'.*no voice of this name"):
        EspeakSynthesiser(espeak, VoiceChoice("espeak", "xx-none"))
