"""Fixtures of the speaking tests."""

import pytest

from voice.speak.espeak_engine import EspeakLibrary


@pytest.fixture(scope="session")
def espeak() -> EspeakLibrary:
    """The library: one a process."""
    return EspeakLibrary()
