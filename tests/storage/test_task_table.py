"""The list of tasks: what a spreadsheet opens is what was meant, and nothing is carried out."""

from __future__ import annotations

import csv
import io
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.storage.task_table import COLUMNS, cell, table_head, table_rows
from tests.fakes import make_image, make_task


def read(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
    ],
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.text())
def test_every_cell_is_read_back_as_it_was_written(text: str) -> None:
    row = read(table_rows([make_task(params=GenerationParams(prompt=text))]))[0]
    assert row[COLUMNS.index("prompt")] == cell(text)
    assert not row[COLUMNS.index("prompt")].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_list_begins_as_excel_wants_it_and_its_lines_end_as_the_rfc_does() -> None:
    head = table_head()
    assert head.startswith(b"\xef\xbb\xbfcreated,finished,state,prompt,")
    assert head.endswith(b"\r\n")
    assert read(head) == [list(COLUMNS)]


def test_a_row_tells_what_is_known() -> None:
    reference = Reference(kind=ReferenceKind.LINK, name="猫.png", url="https://private/x")
    task = make_task(
        id="t1",
        created_at=0.0,
        finished_at=60.0,
        state=TaskState.DONE,
        params=GenerationParams(
            prompt='a "quoted", 香蕉\nline', aspect_ratio=None, references=(reference, reference)
        ),
        image=make_image(width=100, height=50),
        amount="0.24",
        rating=3,
        starred=True,
        tags=("a", "b"),
        note="=HYPERLINK()",
    )
    data = table_rows([task], UTC)
    row = dict(zip(COLUMNS, read(data)[0], strict=True))
    assert row["created"] == "1970-01-01 00:00:00"
    assert row["finished"] == "1970-01-01 00:01:00"
    assert row["prompt"] == 'a "quoted", 香蕉\nline'
    assert (row["aspect ratio"], row["references"]) == ("auto", "猫.png; 猫.png")
    assert (row["width"], row["height"], row["file"]) == ("100", "50", "2026/11/picture.png")
    assert (row["cost"], row["rating"], row["starred"], row["tags"]) == ("0.24", "3", "yes", "a; b")
    assert row["note"] == "'=HYPERLINK()"
    assert b"private" not in data


def test_a_task_that_came_to_nothing_has_a_row_too() -> None:
    task = make_task(created_at=1e300, params=GenerationParams(prompt="x\0y" * 30_000))
    row = dict(zip(COLUMNS, read(table_rows([task], UTC))[0], strict=True))
    assert (row["created"], row["width"], row["file"]) == ("", "", "")
    assert len(row["prompt"]) == 32_766
