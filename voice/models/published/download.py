"""Fetching one big file over HTTP: it goes on where it broke off, and never mixes two versions of a file.

Range requests and If-Range: RFC 9110 sections 14.2 and 13.1.5. Beside FILE.part lies FILE.part.json: which version
of which address the bytes so far belong to.
"""

import errno
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from voice.models.published.errors import DownloadBroken, DownloadFailed, NoSpace

SPARE_BYTES = 64 * 1024 * 1024  # left free on the disk for everybody else
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_SHA256 = re.compile(r'"?([0-9a-f]{64})"?')

# Takes the bytes so far and all bytes (None: not told).
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, how big a file may be, and how many tries in a row may bring nothing.

    `pause_s` doubles with every such try.
    """

    most_bytes: int
    connect_s: float = 10.0
    read_s: float = 30.0
    tries: int = 5
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Version:
    """Which bytes a .part file holds. `validator`: for If-Range, "" where the server gives none; `stated_sha256`:
    what the publisher's server says of the file (X-Linked-ETag of huggingface.co), "" where it says nothing."""

    url: str
    validator: str
    total_bytes: int | None
    stated_sha256: str


def download(url: str, part: Path, limits: Limits, progress: Progress = lambda got, total: None) -> Version:
    """Fetch `url` into `part`; bytes of the same version that are there already are not fetched again.

    Raises:
        DownloadBroken: it broke off more often than allowed; `part` keeps what came.
        DownloadFailed: the address gave no file.
        NoSpace: the disk is full, or the file would not fit.
    """
    furthest, vain = 0, 0
    while True:
        try:
            with _translated(url, part):
                return _Fetch(url, part, limits, progress).run()
        except DownloadBroken as error:
            # Only tries that brought nothing new count: a big file may need many on a bad line.
            vain = 0 if error.got_bytes > furthest else vain + 1
            furthest = max(furthest, error.got_bytes)
            if vain >= limits.tries:
                raise
            time.sleep(limits.pause_s * 2**vain)


def discard(part: Path) -> None:
    """Forget a .part file and what is known about it."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


@contextmanager
def _translated(url: str, part: Path) -> Iterator[None]:
    """The one place where the HTTP library's and the disk's errors become ours."""
    got = part.stat().st_size if part.is_file() else 0
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        why = f"cannot be reached ({error})"
        raise (DownloadBroken(url, why, got) if got else DownloadFailed(url, why)) from error
    except httpx.TransportError as error:
        if isinstance(error, httpx.UnsupportedProtocol):
            raise DownloadFailed(url, "is no http or https address") from error
        why = "no data came for too long" if isinstance(error, httpx.TimeoutException) else "the connection broke"
        raise DownloadBroken(url, why, part.stat().st_size if part.is_file() else 0) from error
    except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
        raise DownloadFailed(url, f"cannot be used ({error})") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(part.parent) from error
        raise DownloadFailed(url, f"cannot be written to {part}: {error.strerror}") from error


class _Fetch:
    """One try."""

    def __init__(self, url: str, part: Path, limits: Limits, progress: Progress) -> None:
        self._url = url
        self._part = part
        self._limits = limits
        self._progress = progress
        self._known = _read_note(part, url)  # what the bytes on disk belong to
        self._have = part.stat().st_size if self._known and part.is_file() else 0

    def run(self) -> Version:
        """Ask for what is missing and append it."""
        known = self._known
        if known and known.total_bytes is not None and self._have == known.total_bytes:
            return known
        headers = {"Accept-Encoding": "identity"}  # else Content-Length counts other bytes than we write
        if known and self._have and known.validator:
            headers |= {"Range": f"bytes={self._have}-", "If-Range": known.validator}
        timeout = httpx.Timeout(self._limits.read_s, connect=self._limits.connect_s)
        with (
            httpx.Client(timeout=timeout, follow_redirects=True) as client,
            client.stream("GET", self._url, headers=headers) as answer,
        ):
            self._check(answer)
            return self._take(answer)

    def _check(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status == 416:  # what we have is no beginning of what is there now
            discard(self._part)
            raise DownloadBroken(self._url, "the file there has changed", 0)
        if status == 429 or status >= 500:
            raise DownloadBroken(self._url, f"the server answers {status}", self._have)
        if status not in (200, 206):
            reason = {401: "access is refused", 403: "access is refused", 404: "there is no such file"}.get(status, "")
            raise DownloadFailed(self._url, f"{reason or 'the server refuses'} ({status})")
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise DownloadFailed(self._url, "a web page came in place of the file (does the network want a log-in?)")
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise DownloadFailed(self._url, "the server packs it though asked not to")
        if answer.url.scheme == "http" and any(step.url.scheme == "https" for step in answer.history):
            raise DownloadFailed(self._url, f"leads from https to plain http ({answer.url.host})")

    def _take(self, answer: httpx.Response) -> Version:
        begin, total = _span(answer)
        if begin not in (0, self._have):
            raise DownloadFailed(self._url, f"the server sent bytes from {begin} in place of {self._have}")
        self._have = begin
        version = Version(self._url, _validator(answer), total, _stated(answer))
        self._fits(total)
        if not begin:  # emptied before the note is written: never one version's note beside another's bytes
            self._part.open("wb").close()
        _note(self._part).write_text(json.dumps(asdict(version)), encoding="utf-8")
        with self._part.open("ab") as file:
            for chunk in answer.iter_raw():  # as it comes: gathered into bigger pieces, a break would lose them
                file.write(chunk)
                self._have += len(chunk)
                self._bounded(self._have)
                self._progress(self._have, total)
        if total is not None and self._have != total:
            raise DownloadBroken(self._url, "the connection broke", self._have)
        return version

    def _fits(self, total: int | None) -> None:
        if total is None:
            return
        self._bounded(total)
        free = shutil.disk_usage(self._part.parent).free
        if total - self._have + SPARE_BYTES > free:
            raise NoSpace(self._part.parent, total - self._have + SPARE_BYTES, free)

    def _bounded(self, size: int) -> None:
        if size > self._limits.most_bytes:
            discard(self._part)
            most = self._limits.most_bytes / 1e6
            raise DownloadFailed(self._url, f"is bigger than this model can be (more than {most:.0f} MB)")


def _span(answer: httpx.Response) -> tuple[int, int | None]:
    """Where the answer's bytes begin, and how long the whole file is."""
    if answer.status_code == 206:
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if found is None:
            return -1, None
        return int(found[1]), None if found[2] == "*" else int(found[2])
    length = answer.headers.get("content-length", "")
    return 0, int(length) if length.isdigit() else None


def _validator(answer: httpx.Response) -> str:
    """A strong ETag, else the date: a weak ETag is not allowed in If-Range (RFC 9110 section 13.1.5)."""
    etag = str(answer.headers.get("etag", ""))
    return etag if etag and not etag.startswith("W/") else str(answer.headers.get("last-modified", ""))


def _stated(answer: httpx.Response) -> str:
    for step in (*answer.history, answer):
        found = _SHA256.fullmatch(step.headers.get("x-linked-etag", ""))
        if found:
            return found[1]
    return ""


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _read_note(part: Path, url: str) -> Version | None:
    """Which version the bytes belong to; None where that is not known, or they are another address's."""
    try:
        version = Version(**json.loads(_note(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return version if version.url == url else None
