"""Numbers of things, as they are read: with separators in every text, short where room is short."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication

import nanobanana_desktop.ui
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.error_texts import error_text
from tests.ui.catalogues import catalogue

UI: Final = Path(nanobanana_desktop.ui.__file__).parent
COUNTS: Final = frozenset(
    {"count", "n", "number", "total", "done", "working", "queued", "failed", "limit", "left"}
)
NOT_WORDS: Final = frozenset({"str", "len", "min", "max", "round", "int", "sum"})
"""Calls that give a bare number, or its digits without separators."""


AT_MOST_SIX: Final = frozenset(
    {
        "create/create_pane.py count",
        "create/reference_tile.py number",
        "create/references_field.py count",
        "create/references_field.py limit",
        "stage/compare_facts.py count",
    }
)
"""Reference images."""


def call_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def bare_counts(file: Path) -> Iterator[str]:
    """Places where a number goes into a text as it is."""
    tree = ast.parse(file.read_text("utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        worded = {
            target
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target, value in assigned(node)
            if is_worded(value, frozenset())
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and call_name(node) == "format":
                for word in node.keywords:
                    place = f"{file.relative_to(UI).as_posix()} {word.arg}"
                    is_bare = word.arg in COUNTS and not is_worded(word.value, worded)
                    if is_bare and place not in AT_MOST_SIX:
                        yield f"line {node.lineno} of {place}"


def assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))


def is_worded(value: ast.expr, worded: frozenset[str] | set[str]) -> bool:
    if isinstance(value, ast.Call):
        return call_name(value) not in NOT_WORDS
    if isinstance(value, ast.Attribute):
        return value.attr.endswith("text")
    return isinstance(value, ast.Name) and value.id in worded


def test_no_number_goes_into_a_text_without_its_separators() -> None:
    assert [place for file in sorted(UI.rglob("*.py")) for place in bare_counts(file)] == []


MANY: Final = 12_345


def test_every_text_that_counts_groups_its_digits(language: str) -> None:
    counted = [key for key in catalogue("en") if re.search("%L?n", key[1])]
    assert len(counted) > 40
    texts = {key: QCoreApplication.translate(*key, "", MANY) for key in counted}
    assert {key: text for key, text in texts.items() if "12,345" not in text} == {}


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (0, "0", "0"),
        (987, "987", "987"),
        (1_000, "1k", "1,000"),
        (1_299, "1.2k", "1,299"),
        (9_999, "9.9k", "9,999"),
        (10_000, "10k", "1万"),
        (12_999, "12k", "1.2万"),
        (100_000, "100k", "10万"),
        (999_999, "999k", "99万"),
        (3_450_000, "3.4M", "345万"),
        (123_456_789, "123M", "12,345万"),
    ],
)
def test_a_short_count_is_never_more_than_there_is(
    language: str, number: int, english: str, chinese: str
) -> None:
    assert formats.short_count(number) == (english if language == "en" else chinese)


def test_facts_of_trouble_are_grouped(language: str) -> None:
    text = error_text(ErrorCase.PROMPT_TOO_LONG, {"n": MANY})
    assert "12,345" in text.sentence
