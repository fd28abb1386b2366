"""Whether turns are read twice, and why not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.releases.second_pass import follow_heads, head_store, lack, own_heads, second_pass, weights_folder
from bot.releases.train import MARK, graph_folder
from bot.settings.settings import Settings, load_settings
from tests.lexicons import LEXICONS
from tests.voice.listen.pool_calls import DOUBLE
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.phones import MODELS
from voice.lexicon.pronounce import Lexicon
from voice.listen.pool import ListenerPool
from voice.listen.second_pass import models
from voice.listen.second_pass.head import read_arrays
from voice.listen.second_pass.models import SecondPassModels


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


async def test_a_running_service_takes_the_head_that_is_chosen(settings: Settings) -> None:
    if models.lack():
        pytest.skip(models.lack())
    graph = graph_folder(settings, "fa", "general")
    compile_graph(MODELS / "fa", "fa", [WeightedSentence("سلام")], graph, lexicon=Lexicon.load("fa", LEXICONS))
    (graph / MARK).write_text("{}")
    pool = ListenerPool({"fa": {"general": graph}}, workers=1, loader=DOUBLE, second_pass=second_pass(settings))
    await pool.start()
    following = asyncio.create_task(follow_heads(settings, pool, look_s=0.1))
    try:
        assert pool.second_pass is not None
        first = pool.second_pass.pid
        store = head_store(settings, "fa")
        release = store.release(read_arrays(MODELS / "fa" / "head.npz"), {})
        store.use(release.number)
        while pool.second_pass.pid == first:
            await asyncio.sleep(0.1)
        assert pool.second_pass.models.heads["fa"] == release.path
        assert not following.done()
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await pool.stop()


async def test_heads_are_followed_on_after_a_store_that_could_not_be_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = head_store(settings, "fa")
    before, after = (SecondPassModels({"fa": Path(name)}, {}) for name in ("before", "after"))
    answers: Iterator[OSError | SecondPassModels] = iter([OSError(5, "Input/output error"), after])
    renewed = asyncio.Event()

    def found(_: Settings) -> SecondPassModels:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    class Pool:
        second_pass = SimpleNamespace(models=before)

        async def renew_second_pass(self, models: SecondPassModels) -> bool:
            assert models is after
            renewed.set()
            return True

    monkeypatch.setattr("bot.releases.second_pass.second_pass", found)
    following = asyncio.create_task(follow_heads(settings, Pool(), look_s=0.01))  # type: ignore[arg-type]
    while "cannot be found out" not in caplog.text:
        await asyncio.sleep(0.01)
    store.use(store.release(read_arrays(MODELS / "fa" / "head.npz"), {}).number)
    await asyncio.wait_for(renewed.wait(), 20)
    following.cancel()
