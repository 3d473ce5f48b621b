"""How large tiles are; the header knows the steps before anything is laid out."""

from __future__ import annotations

from typing import Final

HEIGHTS: Final = (96, 132, 172, 236, 320)
"""Target heights of a line of tiles at the five steps of the slider."""

DEFAULT_STEP: Final = 2
