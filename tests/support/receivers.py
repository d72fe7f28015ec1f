"""Those who are told: an SMTP server and a receiver of webhooks, on the loopback, which fail when they are asked to."""

import http.server
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any


@dataclass(slots=True)
class Inbox:
    """What has arrived, and how the next ones are answered."""

    address: str = ""
    """`HOST:PORT`"""
    mails: list[Message] = field(default_factory=list)
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """The status codes of the next answers; afterwards all is well."""
    hang: threading.Event | None = None
    """Until it is set nothing is answered."""

    def answer(self, usual: int) -> int:
        return self.answers.pop(0) if self.answers else usual


@contextmanager
def mail_server() -> Iterator[Inbox]:
    inbox = Inbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(220)
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.say(354)
                    lines = iter(self.rfile.readline, b".\r\n")
                    data = b"".join(each.removeprefix(b".") if each.startswith(b"..") else each for each in lines)
                    code = inbox.answer(250)
                    if code == 250:
                        inbox.mails.append(message_from_bytes(data))
                    self.say(code)
                elif word == b"QUIT":
                    self.say(221)
                    return
                else:
                    self.say(250)

        def say(self, code: int) -> None:
            self.wfile.write(f"{code} ok\r\n".encode())

    with _served(socketserver.ThreadingTCPServer, Handler, inbox):
        yield inbox


@contextmanager
def hook_receiver() -> Iterator[Inbox]:
    inbox = Inbox()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = inbox.answer(204)
            if code < 300:
                inbox.posts.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if inbox.hang:
                inbox.hang.wait(30)
            self.send_response(code)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with _served(http.server.ThreadingHTTPServer, Handler, inbox):
        yield inbox


@contextmanager
def _served(kind: Any, handler: Any, inbox: Inbox) -> Iterator[None]:
    kind.allow_reuse_address = True
    kind.daemon_threads = True
    with kind(("127.0.0.1", 0), handler) as server:
        inbox.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()
