"""Fetching over real HTTP on loopback, with the faults of real lines."""

import socket
from pathlib import Path

import pytest

from tests.voice.models.published.shelf import Shelf
from voice.models.published.download import Limits, discard, download
from voice.models.published.errors import DownloadBroken, DownloadFailed, NoSpace

BODY = bytes(range(256)) * 4000
OTHER = bytes(reversed(BODY))
ONCE = Limits(most_bytes=10**7, tries=1, pause_s=0.0)
OFTEN = Limits(most_bytes=10**7, tries=3, pause_s=0.0)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file.part"


@pytest.fixture
def url(shelf: Shelf) -> str:
    shelf.files["/file"] = BODY
    shelf.etags["/file"] = '"one"'
    return f"{shelf.url}/file"


def half(url: str, part: Path, shelf: Shelf, at: int = 400_000) -> None:
    """Leave a first part behind, as a broken line does."""
    shelf.cut_after = [at] + [0] * ONCE.tries
    with pytest.raises(DownloadBroken, match="the same command goes on from there"):
        download(url, part, ONCE)
    shelf.cut_after = []
    shelf.asked.clear()


def test_a_file_comes_whole(url: str, part: Path) -> None:
    told: list[tuple[int, int | None]] = []
    version = download(url, part, ONCE, lambda got, total: told.append((got, total)))
    assert part.read_bytes() == BODY
    assert version.total_bytes == len(BODY)
    assert told[-1] == (len(BODY), len(BODY))
    assert [got for got, _ in told] == sorted(got for got, _ in told)


def test_it_goes_on_where_it_broke_off(url: str, part: Path, shelf: Shelf) -> None:
    half(url, part, shelf)
    assert part.stat().st_size == 400_000
    download(url, part, ONCE)
    assert part.read_bytes() == BODY
    assert shelf.asked == [("/file", "bytes=400000-")]


def test_breaks_are_mended_within_one_command(url: str, part: Path, shelf: Shelf) -> None:
    """Six breaks, more than tries: each brought something new."""
    shelf.cut_after = [100_000] * 6
    download(url, part, OFTEN)
    assert part.read_bytes() == BODY
    assert [asked for _, asked in shelf.asked][1:3] == ["bytes=100000-", "bytes=200000-"]


def test_a_line_that_brings_nothing_new_is_given_up(url: str, part: Path, shelf: Shelf) -> None:
    shelf.cut_after = [1000, *[0] * 9]
    with pytest.raises(DownloadBroken, match="the connection broke"):
        download(url, part, OFTEN)
    assert len(shelf.asked) == 1 + OFTEN.tries


def test_a_file_changed_in_between_is_fetched_anew(url: str, part: Path, shelf: Shelf) -> None:
    half(url, part, shelf)
    shelf.files["/file"], shelf.etags["/file"] = OTHER, '"two"'
    download(url, part, ONCE)
    assert part.read_bytes() == OTHER


def test_a_file_that_shrank_is_fetched_anew(url: str, part: Path, shelf: Shelf) -> None:
    """With a server that ignores If-Range: it answers 416, and the next try begins at 0."""
    half(url, part, shelf)
    shelf.files["/file"] = BODY[:1000]
    download(url, part, OFTEN)
    assert part.read_bytes() == BODY[:1000]


@pytest.mark.parametrize("etag", ["", 'W/"one"'])
def test_without_a_strong_validator_it_begins_anew(url: str, part: Path, shelf: Shelf, etag: str) -> None:
    shelf.etags["/file"] = etag
    half(url, part, shelf)
    shelf.files["/file"] = OTHER
    download(url, part, ONCE)
    assert shelf.asked == [("/file", "")]
    assert part.read_bytes() == OTHER


def test_a_server_without_ranges_sends_all_again(url: str, part: Path, shelf: Shelf) -> None:
    half(url, part, shelf)
    shelf.ranges = False
    download(url, part, ONCE)
    assert part.read_bytes() == BODY


def test_bytes_of_another_address_are_not_gone_on_with(url: str, part: Path, shelf: Shelf) -> None:
    half(url, part, shelf)
    shelf.files["/other"], shelf.etags["/other"] = OTHER, '"one"'
    download(f"{shelf.url}/other", part, ONCE)
    assert part.read_bytes() == OTHER


def test_a_damaged_note_is_no_note(url: str, part: Path, shelf: Shelf) -> None:
    half(url, part, shelf)
    part.with_name("file.part.json").write_text("{")
    download(url, part, ONCE)
    assert part.read_bytes() == BODY


def test_a_finished_part_is_not_fetched_again(url: str, part: Path, shelf: Shelf) -> None:
    download(url, part, ONCE)
    download(url, part, ONCE)
    assert len(shelf.asked) == 1
    discard(part)
    assert list(part.parent.iterdir()) == []


def test_the_servers_own_checksum_is_passed_on(url: str, part: Path, shelf: Shelf) -> None:
    """huggingface.co states it where it sends one on to its store."""
    shelf.redirects["/resolve"] = f"{shelf.url}/file"
    shelf.headers["X-Linked-ETag"] = f'"{"ab" * 32}"'
    assert download(f"{shelf.url}/resolve", part, ONCE).stated_sha256 == "ab" * 32
    assert part.read_bytes() == BODY


@pytest.mark.parametrize(
    ("status", "why"),
    [(404, "there is no such file (404)"), (403, "access is refused (403)"), (410, "the server refuses (410)")],
)
def test_a_refusal_is_one_clear_line(shelf: Shelf, part: Path, status: int, why: str) -> None:
    shelf.status["/none"] = status
    with pytest.raises(DownloadFailed) as told:
        download(f"{shelf.url}/none", part, OFTEN)
    assert why in str(told.value)
    assert "--mirror" in str(told.value)
    assert len(shelf.asked) == 1
    assert not part.exists()


def test_a_server_in_trouble_is_asked_again(shelf: Shelf, part: Path) -> None:
    shelf.status["/file"] = 503
    with pytest.raises(DownloadBroken, match="answers 503"):
        download(f"{shelf.url}/file", part, OFTEN)
    assert len(shelf.asked) == OFTEN.tries


def test_a_log_in_page_is_no_model(url: str, part: Path, shelf: Shelf) -> None:
    shelf.headers["Content-Type"] = "text/html; charset=utf-8"
    with pytest.raises(DownloadFailed, match="a web page came"):
        download(url, part, ONCE)


def test_a_file_that_is_too_big_is_refused_at_once(url: str, part: Path, shelf: Shelf) -> None:
    shelf.claimed = 10**8
    with pytest.raises(DownloadFailed, match="more than 10 MB"):
        download(url, part, ONCE)
    assert not part.exists()


def test_a_file_that_would_not_fit_is_not_begun(url: str, part: Path, shelf: Shelf) -> None:
    shelf.claimed = 10**16
    with pytest.raises(NoSpace, match=r"10000000067 MB needed"):
        download(url, part, Limits(most_bytes=10**18, tries=1))
    assert not part.exists()


def test_a_full_disk_is_told(url: str, part: Path) -> None:
    part.symlink_to("/dev/full")
    with pytest.raises(NoSpace, match="no space left in"):
        download(url, part, ONCE)


def test_a_folder_that_cannot_be_written_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DownloadFailed, match="cannot be written"):
        download(url, tmp_path / "file" / "x.part", ONCE)


def test_no_network_is_told(part: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(DownloadFailed, match="cannot be reached"):
            download(f"http://127.0.0.1:{port}/file", part, OFTEN)


def test_a_silent_server_is_waited_for_only_so_long(part: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/file"
        limits = Limits(most_bytes=10**7, read_s=0.1, tries=1, pause_s=0.0)
        with pytest.raises(DownloadBroken, match="no data came for too long"):
            download(url, part, limits)


@pytest.mark.parametrize("url", ["ftp://x/y", "models/x.zip", "http://[::1/x"])
def test_an_unusable_address_is_told(part: Path, url: str) -> None:
    with pytest.raises(DownloadFailed, match="try --mirror URL"):
        download(url, part, ONCE)
