"""What a view adds to the words by which screen readers tell a row."""

from __future__ import annotations

from typing import NamedTuple


class RowWords(NamedTuple):
    """Said before and behind what the task itself is; empty where there is nothing to add."""

    before: str = ""
    behind: str = ""
