"""Plain data as JSON and back, by the types that its classes declare: what is read is of these types, or it is nothing.

Nothing that stands in such a text is ever run or looked up, but for the names of time zones.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

T = TypeVar("T")
_SECOND = timedelta(microseconds=1)


class Plain(Generic[T]):
    """How values of one type are written, and read again."""

    def __init__(self, kind: type[T]) -> None:
        """TypeError for a type that has no form here."""
        self._kind = _form(cast("Any", kind))

    def written(self, value: T) -> bytes:
        """One line of ASCII."""
        return json.dumps(self._kind.write(value), ensure_ascii=True, separators=(",", ":")).encode("ascii")

    def read(self, text: bytes) -> T | None:
        """The value in `text`; None where it is not exactly of that type."""
        try:
            return cast("T", self._kind.read(json.loads(text)))
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, OSError):
            return None


class _Form:
    """How a value of one type is made plain, and made of plain data again; `read` raises where it cannot be."""

    __slots__ = ("read", "write")

    def __init__(self, write: Callable[[Any], Any], read: Callable[[Any], Any]) -> None:
        self.write = write
        self.read = read


@cache
def _form(kind: Any) -> _Form:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _either(get_args(kind))
    if origin in (tuple, list, frozenset):
        return _several(origin, get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*map(_form, get_args(kind)))
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {each.value: each for each in kind}
        return _Form(lambda value: value.value, members.__getitem__)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return _row([_form(hints[name]) for name in kind._fields], lambda values: kind(*values))
    if is_dataclass(kind):
        return _record(cast("type[Any]", kind))
    raise TypeError(f"{kind} has no plain form.")


def _exactly(kind: type) -> _Form:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(value)
        return value

    return _Form(lambda value: value, read)


def _time_zone(value: datetime | time) -> str:
    zone = value.tzinfo
    # A city keeps its rules, by which its hours are counted.
    return f"{value.isoformat()}|{zone.key}|{value.fold}" if isinstance(zone, ZoneInfo) else value.isoformat()


def _moment(value: Any) -> datetime:
    text, _, zone = value.partition("|")
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(value)
    if zone:
        key, _, fold = zone.partition("|")
        return found.replace(tzinfo=ZoneInfo(key), fold=int(fold))
    return found


def _length(value: Any) -> timedelta:
    if type(value) is not int:
        raise TypeError(value)
    return timedelta(microseconds=value)


_SIMPLE = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    NoneType: _exactly(NoneType),
    datetime: _Form(_time_zone, _moment),
    date: _Form(date.isoformat, date.fromisoformat),
    time: _Form(time.isoformat, time.fromisoformat),
    timedelta: _Form(lambda value: value // _SECOND, _length),
    ZoneInfo: _Form(lambda value: value.key, ZoneInfo),
}


def _either(kinds: tuple[Any, ...]) -> _Form:
    """One of several types: None as it is, else which of them it is, where there is more than one."""
    some = [kind for kind in kinds if kind is not NoneType]
    forms = [_form(kind) for kind in some]
    if len(some) == 1:
        write, read = forms[0].write, forms[0].read
        return _Form(
            lambda value: None if value is None else write(value), lambda value: None if value is None else read(value)
        )
    classes = [get_origin(kind) or kind for kind in some]

    def write_one(value: Any) -> Any:
        if value is None:
            return None
        place = next(place for place, kind in enumerate(classes) if isinstance(value, kind))
        return [place, forms[place].write(value)]

    def read_one(value: Any) -> Any:
        if value is None and len(some) < len(kinds):
            return None
        place, plain = value
        if type(place) is not int or place < 0:
            raise ValueError(place)
        return forms[place].read(plain)

    return _Form(write_one, read_one)


def _several(origin: Any, kinds: tuple[Any, ...]) -> _Form:
    if origin is tuple and kinds[-1:] != (Ellipsis,):
        return _row([_form(kind) for kind in kinds], tuple)
    form = _form(kinds[0])
    write, read = form.write, form.read

    def read_all(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError(value)
        return origin(map(read, value))

    if origin is frozenset:
        return _Form(lambda value: sorted(map(write, value)), read_all)
    return _Form(lambda value: list(map(write, value)), read_all)


def _row(forms: list[_Form], make: Callable[[list[Any]], Any]) -> _Form:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError(value)
        return make([form.read(each) for form, each in zip(forms, value, strict=True)])

    return _Form(lambda value: [form.write(each) for form, each in zip(forms, value, strict=True)], read)


def _mapping(keys: _Form, values: _Form) -> _Form:
    return _Form(
        lambda value: [[keys.write(key), values.write(each)] for key, each in value.items()],
        lambda value: {keys.read(key): values.read(each) for key, each in value},
    )


def _record(kind: type[Any]) -> _Form:
    """A dataclass, as an object of those of its fields that are not as they are by themselves."""
    hints = get_type_hints(kind)
    writers = [(each.name, _form(hints[each.name]).write, _default(each)) for each in fields(kind)]
    readers = {each.name: _form(hints[each.name]).read for each in fields(kind)}

    def write(value: Any) -> dict[str, Any]:
        found = {}
        for name, made_plain, default in writers:
            each = getattr(value, name)
            if each != default:
                found[name] = made_plain(each)
        return found

    def read(value: Any) -> Any:
        return kind(**{name: readers[name](each) for name, each in value.items()})

    return _Form(write, read)


def _default(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default
