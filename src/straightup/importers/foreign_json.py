"""Foreign JSON, of which any part may be missing or be something else than expected."""

import json
from collections.abc import Iterator
from typing import Any

from straightup.importers.importer import SourceError

_ODD = "\ufeff \t\r\n"


class JsonObject:
    """An object in which whatever is not as expected counts as empty."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @property
    def raw(self) -> dict[str, Any]:
        """As it came."""
        return self._values

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def text(self, key: str) -> str:
        """A text as it is, or a whole number in digits: ids are often numbers."""
        value = self._values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**30 else ""
        return _without_halves(value) if isinstance(value, str) else ""

    def number(self, key: str) -> float | None:
        value = self._values.get(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def true(self, key: str) -> bool:
        return self._values.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        value = self._values.get(key)
        found = value if isinstance(value, list) else ()
        return tuple(_without_halves(each) for each in found if isinstance(each, str))

    def __getitem__(self, key: str) -> object:
        """The value as it came; None where there is none."""
        return self._values.get(key)

    def inner(self, key: str) -> "JsonObject":
        value = self._values.get(key)
        return JsonObject(value if isinstance(value, dict) else {})

    def objects(self, key: str) -> tuple["JsonObject", ...]:
        """The objects of a list, or one that stands in the place of the list."""
        return tuple(objects_in(self._values.get(key)))


def objects_in(value: object) -> Iterator[JsonObject]:
    """The objects of a list, or the one that `value` is."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield JsonObject(each)


def read_json(data: bytes) -> list[object]:
    """The values in `data`: one, or one on each line. SourceError for anything else."""
    text = data.decode("utf-8-sig", "replace").strip(_ODD)
    if not text:
        raise SourceError("it is empty", "Save the answer of the API again.")
    try:
        return [json.loads(text)]
    except RecursionError:
        raise SourceError("it is nested too deeply", "Save the answer of the API as it comes.") from None
    except ValueError as error:
        return _lines(text, str(error))


def _lines(text: str, why: str) -> list[object]:
    """JSON Lines. Some tools also write one array behind the other when pages are joined."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise SourceError(f"it is no JSON: {why}", "Save the answer of the API as it comes.") from None
        found.append(value)
        while at < len(text) and text[at] in _ODD:
            at += 1
    return found


def _without_halves(text: str) -> str:
    """`text` without half surrogate pairs, which JSON may hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
