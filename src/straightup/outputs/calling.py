"""Jinja, with what our templates do most made cheap: to call something, and to say a sentence in some language."""

from collections.abc import Callable
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from straightup.outputs.language.language import Language

_PLAIN = frozenset({FunctionType, BuiltinFunctionType, MethodType, partial, Macro})


class QuickContext(Context):
    """A context that calls what wants nothing of it without asking it twice."""

    def call(self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if type(__obj) in _PLAIN and getattr(__obj, "jinja_pass_arg", None) is None:
            # The two that compiled templates hand over in a loop or a block are for what asks for the context.
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


def speak(environment: Environment, language: Language) -> None:
    """Has the templates of `environment` say their sentences in `language`; what is put into one is escaped."""
    translations = language.translations
    said: dict[str, Markup] = {}

    def gettext(message: str, **values: Any) -> Markup:
        if values:
            return _filled(translations.gettext(message), values)
        if message not in said:
            said[message] = _filled(translations.gettext(message), values)
        return said[message]

    def ngettext(one: str, many: str, number: int, **values: Any) -> Markup:
        values.setdefault("num", number)
        return _filled(translations.ngettext(one, many, number), values)

    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def _filled(text: str, values: dict[str, Any]) -> Markup:
    return Markup(text % {name: escape(value) for name, value in values.items()})  # noqa: S704 -- every value is escaped
