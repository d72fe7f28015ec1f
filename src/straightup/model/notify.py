"""Who is told of updates by `straightup notify`. The settings name nobody by an address, which holds a secret."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from straightup.model.states import Stage

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}")
_KEYS: Final = ("to", "only", "stages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One target and what it wants to hear."""

    to: str
    """The environment variable that holds its address."""
    only: tuple[str, ...] = ()
    """The ids of components; empty for all."""
    stages: tuple[Stage, ...] = ()
    """Empty for all."""


def recipients(value: Any) -> tuple[Recipient, ...]:
    """The setting `notify`. ValueError with what was expected, which repeats nothing of an address."""
    if not isinstance(value, list):
        raise ValueError("expected a list such as [{to: STATUS_CHAT}]")
    found = tuple(_recipient(each) for each in value)
    names = [each.to for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"“{name}” stands there twice")
    return found


def _recipient(value: Any) -> Recipient:
    given = {"to": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or "to" not in given or not set(given) <= set(_KEYS):
        raise ValueError("expected {to: …, only: […], stages: […]} with at least “to”")
    if not isinstance(given["to"], str) or not _NAME.fullmatch(given["to"]):
        raise ValueError(
            "“to” is the name of an environment variable, such as STATUS_CHAT, that holds the address. An address "
            "holds a secret, and does not belong into this file; if one stood here in public, exchange it"
        )
    return Recipient(to=given["to"], only=_texts(given, "only"), stages=tuple(map(_stage, _texts(given, "stages"))))


def _texts(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"expected a list behind “{key}”")
    return tuple(value)


def _stage(word: str) -> Stage:
    for stage in Stage:
        if word.casefold() == stage.value.casefold():
            return stage
    raise ValueError(f"“{word[:30]}” is no stage; they are {', '.join(Stage)}")
