"""A folder, served on the loopback as a static host serves it: compressed, with its types, and with its own 404."""

import gzip
import http.server
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
COMPRESSED = frozenset(TYPES) - {".png"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer."""

    path: str
    status: int
    size: int
    """The bytes of its body as they crossed the wire."""


@dataclass(frozen=True, slots=True)
class Host:
    """A server that runs."""

    address: str
    """Where it is, with a slash at the end."""
    sent: list[Sent] = field(default_factory=list)
    """What it has answered so far, oldest first."""


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """`folder` as a site at a port of its own, until the block is left."""
    sent: list[Sent] = []
    with _Server(("127.0.0.1", 0), partial(_Handler, sent, directory=os.fspath(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield Host(f"http://127.0.0.1:{server.server_address[1]}/", sent)
        server.shutdown()
        thread.join()


def compressed_size(data: bytes) -> int:
    """The bytes that `data` has on the wire."""
    return len(_compressed(data))


@lru_cache(maxsize=512)
def _compressed(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)  # the level that servers have unless they are told otherwise


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves before it has read everything is no fault."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def __init__(self, sent: list[Sent], *args: object, directory: str) -> None:
        self._sent = sent
        super().__init__(*args, directory=directory)  # type: ignore[arg-type] # handed through as the server gives them

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        file = Path(self.translate_path(self.path))
        if file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if file.is_dir():
            file /= "index.html"
        status = HTTPStatus.OK
        if not file.is_file():
            status, file = HTTPStatus.NOT_FOUND, Path(self.directory, "404.html")
        data = file.read_bytes() if file.is_file() else b""
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Cache-Control", "max-age=600")  # this and the next as GitHub Pages says them
        self.send_header("Access-Control-Allow-Origin", "*")
        if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = _compressed(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self._sent.append(Sent(path, status, len(data)))
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the base class gives it
        pass
