#!/usr/bin/env python3
"""The texts of the program in its languages: collected, checked and compiled.

Usage: python3 packaging/translations.py check | update | release

`update` brings resources/i18n/*.ts in step with the source, `check` tells whether they are and
whether every text is translated, `release` compiles *.qm files for the program. The tools come
with PySide6 in .venv, so `python3 packaging/dev.py run`, `test` or `check` goes before.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from devtools.console import KnownError
from devtools.layout import ROOT, site_packages

SOURCES = ROOT / "nanobanana_desktop"
TEXTS = ROOT / "resources" / "i18n"
# English is the source; it has a file for its plural forms only.
LANGUAGES = {"zh_CN": (), "en": ("-pluralonly",)}
# Names of the windows' own placeholders, and Qt's count.
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%L?n|%L?[1-9]")


@dataclass(frozen=True)
class Message:
    """One text and what stands for it in another language; several forms when it is counted."""

    context: str
    source: str
    forms: tuple[str, ...]
    is_finished: bool
    is_counted: bool

    def faults(self) -> Iterator[str]:
        place = f"{self.context}: {self.source!r}"
        if not self.is_finished or not all(form.strip() for form in self.forms):
            yield f"not translated: {place}"
            return
        wanted = sorted(PLACEHOLDER.findall(self.source))
        for form in self.forms:
            found = sorted(PLACEHOLDER.findall(form))
            # "One picture" may do without its number.
            spelled_out = self.is_counted and len(self.forms) > 1 and form == self.forms[0]
            if found != wanted and not (
                spelled_out and found == [each for each in wanted if each[-1] != "n"]
            ):
                yield f"placeholders differ: {place} and {form!r}"


def file_of(language: str, folder: Path = TEXTS) -> Path:
    return folder / f"nanobanana_{language}.ts"


def tool(name: str) -> Path:
    """A program inside the PySide6 package; its wrappers in Python cost a third of a second."""
    installed = site_packages()
    file = f"{name}.exe" if sys.platform == "win32" else name
    if installed is None or not (installed / "PySide6" / file).exists():
        raise KnownError(f"PySide6's {name} is not in .venv; run: python3 packaging/dev.py setup")
    return installed / "PySide6" / file


def collect(folder: Path) -> None:
    """Brings the files of all languages in `folder` in step with the source."""
    names = sorted(str(path.relative_to(ROOT)) for path in SOURCES.rglob("*.py"))
    with tempfile.TemporaryDirectory() as scratch:
        # A list in a file: command lines on Windows are short.
        listing = Path(scratch) / "sources"
        listing.write_text("\n".join(names), encoding="utf-8")
        for language, options in LANGUAGES.items():
            output = ["-ts", str(file_of(language, folder)), "-target-language", language]
            told = _run("lupdate", [f"@{listing}", *output, "-locations", "none", *_KEEP, *options])
            # A text that lupdate cannot read would stay English in every language.
            for line in told.splitlines():
                if "warning" in line.lower() or "error" in line.lower():
                    raise KnownError(f"lupdate: {line.strip()}")


_KEEP = ("-no-obsolete", "-silent")


def _run(name: str, arguments: Sequence[str]) -> str:
    answer = subprocess.run(
        [str(tool(name)), *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    told = answer.stdout + answer.stderr
    if answer.returncode != 0:
        raise KnownError(f"{name} failed:\n{told}")
    return told


def messages(path: Path) -> list[Message]:
    root = ET.parse(path).getroot()
    found = []
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in {"vanished", "obsolete"}:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Message(
                    context.findtext("name") or "",
                    message.findtext("source") or "",
                    tuple(forms or [translation.text or ""]),
                    translation.get("type") != "unfinished",
                    message.get("numerus") == "yes",
                )
            )
    return found


def check() -> list[str]:
    """What is wrong, one line for each finding; empty when all is well."""
    missing = [file_of(each).name for each in LANGUAGES if not file_of(each).exists()]
    if missing:
        return [f"{name} is missing; run: packaging/translations.py update" for name in missing]
    findings: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for language in LANGUAGES:
            shutil.copy(file_of(language), file_of(language, folder))
        collect(folder)
        for language in LANGUAGES:
            mine, fresh = file_of(language), file_of(language, folder)
            if mine.read_bytes() != fresh.read_bytes():
                findings += _differences(mine, fresh)
    for language in LANGUAGES:
        name = file_of(language).name
        findings += [
            f"{name}: {fault}"
            for message in messages(file_of(language))
            for fault in message.faults()
        ]
    return findings


def _differences(mine: Path, fresh: Path) -> list[str]:
    old = {(each.context, each.source) for each in messages(mine)}
    new = {(each.context, each.source) for each in messages(fresh)}
    added = [f"{mine.name}: not yet in the file: {c}: {s!r}" for c, s in sorted(new - old)]
    gone = [f"{mine.name}: no longer in the source: {c}: {s!r}" for c, s in sorted(old - new)]
    return added + gone or [f"{mine.name}: differs from what lupdate writes"]


def stale(folder: Path = TEXTS) -> list[Path]:
    """The .ts files whose .qm file is missing or older."""
    found = []
    for source in sorted(folder.glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            found.append(source)
    return found


def release(sources: Sequence[Path]) -> None:
    for source in sources:
        unfinished = source.with_suffix(".qm.part")
        _run("lrelease", ["-silent", str(source), "-qm", str(unfinished)])
        unfinished.replace(source.with_suffix(".qm"))


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case ["check"]:
            findings = check()
            print("\n".join(findings) or "translations are complete")
            return 1 if findings else 0
        case ["update"]:
            TEXTS.mkdir(parents=True, exist_ok=True)
            collect(TEXTS)
        case ["release"]:
            release(sorted(TEXTS.glob("*.ts")))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KnownError as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(1)
