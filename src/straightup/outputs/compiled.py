"""The code that Jinja makes of templates, kept as long as this process lives, and beyond it where there is a place:
making it takes most of a small build.
"""

import marshal
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

if TYPE_CHECKING:
    from types import CodeType

_MOST = 1000
"""Templates; while a site is served, each change of one is another."""
_KNOWN = ("jinja2.", "mkdocs.utils.", "straightup.")
"""Whose filters and tests may be part of what is kept: code with constants in it is worked out with them."""


class Place(Protocol):
    """Where code outlives this process. Only this user may be able to write there, since what is found is run."""

    def find(self, name: str) -> bytes | None: ...

    def keep(self, name: str, data: bytes) -> None: ...


_place: list[Place] = []


def keep_in(place: Place) -> None:
    """From now on code is looked for in `place` as well."""
    _place[:] = [place]


class _Kept(BytecodeCache):
    """Of environments that make the same code of the same text."""

    def __init__(self, alike: object) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}
        self._alike = repr((alike, jinja2.__version__, sys.version, sys.implementation.cache_tag))

    def load_bytecode(self, bucket: Bucket) -> None:
        # The checksum is that of the text.
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            for place in _place:
                data = place.find(self._name(bucket))
                bucket.code = marshal.loads(data) if data else None  # noqa: S302 -- this user's own, as __pycache__ is

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            if len(self._code) >= _MOST:
                self._code.clear()
            self._code[bucket.key, bucket.checksum] = bucket.code
            for place in _place:
                place.keep(self._name(bucket), marshal.dumps(bucket.code))

    def _name(self, bucket: Bucket) -> str:
        whole = repr((self._alike, bucket.key, bucket.checksum))
        return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


_kept: dict[object, _Kept] = {}


def keep(environment: Environment) -> None:
    """Has `environment` use again what one like it has made, where it is sure that it would make the same."""
    alike = _alike(environment)
    if alike is not None and environment.bytecode_cache is None:
        if alike not in _kept and len(_kept) >= _MOST:
            _kept.clear()
        environment.bytecode_cache = _kept.setdefault(alike, _Kept(alike))


def _alike(environment: Environment) -> object | None:
    """What code depends on beside the text; None where that cannot be compared."""
    theirs = [
        each
        for known, own in ((environment.filters, FILTERS), (environment.tests, TESTS))
        for name, each in known.items()
        if own.get(name) is not each
    ]
    if type(environment) is not Environment or environment.finalize is not None or callable(environment.autoescape):
        return None
    if not all(str(getattr(each, "__module__", "")).startswith(_KNOWN) for each in theirs):
        return None
    if not all(name.startswith("jinja2.ext.") for name in environment.extensions):
        return None
    return (
        environment.autoescape,
        environment.block_start_string,
        environment.block_end_string,
        environment.variable_start_string,
        environment.variable_end_string,
        environment.comment_start_string,
        environment.comment_end_string,
        environment.line_statement_prefix,
        environment.line_comment_prefix,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.newline_sequence,
        environment.keep_trailing_newline,
        environment.optimized,
        f"{environment.undefined.__module__}.{environment.undefined.__qualname__}",
        tuple(sorted(environment.extensions)),
        getattr(environment, "newstyle_gettext", None),
        tuple(sorted((each.__module__, each.__qualname__) for each in theirs)),
    )
