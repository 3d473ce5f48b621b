from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.file_names import (
    EMPTY_SLUG,
    is_name_for_task,
    is_part_name,
    picture_folder,
    picture_stem,
    slug,
    task_tag,
)
from nanobanana_desktop.domain.picture_format import EXTENSIONS

WHEN = datetime(2026, 1, 9, 23, 59, tzinfo=UTC)
TASK_ID = "1A2b3c4d-0000-4000-8000-000000000000"

HOSTILE = [
    "",
    ".",
    "..",
    "../../etc/passwd",
    "..\\..\\windows\\system32",
    "/absolute",
    "C:\\x",
    "a\0b",
    "\0",
    "CON",
    "nul",
    "COM1",
    "LPT9.txt",
    "aux.png",
    "trailing dot.",
    "trailing space ",
    " leading",
    "-rf",
    "--option",
    "~root",
    "$HOME",
    "`id`",
    "$(id)",
    "a;b|c&d",
    "a<b>c",
    'a"b',
    "a'b",
    "a:b",
    "a*b?c",
    "a%2fb",
    "a\nb",
    "a\rb",
    "a\tb",
    "\x1b[31m",
    "\u202egnp.exe",
    "a\u200bb",
    "\ufeffbom",
    "\ud800",
    "\udfff\ud800",
    "a\ud83d",
    "😀" * 300,
    "👩‍👩‍👧‍👦",
    "x" * 5000,
    "猫" * 400,
    "é" * 100,
    "e\u0301" * 100,
    "\u0301\u0301",
    "__init__",
    "____",
    "----",
    "a_b_c",
    "ﬁancé",
    "İstanbul",
    "ǅ",
    "١٢٣",
    "क्षि",
    "한국어",
    "\u3000全角\u3000",
    "a/../b",
    "desktop.ini",
    ".part",
    "x.part",
    "\x7f\x80\x9f",
]


@pytest.mark.parametrize("prompt", HOSTILE)
def test_hostile_prompt_gives_a_plain_name(prompt: str) -> None:
    check_name(prompt)


@settings(deadline=None)
@given(st.text(st.characters()))
def test_any_prompt_gives_a_plain_name(prompt: str) -> None:
    check_name(prompt)


def check_name(prompt: str) -> None:
    part = slug(prompt)
    assert part
    assert len(part.encode()) <= 60
    assert all(char.isalnum() or char == "-" for char in part)
    assert not part.startswith("-")
    assert not part.endswith("-")
    name = f"{picture_stem(TASK_ID, prompt, WHEN)}.png"
    assert PurePosixPath(name).name == name
    assert name.startswith("2026-01-09_")
    assert name.endswith("_1a2b3c4d.png")
    assert is_name_for_task(name, TASK_ID, EXTENSIONS)
    assert is_part_name(f"{picture_stem(TASK_ID, prompt, WHEN)}.part")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A red fox, in the snow!", "a-red-fox-in-the-snow"),
        ("一只橘猫，坐在窗台上", "一只橘猫-坐在窗台上"),
        ("snake_case", "snake-case"),
        ("???", EMPTY_SLUG),
        ("é", unicodedata.normalize("NFC", "é")),
    ],
)
def test_slug_stays_readable(prompt: str, expected: str) -> None:
    assert slug(prompt) == expected


def test_slug_is_cut_between_characters() -> None:
    assert slug("猫" * 30) == "猫" * 20
    assert slug("ab 猫猫", 6) == "ab-猫"
    assert slug("ab 猫猫", 4) == "ab"
    assert slug("anything", 0) == EMPTY_SLUG


def test_folder_is_year_and_month() -> None:
    assert picture_folder(WHEN) == "2026/01"
    assert picture_folder(datetime(987, 12, 1, tzinfo=UTC)) == "0987/12"


def test_further_files_of_a_task_are_numbered() -> None:
    assert picture_stem(TASK_ID, "fox", WHEN, number=2) == "2026-01-09_fox_1a2b3c4d-2"
    assert is_name_for_task("2026-01-09_fox_1a2b3c4d-2.webp", TASK_ID, EXTENSIONS)


def test_tag_of_an_id_that_is_no_uuid() -> None:
    assert task_tag("short") == task_tag("short")
    assert task_tag("short") != task_tag("other")
    assert len(task_tag("\ud800")) == 8
    assert task_tag("") != task_tag("0")


@pytest.mark.parametrize(
    "name",
    [
        "setup.exe.part",
        "2026-01-09_fox.part",
        "2026-01-09_fox_1a2b3c4d.png",
        "2026-01-09_fox_1a2b3c4d.part.png",
        "2026-01-09_fox_1a2b3c4d-x.part",
        ".part",
    ],
)
def test_unfinished_files_of_others_are_not_ours(name: str) -> None:
    assert not is_part_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "2026-01-09_fox_1a2b3c4e.png",
        "2026-01-09_fox_1a2b3c4d.svg",
        "2026-01-09_fox_1a2b3c4d.part",
        "2026-01-09_1a2b3c4d_fox.png",
        "2026-01-09_fox_1a2b3c4d",
    ],
)
def test_other_files_do_not_belong_to_the_task(name: str) -> None:
    assert not is_name_for_task(name, TASK_ID, EXTENSIONS)
