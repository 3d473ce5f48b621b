"""How many bytes are accepted from outside."""

from __future__ import annotations

from typing import Final

ANSWER_LIMIT: Final = 1024 * 1024
"""Bytes of an answer of the service, inline pictures not counted."""
PICTURE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a picture, or of an answer that holds one."""
