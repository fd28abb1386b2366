"""Prompts on disk: hits, damage, size."""

import os
import resource
import signal
from pathlib import Path

import pytest

from voice.speak.cache import HEAD_BYTES, PromptCache, prompt_key

PCM = bytes(range(256)) * 10


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("??/*.pcm")
    return path


def test_what_was_put_is_found_by_another_process(tmp_path: Path) -> None:
    key = prompt_key("espeak|fa", "سلام", "1")
    PromptCache(tmp_path).put(key, PCM)
    assert PromptCache(tmp_path).get(key) == PCM


def test_what_was_not_put_is_not_found(tmp_path: Path) -> None:
    assert PromptCache(tmp_path).get(prompt_key("espeak|fa", "سلام", "1")) is None


@pytest.mark.parametrize("other", [("espeak|ar", "سلام", "1"), ("espeak|fa", "سلام.", "1"), ("espeak|fa", "سلام", "2")])
def test_voice_text_and_lexicon_make_the_key(other: tuple[str, str, str]) -> None:
    assert prompt_key("espeak|fa", "سلام", "1") != prompt_key(*other)


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "foreign"])
def test_a_damaged_file_is_not_served_and_goes(tmp_path: Path, damage: str) -> None:
    cache = PromptCache(tmp_path)
    cache.put("ab" * 32, PCM)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[HEAD_BYTES + 7] ^= 1
    path.write_bytes(
        {"flipped": bytes(data), "cut": path.read_bytes()[:-2], "empty": b"", "foreign": b"RIFF" * 50}[damage]
    )
    assert cache.get("ab" * 32) is None
    assert not path.exists()
    cache.put("ab" * 32, PCM)
    assert cache.get("ab" * 32) == PCM


def test_the_least_recently_used_go_when_it_is_full(tmp_path: Path) -> None:
    size = HEAD_BYTES + len(PCM)
    cache = PromptCache(tmp_path, max_bytes=10 * size)
    keys = [f"{number:064x}" for number in range(11)]
    for age, key in enumerate(keys[:10]):
        cache.put(key, PCM)
        path = tmp_path / key[:2] / f"{key}.pcm"
        os.utime(path, (1000 + age, 1000 + age))
    assert cache.get(keys[0]) == PCM
    cache.put(keys[10], PCM)
    left = [key for key in keys if cache.get(key) is not None]
    assert keys[0] in left
    assert keys[10] in left
    assert keys[1] not in left
    assert len(left) == 9


def test_putting_again_does_not_count_twice(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path, max_bytes=3 * (HEAD_BYTES + len(PCM)))
    for _ in range(10):
        cache.put("cd" * 32, PCM)
    assert cache.get("cd" * 32) == PCM
    assert list(tmp_path.glob("*.new")) == []


def test_what_a_killed_writer_left_goes_at_the_next_start(tmp_path: Path) -> None:
    old, young = tmp_path / "tmpold.new", tmp_path / "tmpyoung.new"
    for path in (old, young):
        path.write_bytes(PCM)
    os.utime(old, (1, 1))
    PromptCache(tmp_path)
    assert not old.exists()
    assert young.exists()  # another process may be writing it


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="large"):
            cache.put("ab" * 32, PCM)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert cache.get("ab" * 32) is None
