"""How small what is pressed may become."""

from __future__ import annotations

from typing import Final

LEAST_TARGET: Final = 24
"""Real pixels, with small text too: below, one misses it with the mouse or a finger."""
