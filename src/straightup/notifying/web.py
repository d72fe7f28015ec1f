"""Webhooks that are signed as Standard Webhooks says (https://www.standardwebhooks.com), and pings for a WebSub hub."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urldefrag, urlencode, urlsplit

from straightup.model.errors import ConfigurationError
from straightup.notifying.message import DeliveryError, Message

_SECONDS = 20
_SHORTEST_SECRET = 16
"""Bytes."""
_SHORTEST_SECRET = 16
"""Bytes."""
_HOOK = "webhook+"
_HUB = "websub+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """`webhook+https://HOST/PATH#whsec_SECRET`"""

    url: str
    secret: bytes

    @classmethod
    def of(cls, address: str) -> "Webhook":
        """ConfigurationError for an address without a secret; it repeats nothing of it."""
        url, written = urldefrag(address.removeprefix(_HOOK))
        try:
            secret = base64.b64decode(written.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            secret = b""
        is_web = urlsplit(url).scheme in ("http", "https")
        is_web = urlsplit(url).scheme in ("http", "https")
        if not written.startswith("whsec_") or len(secret) < _SHORTEST_SECRET or not is_web:
            raise ConfigurationError(
                "A webhook looks like webhook+https://HOST/PATH#whsec_SECRET; its secret is 24 bytes or more in Base64."
            )
        return cls(url=url, secret=secret)

    def send(self, message: Message) -> None:
        """The receiver knows a repetition by `webhook-id`."""
        said = {
            "id": message.key,
            "title": message.title,
            "text": message.text,
            "html": message.html,
            "url": message.url,
        }
        body = json.dumps({"type": "update", "data": said}, ensure_ascii=True).encode("ascii")
        stamp = str(int(datetime.now(UTC).timestamp()))
        signed = f"msg_{message.key}.{stamp}.".encode("ascii") + body
        signature = base64.b64encode(hmac.digest(self.secret, signed, sha256)).decode("ascii")
        headers = {
            "Content-Type": "application/json",
            "webhook-id": f"msg_{message.key}",
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature}",
        }
        _post(self.url, body, headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """`websub+https://HUB/`: it is told that the feeds have changed, and tells its subscribers."""

    url: str
    feeds: tuple[str, ...]

    @classmethod
    def of(cls, address: str, feeds: tuple[str, ...]) -> "Hub":
        return cls(url=address.removeprefix(_HUB), feeds=feeds)

    def send(self, message: Message) -> None:
        """Telling it twice does no harm: what it hands on is the feed."""
        del message
        for feed in self.feeds:
            body = urlencode({"hub.mode": "publish", "hub.topic": feed, "hub.url": feed}).encode("ascii")
            _post(self.url, body, {"Content-Type": "application/x-www-form-urlencoded"})


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """To that address and to no other: an answer that leads elsewhere is one that has not taken it."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    target = parts._replace(scheme="", netloc="").geturl() or "/"
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
        try:
            connection.request("POST", target, body, {"User-Agent": "straightup", **headers})
            status = connection.getresponse().status
        finally:
            connection.close()
    except (HTTPException, OSError, ValueError) as error:
        raise DeliveryError(_reason(error)) from error
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise DeliveryError(f"it answered {status}")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
