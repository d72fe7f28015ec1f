"""Pieces of JSON Schema (2020-12), which describes what programs read: each object has these keys and no others."""

from collections.abc import Iterable
from typing import Any, Final

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
WORDS: Final[Schema] = {"type": "string", "minLength": 1}
TEXT: Final[Schema] = {"type": "string"}
FLAG: Final[Schema] = {"type": "boolean"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
WEB: Final[Schema] = {"type": "string", "pattern": "^https?://"}


def maybe(schema: Schema) -> Schema:
    """That, or null where it is not known or does not apply."""
    return {"anyOf": [schema, {"type": "null"}]}


def exactly(**properties: Schema) -> Schema:
    """An object with all of these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def some(schema: Schema, least: int = 0) -> Schema:
    """A list of at least so many."""
    return {"type": "array", "items": schema, "minItems": least}


def one_of(values: Iterable[str]) -> Schema:
    return {"enum": [str(value) for value in values]}


def told(schema: Schema, about: str) -> Schema:
    """`schema` with a sentence for whoever reads it."""
    return {**schema, "description": about}
