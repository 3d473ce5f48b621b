"""Overrides that Qt asks for a value: an error in one is told once and answered harmlessly.

WORKAROUND: PySide 6.11 ends the program when an error leaves `eventFilter`, `visualRect` or
`visualRegionForSelection`, or when Qt calls a second override while the error of the first is
pending.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Value = TypeVar("_Value")


def guarded(
    fallback: Callable[[], _Value],
) -> Callable[[Callable[_Arguments, _Value]], Callable[_Arguments, _Value]]:
    """For overrides: after an error they return what `fallback` makes.

    The first error of each override goes to `sys.excepthook`, as errors do that nobody catches:
    overrides are called again and again, with the same error every time.
    """

    def guard(override: Callable[_Arguments, _Value]) -> Callable[_Arguments, _Value]:
        is_told = False

        @functools.wraps(override)
        def answer(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Value:
            nonlocal is_told
            try:
                return override(*args, **kwargs)
            except Exception as error:
                if not is_told:
                    is_told = True
                    sys.excepthook(type(error), error, error.__traceback__)
                return fallback()

        return answer

    return guard


def nothing() -> None:
    """The answer of overrides that Qt asks for none."""
