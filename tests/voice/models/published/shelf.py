"""A publisher's server on loopback: real HTTP with ranges, and the faults that real servers and lines have."""

import re
import socket
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Shelf:
    """What is served, by path. `cut_after`: bytes after which the line breaks, one a request; `asked`: what came in."""

    files: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    claimed: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is what some tests are about."""


def serve(shelf: Shelf) -> ThreadingHTTPServer:
    """Serve `shelf` on a free port; the caller shuts it down."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, shelf)

        def log_message(self, format: str, *args: Any) -> None: ...

    server = _Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    shelf.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def answer(request: BaseHTTPRequestHandler, shelf: Shelf) -> None:
    """One GET."""
    path = request.path
    shelf.asked.append((path, request.headers.get("Range", "")))
    if path in shelf.redirects:
        send(request, 302, b"", {"Location": shelf.redirects[path], **shelf.headers})
        return
    if path not in shelf.files:
        send(request, shelf.status.get(path, 404), b"no")
        return
    body, etag = shelf.files[path], shelf.etags.get(path, "")
    headers = {"ETag": etag} if etag else {}
    begin = wanted(request, etag) if shelf.ranges else 0
    if begin > len(body):
        send(request, 416, b"", {"Content-Range": f"bytes */{len(body)}"})
        return
    status = 200
    if begin:
        status, headers["Content-Range"] = 206, f"bytes {begin}-{len(body) - 1}/{len(body)}"
    send(request, shelf.status.get(path, status), body[begin:], {**headers, **shelf.headers}, shelf)


def wanted(request: BaseHTTPRequestHandler, etag: str) -> int:
    """Where the answer begins (RFC 9110 section 13.1.5: the range counts only if the validator still fits)."""
    found = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
    return int(found[1]) if found and request.headers.get("If-Range", etag) == etag else 0


def send(
    request: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    headers: dict[str, str] | None = None,
    shelf: Shelf | None = None,
) -> None:
    """Headers and body, as far as the line holds."""
    request.send_response(status)
    told = {"Content-Type": "application/octet-stream", **(headers or {})}
    for name, value in told.items():
        request.send_header(name, value)
    request.send_header("Content-Length", str((shelf.claimed if shelf else 0) or len(body)))
    request.end_headers()
    if shelf and shelf.cut_after:
        request.wfile.write(body[: shelf.cut_after.pop(0)])
        request.wfile.flush()
        request.close_connection = True
        request.connection.shutdown(socket.SHUT_RDWR)
        return
    request.wfile.write(body)
