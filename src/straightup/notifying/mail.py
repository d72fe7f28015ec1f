"""E-mail: one message for each update, which a mail program puts into one thread for each report."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

from straightup.model.errors import ConfigurationError
from straightup.notifying.message import DeliveryError, Message

_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`smtp://` (with STARTTLS where the server offers it) or `smtps://`, with `?from=…&to=…`."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    sender: str
    to: tuple[str, ...]

    @classmethod
    def of(cls, address: str) -> "Mail":
        """ConfigurationError for an address that lacks something; it repeats nothing of it."""
        try:
            parts = urlsplit(address)
            query = parse_qs(parts.query)
            to = tuple(each.strip() for value in query.get("to", []) for each in value.split(",") if each.strip())
            sender = query.get("from", [""])[0]
            port = parts.port or (465 if parts.scheme == "smtps" else 587)
        except ValueError:
            parts, to, sender, port = urlsplit("smtp:"), (), "", 0
        if not (parts.hostname and to and "@" in sender and all("@" in each for each in to)):
            raise ConfigurationError(
                "An address for e-mail looks like smtps://USER:PASSWORD@HOST:465/?from=status@example.com&to=a@example.com"
            )
        return cls(
            host=parts.hostname,
            port=port,
            tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=sender,
            to=to,
        )

    def send(self, message: Message) -> None:
        """To all of its addresses at once; each sees the first of them alone."""
        try:
            with self._server() as server:
                server.send_message(self._written(message), self.sender, self.to)
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(_reason(error)) from error

    def _written(self, message: Message) -> EmailMessage:
        domain = self.sender.rpartition("@")[2].strip("<> ")
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = self.to[0]
        mail["Subject"] = message.title
        mail["Date"] = formatdate(localtime=False)
        # By this a server, or a mail program, knows that it has it already.
        mail["Message-ID"] = f"<{message.key}@{domain}>"
        if message.thread:
            thread = f"<{sha256(message.thread.encode('utf-8', 'replace')).hexdigest()[:32]}.thread@{domain}>"
            mail["In-Reply-To"] = thread
            mail["References"] = thread
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(f"{message.text}\n\n{message.url}\n".encode("utf-8", "replace").decode("utf-8"))
        return mail

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        if self.tls:
            with smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=context) as server:
                self._log_in(server)
                yield server
            return
        with smtplib.SMTP(self.host, self.port, timeout=_SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self.user:
                raise DeliveryError("the server offers no encryption, and the password is not sent without")
            self._log_in(server)
            yield server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.user:
            server.login(self.user, self.password)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the server does not take the password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server said {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "the server refuses all recipients"
    return f"{type(error).__name__}" if not isinstance(error, OSError) else (error.strerror or type(error).__name__)
