"""The page of the manual tells what `--help` tells."""

from __future__ import annotations

import gzip
from pathlib import Path

from devtools import manual
from devtools.console import Console
from devtools.release import NAME, Release
from nanobanana_desktop.__main__ import make_parser

RELEASE = Release("1.2.0", 1_795_000_000, "x86_64")


def as_read(page: str) -> str:
    """Without the marks of the typesetter."""
    for mark, letter in {r"\fB": "", r"\fI": "", r"\fR": "", r"\-": "-", r"\(aq": "'"}.items():
        page = page.replace(mark, letter)
    return page


def test_page_tells_every_option_that_help_tells_and_none_of_the_hidden() -> None:
    page = as_read(manual.page(make_parser(), RELEASE))
    told = " ".join(make_parser().format_help().split())
    lines = page.splitlines()
    options = [lines[number + 1 : number + 3] for number, line in enumerate(lines) if line == ".TP"]
    assert {names.split()[0].strip(",") for names, _ in options} == {
        word.strip("[],") for word in told.split(" options: ")[0].split() if word.startswith("[-")
    }
    assert all(text in told for _, text in options)
    assert "--data-dir DIR" in page
    assert "--first-paint" not in page
    assert f"{NAME} - make pictures with" in page
    assert "1.2.0" in lines[0]
    assert RELEASE.date in lines[0]


def test_what_a_typesetter_would_take_for_a_mark_is_shown() -> None:
    parser = make_parser()
    parser.description = r"It's a \ and a -dash."
    assert r"It\(aqs a \e and a \-dash." in manual.page(parser, RELEASE)


def test_page_is_the_same_each_time(tmp_path: Path) -> None:
    packed = []
    for name in ("first", "second"):
        manual.write(Console(), tmp_path / name, RELEASE)
        packed.append((tmp_path / name / "man" / "man1" / f"{NAME}.1.gz").read_bytes())
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]).startswith(b".TH ")
