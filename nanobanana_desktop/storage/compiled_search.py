"""A search in the words of SQLite, over `tasks AS t` and `task_search AS s`."""

from __future__ import annotations

from typing import Final, NamedTuple


class Sql(NamedTuple):
    """A piece of SQL and the values bound in it, in their order."""

    text: str
    values: tuple[str | int | float, ...] = ()


EVERYTHING: Final = Sql("1")


class CompiledSearch(NamedTuple):
    """The condition alone decides; it has `s` in it only if `reads_text`.

    Without `match` any row may be a hit. With it every hit matches it in the full-text index or is
    among the numbers that `also` selects.
    """

    condition: Sql = EVERYTHING
    reads_text: bool = False
    match: str | None = None
    also: tuple[Sql, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it finds everything."""
        return self.condition == EVERYTHING
