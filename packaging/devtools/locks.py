"""`dev.py lock`: writes the requirement files anew from pyproject.toml.

The files pin every version for Linux, macOS and Windows and every supported Python, with the
hashes of all wheels and without any download address.
"""

from __future__ import annotations

from collections.abc import Sequence

from devtools.console import Console, KnownError, child_environment
from devtools.interpreters import OLDEST
from devtools.layout import REQUIREMENTS, ROOT, venv_python

COMMON = (
    "--universal",
    "--python-version",
    f"{OLDEST[0]}.{OLDEST[1]}",
    "--only-binary",
    ":all:",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--annotation-style",
    "line",
    "--custom-compile-command",
    "python3 packaging/dev.py lock",
    "--quiet",
)
# The developer's set is solved first; the smaller sets take their versions from it.
FILES = {
    "dev.txt": ("pyproject.toml", "--group", "dev"),
    "run.txt": ("pyproject.toml",),
    "build.txt": ("--group", "build"),
}


def lock(console: Console, arguments: Sequence[str]) -> int:
    """`arguments` go to uv when it solves dev.txt, for example `--upgrade`."""
    uv = [str(venv_python()), "-m", "uv", "pip", "compile"]
    for name, sources in FILES.items():
        target = (REQUIREMENTS / name).relative_to(ROOT)
        extra = list(arguments)
        if name != "dev.txt":
            # Solved from nothing but the versions of dev.txt, so that the sets never differ.
            solved = (REQUIREMENTS / "dev.txt").relative_to(ROOT)
            extra = ["--upgrade", "--constraints", str(solved)]
        with console.step("lock", str(target)):
            output = ["--output-file", str(target)]
            console.run([*uv, *sources, *COMMON, *extra, *output], env=child_environment())
        if "://" in (REQUIREMENTS / name).read_text(encoding="utf-8"):
            raise KnownError(f"{target} names a download address; check the settings of uv.")
    return 0
