"""Fixtures of the listening tests."""

import pytest

from tests.voice.listen.sounds import Sounds
from voice.listen.vad import VadNetwork


@pytest.fixture(scope="session")
def sounds() -> Sounds:
    """The one maker of sounds: espeak-ng bears one library a process."""
    return Sounds()


@pytest.fixture(scope="session")
def network() -> VadNetwork:
    """The loaded voice activity network."""
    return VadNetwork()
