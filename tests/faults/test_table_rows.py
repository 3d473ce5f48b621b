"""The table of thirty faults: none of its rows is without a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
ROWS = 30
NAME = re.compile(r"test_row((?:_\d{2})+)_")


def rows_of(source: str) -> Iterator[int]:
    """The numbers in the names of tests, such as 1 and 2 in `test_row_01_02_…`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            match = NAME.match(node.name)
            if match:
                yield from map(int, match[1].split("_")[1:])


def test_every_row_of_the_table_has_a_test() -> None:
    found = {
        row
        for path in TESTS.rglob("test_*.py")
        for row in rows_of(path.read_text(encoding="utf-8"))
    }
    assert sorted(set(range(1, ROWS + 1)) - found) == []
    assert max(found) <= ROWS


def test_a_row_is_read_out_of_the_name_of_a_test_only() -> None:
    source = "def test_row_01_02_kill(): ...\nasync def test_row_30_x(): ...\ndef row_07_y(): ..."
    assert set(rows_of(source)) == {1, 2, 30}
