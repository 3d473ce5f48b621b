"""The page of the manual (section 1): the words of `--help`, as `man` sets them.

`write` has the page made in the program's own environment, where this module is run.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from devtools.console import Console, child_environment
from devtools.layout import ROOT, venv_python
from devtools.release import NAME, TITLE, Release, read_release


class _Collecting(argparse.HelpFormatter):
    """Is told what the help shows, which it gathers instead of laying it out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self.actions: list[argparse.Action] = []

    def add_argument(self, action: argparse.Action) -> None:
        if action.help is not argparse.SUPPRESS:
            self.actions.append(action)


def write(console: Console, share: Path, release: Release) -> None:
    """The packed page below `share` (for example `tree/usr/share`)."""
    env = child_environment() | {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "packaging"))),
        "SOURCE_DATE_EPOCH": str(release.epoch),
    }
    file = share / "man" / "man1" / f"{NAME}.1.gz"
    file.parent.mkdir(parents=True)
    console.run([venv_python(), "-m", "devtools.manual", file], env=env)


def page(parser: argparse.ArgumentParser, release: Release) -> str:
    """What `man` reads."""
    description = parser.description or ""
    head = f'.TH "{_plain(NAME.upper())}" 1 "{release.date}" "{TITLE} {release.version}"'
    summary = description[:1].lower() + description[1:].rstrip(".")
    parts = [
        head,
        ".SH NAME",
        f"{_plain(NAME)} \\- {_plain(summary)}",
        ".SH SYNOPSIS",
        f".B {_plain(NAME)}",
        r"[\fIoption\fR ...]",
        ".SH DESCRIPTION",
        _plain(description),
        ".SH OPTIONS",
        *_options(_shown(parser)),
    ]
    return "\n".join(parts) + "\n"


def _shown(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    formatter = _Collecting(parser.prog)
    parser.formatter_class = lambda prog: formatter
    parser.format_help()
    return formatter.actions


def _options(actions: Iterable[argparse.Action]) -> Iterable[str]:
    for action in actions:
        names = ", ".join(rf"\fB{_plain(name)}\fR" for name in action.option_strings)
        value = rf" \fI{_plain(str(action.metavar))}\fR" if action.metavar else ""
        yield from (".TP", names + value, _plain(action.help or ""))


def _plain(text: str) -> str:
    """Text that `man` shows letter for letter; a hyphen of a command can be copied."""
    return text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")


def main(file: Path) -> None:
    """Write the packed page into `file`."""
    from nanobanana_desktop.__main__ import make_parser

    file.write_bytes(gzip.compress(page(make_parser(), read_release()).encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
