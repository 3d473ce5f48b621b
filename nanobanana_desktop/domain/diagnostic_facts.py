"""What of the settings may leave the computer with a report about a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Final

from nanobanana_desktop.domain.settings import Settings

_TOLD: Final = frozenset({"shortcuts", "seen_version"})
"""Beside switches, numbers and choices; all else may hold names, folders or addresses."""


def settings_told(settings: Settings) -> dict[str, object]:
    """Each setting by its name: its value when that says nothing about the person, else whether
    there is one at all.
    """
    default = Settings()
    return {
        field.name: _told(field.name, getattr(settings, field.name), getattr(default, field.name))
        for field in fields(Settings)
    }


def _told(name: str, value: object, default: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | float):
        return value
    if name in _TOLD:
        if isinstance(value, Mapping):
            return {command: list(keys) for command, keys in value.items()}
        return value
    return "as it came" if value == default else "changed"
