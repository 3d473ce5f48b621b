"""What is made for macOS from the application: a disk image, notarised where that is set up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from devtools.console import Console, child_environment
from devtools.layout import ROOT
from devtools.release import Release

SCRIPTS: Final = ROOT / "packaging" / "macos"
_NOTARY: Final = ("NOTARY_APPLE_ID", "NOTARY_TEAM_ID", "NOTARY_PASSWORD")


def make(console: Console, release: Release) -> list[Path]:
    """The disk image of `dist/NanoBanana Desktop.app`."""
    with console.step("dmg", "a disk image of the application"):
        told = console.run([SCRIPTS / "make_dmg.sh", release.version], env=child_environment())
    image = Path(told.strip().splitlines()[-1])
    if all(os.environ.get(name) for name in _NOTARY):
        with console.step("notarise", "by the vendor of the system"):
            console.run([SCRIPTS / "notarize.sh", image], env=child_environment())
    else:
        console.line("notarise", "left out: no account is set in the environment")
    return [image]
