"""Size and speed of the built program beside a bare window that PyInstaller built the same way."""

from __future__ import annotations

import lzma
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from devtools.console import Console, child_environment
from devtools.layout import BUILD, ROOT, venv_python
from devtools.linux_tree import total_size, walk
from devtools.virtual_screen import has_display, is_available, virtual_screen

SIZE_LIMIT: Final = 1.3
TIME_LIMIT: Final = 1.5
INSTALLED_LIMIT: Final = 150e6
DOWNLOAD_LIMIT: Final = 50e6
ROUNDS: Final = 15

_BARE: Final = """\
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = True


application = QApplication([])
window = BareWindow()
window.resize(1280, 800)
window.show()
while not window.painted:
    application.processEvents()
with open(sys.argv[-1], "w") as file:
    file.write(str(time.monotonic()))
"""


_RECIPE: Final = """\
import sys

sys.path.insert(0, {packaging!r})
from devtools.trimming import IS_LINUX, UNUSED_MODULES, kept, reached

analysis = Analysis([{script!r}], excludes=UNUSED_MODULES, optimize=1)
analysis.binaries = reached(kept(analysis.binaries))
analysis.datas = kept(analysis.datas)
exe = EXE(
    PYZ(analysis.pure), analysis.scripts, exclude_binaries=True, name={name!r},
    console=False, strip=IS_LINUX, upx=False,
)
COLLECT(exe, analysis.binaries, analysis.datas, name={name!r}, strip=IS_LINUX, upx=False)
"""


def compare(console: Console, bundle: Path, executable: Path, download: Path | None) -> None:
    """Print the figures; a limit that is passed is said and does not end the build.

    They are those beside a window whose build leaves out the same parts of Qt as the program's.
    Beside PyInstaller's defaults, which pack what lies about, the sizes are told for comparison.
    """
    bare, plain = _build_bare(console)
    with console.step("compare", "size and time beside a bare window"):
        _compare_sizes(console, bundle, bare, download)
        ratio = total_size(bundle) / total_size(plain)
        console.line("", f"{ratio:.2f} x of the {total_size(plain) / 1e6:.0f} MB of the defaults")
        if has_display(os.environ, sys.platform):
            _compare_times(console, executable, bare, child_environment())
        elif is_available():
            with virtual_screen(child_environment()) as env:
                _compare_times(console, executable, bare, env)
        else:
            console.line("", "no screen here: the time to the first paint is not measured")


def _build_bare(console: Console) -> tuple[Path, Path]:
    """The folders of a one-window program: trimmed as the program is, and by the defaults."""
    work = BUILD / "bare-window"
    work.mkdir(parents=True, exist_ok=True)
    script, recipe = work / "bare_window.py", work / "trimmed.spec"
    script.write_text(_BARE, encoding="utf-8")
    packaging = str(ROOT / "packaging")
    text = _RECIPE.format(packaging=packaging, script=str(script), name="bare_window")
    recipe.write_text(text, encoding="utf-8")
    strip = ["--strip"] if sys.platform == "linux" else []
    options = ["--windowed", "--onedir", *strip, "--specpath", work, script]
    made = []
    with console.step("bare", "PyInstaller makes a program of one empty window, twice"):
        for name, what in (("trimmed", [recipe]), ("defaults", options)):
            places = ["--distpath", work / name, "--workpath", work / "work"]
            words = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, *what]
            console.run([venv_python(), *words], env=child_environment())
            made.append(work / name / "bare_window")
    return made[0], made[1]


def _compare_sizes(console: Console, bundle: Path, bare: Path, download: Path | None) -> None:
    ours, floor = total_size(bundle), total_size(bare)
    _tell(console, "installed", ours / floor, SIZE_LIMIT, f"{ours / 1e6:.1f} MB", floor / 1e6)
    _tell_limit(console, "installed", ours, INSTALLED_LIMIT)
    packed = download.stat().st_size if download else _packed_size(bundle)
    bare_packed = _packed_size(bare)
    size = f"{packed / 1e6:.1f} MB"
    _tell(console, "download", packed / bare_packed, SIZE_LIMIT, size, bare_packed / 1e6)
    _tell_limit(console, "download", packed, DOWNLOAD_LIMIT)


def _compare_times(console: Console, executable: Path, bare: Path, env: dict[str, str]) -> None:
    name = "bare_window.exe" if os.name == "nt" else "bare_window"
    ratios, ours, floors = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        mark = Path(folder) / "mark"
        data = Path(folder) / "data"
        program = [executable, "--data-dir", data, "--first-paint", mark]
        for number in range(ROUNDS + 1):
            floor = _time_to_paint([bare / name, mark], mark, env)
            own = _time_to_paint(program, mark, env)
            if number:  # The first round only warms the disk's cache.
                ratios.append(own / floor)
                ours.append(own * 1000)
                floors.append(floor * 1000)
    words = f"{statistics.median(ours):.0f} ms"
    ratio = statistics.median(ratios)
    _tell(console, "first paint", ratio, TIME_LIMIT, words, statistics.median(floors), "ms")


def _time_to_paint(command: Sequence[object], mark: Path, env: dict[str, str]) -> float:
    mark.unlink(missing_ok=True)
    started = time.monotonic()
    subprocess.run([str(word) for word in command], env=env, check=True, capture_output=True)
    return float(mark.read_text(encoding="ascii")) - started


def _packed_size(folder: Path) -> int:
    """As a `.tar.xz`; that of the program itself may be handed in."""
    with tempfile.TemporaryFile() as file:
        with (
            lzma.open(file, "wb", preset=6) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            for path in walk(folder):
                tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
        return file.tell()


def _tell(
    console: Console,
    what: str,
    ratio: float,
    limit: float,
    ours: str,
    floor: float,
    unit: str = "MB",
) -> None:
    verdict = "met" if ratio <= limit else "MISSED"
    text = f"{ours}, {ratio:.2f} x of {floor:.0f} {unit} (target {limit}): {verdict}"
    console.line(what, text)


def _tell_limit(console: Console, what: str, size: int, limit: float) -> None:
    verdict = "met" if size < limit else "MISSED"
    console.line(what, f"{size / 1e6:.1f} MB (target below {limit / 1e6:.0f} MB): {verdict}")
