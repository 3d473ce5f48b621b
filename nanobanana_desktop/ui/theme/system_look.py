"""What the desktop asks of the look of programs, where Qt does not know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class SystemLook(NamedTuple):
    """`dark` is None while nothing is known or the person has no preference."""

    dark: bool | None = None
    more_contrast: bool = False
    less_motion: bool = False

    def to_mapping(self) -> dict[str, bool | None]:
        """Plain values that JSON can hold."""
        return self._asdict()

    @classmethod
    def from_mapping(cls, raw: object) -> SystemLook:
        """What `to_mapping` gave in an earlier session; nothing is known of what makes no sense."""
        known: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        dark = known.get("dark")
        return cls(
            dark if isinstance(dark, bool) else None,
            known.get("more_contrast") is True,
            known.get("less_motion") is True,
        )
