"""Whether turns are read twice, and why not."""

from pathlib import Path

import pytest

from bot.second_pass import head_store, lack, own_heads, second_pass, weights_folder
from bot.settings import Settings, load_settings
from voice.listen.second_pass.head import read_arrays
from voice.models.phones import MODELS


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    (tmp_path / "config.yml").write_text("speech: {second_pass: true}\n")
    return load_settings(tmp_path / "config.yml")


def test_without_graphs_there_is_nothing_to_read_with(settings: Settings) -> None:
    assert second_pass(settings) is None
    assert lack(settings)


def test_switched_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("speech: {second_pass: false}\n")
    off = load_settings(tmp_path / "config.yml")
    assert second_pass(off) is None
    assert "speech.second_pass" in lack(off)


@pytest.mark.parametrize("place", ["models/published/encoder", "models/encoder"])
def test_pulled_or_imported_weights_win_over_the_packages(settings: Settings, place: str) -> None:
    assert weights_folder(settings) is None
    folder = settings.state / place
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"")
    assert weights_folder(settings) == folder


def test_a_head_of_ones_own_that_is_broken_is_not_heard_with(settings: Settings) -> None:
    store = head_store(settings, "fa")
    store.use(store.release(read_arrays(MODELS / "fa" / "head.npz"), {}).number)
    assert set(own_heads(settings)) == {"fa"}
    (store.folder / "1" / "head.npz").write_bytes(b"broken")
    assert own_heads(settings) == {}
    assert store.in_use().why
