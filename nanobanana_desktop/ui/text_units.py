"""Lengths as Qt counts them."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """The length in UTF-16 units; characters beyond the first plane have two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
