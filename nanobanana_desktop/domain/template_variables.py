r"""Variables in a prompt: `{{name}}`, or `{{name=what stands there otherwise}}`.

A name has letters or digits of any script, with blanks, `_`, `-` and `.` between them, and stands
on one line. Everything else in braces is text: `{{"a": 1}}` is no variable. Of braces inside
braces the innermost count, and a default may have pairs of single ones. `\{{name}}` is the text
`{{name}}`; a backslash before such a sign is doubled. A full-width equals sign does too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, NamedTuple

NAME_LIMIT: Final = 60
"""Code points."""

_JOINS: Final = "_-. "


class Variable(NamedTuple):
    """`default` is None when something has to be written; empty when it may stay empty."""

    name: str
    default: str | None = None


def variables(text: str) -> tuple[Variable, ...]:
    """Each variable once, in the order in which they first stand there.

    The first default that is given holds for all places of its name.
    """
    found: dict[str, str | None] = {}

    def note(variable: Variable) -> None:
        if found.get(variable.name) is None:
            found[variable.name] = variable.default

    _replaced(text, note)
    return tuple(Variable(name, default) for name, default in found.items())


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with the values in place of their variables; one without a value stays to be seen.

    What a value says is not looked at again: `{{b}}` in the value of `a` is text.
    """

    def value(variable: Variable) -> str:
        return values.get(variable.name, f"{{{{{variable.name}}}}}")

    return _replaced(text, value)


def _replaced(text: str, take: Callable[[Variable], str | None]) -> str:
    def replace(found: re.Match[str]) -> str:
        slashes, name, default = found.groups()
        variable = _variable(name, default)
        if variable is None:
            return found[0]
        half = slashes[: len(slashes) // 2]
        if len(slashes) % 2:
            return half + found[0][len(slashes) :]
        return half + (take(variable) or "")

    return _pattern().sub(replace, text)


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when it is first needed."""
    return re.compile(
        r"(?<!\\)(\\*)\{\{([^{}=\uff1d\n]+)(?:[=\uff1d]((?:[^{}\n]|\{[^{}\n]*\})*))?\}\}"
    )


def _variable(name: str, default: str | None) -> Variable | None:
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(shown) <= NAME_LIMIT or not (shown[0].isalnum() or shown[0] == "_"):
        return None
    if not all(map(_may_stand_in_a_name, shown)):
        return None
    return Variable(shown, None if default is None else default.strip())


def _may_stand_in_a_name(character: str) -> bool:
    # Marks (M) are the vowels of Indic scripts.
    is_letter = character.isalnum() or unicodedata.category(character)[0] == "M"
    return is_letter or character in _JOINS
