"""The values of settings, as people write them in YAML. Each function raises ValueError with what was expected."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from straightup.model import durations
from straightup.model.contact import Contact
from straightup.model.states import STATED, State

_AUTHORITY = re.compile(r"[A-Za-z0-9.-]+(?:@[A-Za-z0-9.-]+)?,\d{4}(?:-\d\d(?:-\d\d)?)?")
_CONTACT = {"label", "url", "hours", "language"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SAFE_SCHEMES = ("http", "https", "mailto", "tel")


def as_text(value: Any) -> str:
    if isinstance(value, bool | None) or not isinstance(value, str | int | float):
        raise ValueError("expected a text")
    return str(value).strip()


def as_duration(value: Any) -> timedelta:
    length = durations.parse(as_text(value))
    if length is None or not timedelta(0) < length <= timedelta(days=3660):
        raise ValueError("expected a length of time such as 10d or 30 min")
    return length


def as_day(value: Any) -> date:
    # YAML reads 2026-11-03 as a date of its own accord.
    try:
        return value if type(value) is date else date.fromisoformat(as_text(value))
    except ValueError as error:
        raise ValueError("expected a day such as 2026-11-03") from error


def as_texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return tuple(as_text(item) for item in value)


def as_path(value: Any) -> str:
    path = as_text(value).strip("/")
    if any(part in ("", ".", "..") for part in path.split("/")) and path:
        raise ValueError("expected a folder of the site such as status/")
    return f"{path}/" if path else ""


def as_prefix(value: Any) -> str:
    prefix = as_text(value)
    if not re.fullmatch(r"[A-Za-z0-9]{1,8}", prefix):
        raise ValueError("expected one to eight letters or digits such as EX")
    return prefix


def as_authority(value: Any) -> str:
    text = as_text(value)
    if not _AUTHORITY.fullmatch(text):
        raise ValueError("expected DOMAIN,YEAR such as status.example.com,2026")
    return text


def as_url(value: Any) -> str:
    url = as_text(value)
    if urlsplit(url).scheme not in _SAFE_SCHEMES:
        raise ValueError("expected an address that begins with https:// or mailto:")
    return url


def as_web_address(value: Any) -> str:
    url = as_text(value)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected an address that begins with https://")
    return url


def as_contact(value: Any) -> Contact:
    if isinstance(value, str):
        address = value.strip()
        is_mail = "@" in address and "/" not in address and ":" not in address
        return Contact(label=address, url=as_url(f"mailto:{address}" if is_mail else address))
    if not isinstance(value, Mapping) or not set(value) <= _CONTACT or "url" not in value:
        raise ValueError("expected {label: …, url: …, hours: …, language: …} with at least the url, or an address")
    url, spoken = as_url(value["url"]), value.get("language") or []
    return Contact(
        label=as_text(value.get("label", "")) or url,
        url=url,
        hours=as_text(value.get("hours", "")),
        languages=tuple(map(as_code, spoken if isinstance(spoken, list) else [spoken])),
    )


def as_code(value: Any) -> str:
    code = as_text(value)
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("expected the codes of languages such as en or pt-BR")
    return code


def as_update_every(value: Any) -> dict[State, timedelta]:
    if not isinstance(value, Mapping):
        raise ValueError("expected component states with lengths of time")
    unknown = [str(state) for state in value if state not in STATED]
    if unknown:
        raise ValueError(f"“{unknown[0]}” is no component state; they are {', '.join(STATED)}")
    return {State(state): as_duration(length) for state, length in value.items()}
