"""What the program needs from a Linux system, and how to get it there."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools.console import CommandError, Console, KnownError


@dataclass(frozen=True)
class Library:
    """A shared library that Qt loads from the system, and the packages that hold it."""

    soname: str
    debian: str
    arch: str


# What the PySide6 wheel links to and does not bring: platform plugins xcb, wayland and offscreen.
QT_LIBRARIES = (
    Library("libGL.so.1", "libgl1", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype2"),
    Library("libbrotlidec.so.1", "libbrotli1", "brotli"),
    Library("libX11.so.6", "libx11-6", "libx11"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libx11"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Library("libxcb.so.1", "libxcb1", "libxcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Library("libwayland-client.so.0", "libwayland-client0", "wayland"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "wayland"),
    Library("libwayland-egl.so.1", "libwayland-egl1", "wayland"),
)

# From Debian 13 and Ubuntu 24.04 on; there the old name stands for nothing.
RENAMED_SINCE_64_BIT_TIME = {"libglib2.0-0": "libglib2.0-0t64"}

VIRTUAL_SCREEN = ("xvfb", "openbox", "fonts-dejavu-core")
REFERENCE_FONTS = ("fonts-dejavu-core", "fonts-noto-cjk")
PACKAGING = (
    *VIRTUAL_SCREEN,
    "appstream",
    "cpio",
    "desktop-file-utils",
    "lintian",
    "patchelf",
    "rpm",
    "rpm2cpio",
    "squashfs-tools",
    "xz-utils",
)
WINDOW_TESTS = (
    *VIRTUAL_SCREEN,
    "fonts-noto-cjk",
    "xdotool",
    "xclip",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "at-spi2-core",
    "python3-pyatspi",
    "gir1.2-atspi-2.0",
    "strace",
)

APT = "apt-get"
FAMILIES = {
    "debian": APT,
    "ubuntu": APT,
    "fedora": "dnf",
    "rhel": "dnf",
    "centos": "dnf",
    "suse": "zypper",
    "opensuse": "zypper",
    "arch": "pacman",
}


def package_manager(os_release: str, has: Callable[[str], bool]) -> str | None:
    """`apt-get`, `dnf`, `zypper`, `pacman`, or None for a distribution not known here.

    `os_release` is the text of the file of that name; `has` tells whether a command exists.
    """
    names: list[str] = []
    for line in os_release.splitlines():
        key, _, value = line.partition("=")
        if key in {"ID", "ID_LIKE"}:
            names += value.strip().strip("\"'").split()
    by_family = [FAMILIES[name] for name in names if name in FAMILIES]
    return next((name for name in [*by_family, *FAMILIES.values()] if has(name)), None)


def missing_libraries(
    libraries: Iterable[Library] = QT_LIBRARIES,
    cache: str | None = None,
    loads: Callable[[str], bool] | None = None,
) -> list[Library]:
    """The libraries that neither the loader's cache nor the loader itself finds."""
    known = _loader_cache() if cache is None else cache
    found = {line.split()[0] for line in known.splitlines() if "=>" in line}
    loads = loads or _loads
    return [each for each in libraries if each.soname not in found and not loads(each.soname)]


def _loader_cache() -> str:
    # The folder of ldconfig is not on everybody's search path.
    command = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        return subprocess.run([command, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def libraries_command(manager: str | None, libraries: Sequence[Library]) -> str:
    """The one command that installs the libraries, or their names where no command is known."""
    if manager == APT:
        return apt_command([each.debian for each in libraries], "sudo apt-get")
    if manager in {"dnf", "zypper"}:
        # RPM packages can be asked for by what they provide; the suffix names 64-bit libraries.
        provided = " ".join(f"'{each.soname}()(64bit)'" for each in libraries)
        return f"sudo {manager} install {provided}"
    if manager == "pacman":
        return "sudo pacman -S --needed " + " ".join(sorted({each.arch for each in libraries}))
    return "(install the packages that hold) " + " ".join(each.soname for each in libraries)


def apt_command(packages: Sequence[str], apt: str = "apt-get") -> str:
    return f"{apt} install -y --no-install-recommends {' '.join(packages)}"


def missing_debian_packages(packages: Sequence[str]) -> list[str]:
    """Those that dpkg does not know as installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.split() for line in answer.stdout.splitlines()]
    installed = {line[0] for line in lines if line[1:] == ["installed"]}
    return [name for name in packages if name not in installed]


class System:
    """The Linux system below: its package manager, and whether it may be used from here."""

    def __init__(self, console: Console) -> None:
        self._console = console
        try:
            os_release = Path("/etc/os-release").read_text(encoding="utf-8")
        except OSError:
            os_release = ""
        self.manager = package_manager(os_release, lambda name: shutil.which(name) is not None)
        self._prefix = self._find_prefix() if self.manager == APT else None

    @staticmethod
    def _find_prefix() -> list[str] | None:
        """What to put before apt-get: nothing for root, sudo where it asks for no password."""
        if os.geteuid() == 0:
            return []
        try:
            asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        except OSError:
            return None
        return ["sudo", "-n"] if asked.returncode == 0 else None

    @property
    def may_install(self) -> bool:
        return self._prefix is not None

    def install(self, packages: Sequence[str], why: str) -> None:
        """Installs Debian packages; raises KnownError with the command when that fails."""
        if self._prefix is None:
            raise KnownError(f"{why} Run this, then try again:\n\n{self.advice(packages)}\n", 2)
        apt = [*self._prefix, "env", "DEBIAN_FRONTEND=noninteractive", APT]
        # Another package manager at work (updates in the background) is waited for.
        apt += ["-q", "-o", "DPkg::Lock::Timeout=300"]
        try:
            with self._console.step("system", f"installing {_few(packages)}"):
                try:
                    self._console.run([*apt, "update"])
                except CommandError:
                    # One source that does not answer is no reason: the install itself decides.
                    self._console.line("", "apt-get update reported trouble; trying all the same")
                names = _names_of_today(packages)
                self._console.run([*apt, "install", "-y", "--no-install-recommends", *names])
        except CommandError as failure:
            raise KnownError(f"{why} This failed:\n\n{self.advice(packages)}\n", 2) from failure

    def advice(self, packages: Sequence[str]) -> str:
        prefix = "apt-get" if os.geteuid() == 0 else "sudo apt-get"
        return apt_command(_names_of_today(packages), prefix)


def _names_of_today(packages: Sequence[str]) -> list[str]:
    """The names that this release of the distribution uses."""
    return [
        RENAMED_SINCE_64_BIT_TIME[name]
        if name in RENAMED_SINCE_64_BIT_TIME and _apt_knows(RENAMED_SINCE_64_BIT_TIME[name])
        else name
        for name in packages
    ]


def _apt_knows(package: str) -> bool:
    answer = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return answer.returncode == 0


def _few(packages: Sequence[str]) -> str:
    shown = ", ".join(packages[:4])
    return shown if len(packages) <= 4 else f"{shown} and {len(packages) - 4} more packages"
