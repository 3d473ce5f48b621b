"""Every library that is built in brings its licence, or the build ends."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

import pytest

from devtools import licences
from devtools.licences import LicenceError, SystemPackage, licence_files


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian with one package, whose libraries are listed under the name before /usr/lib."""

    def ask(*words: str) -> str:
        if words[0] == "--show":
            return "zlib1g:amd64\t1:1.2.13"
        return f"zlib1g:amd64: {words[1]}" if words[1] == "/lib/libz.so.1" else ""

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr(licences, "_ask", ask)
    monkeypatch.setattr(licences, "_DOCUMENTS", tmp_path)
    (tmp_path / "zlib1g").mkdir()
    return tmp_path


@pytest.mark.parametrize("version", ["1.2.13", "1:1.2.13.dfsg-1", "2.74.6-2+deb12u9", "1~rc1"])
def test_package_is_known_again_by_the_name_of_its_file(version: str) -> None:
    package = SystemPackage("libxcb-render-util0", version)
    assert ":" not in package.file_name
    assert SystemPackage.of_file(Path("licences") / package.file_name) == package


def test_python_and_qt_bring_theirs_everywhere() -> None:
    found = licence_files([])
    assert "PYTHON SOFTWARE FOUNDATION" in found["Python.txt"].read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["LGPL-3.txt"].read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in found["GPL-3.txt"].read_text(encoding="utf-8")


def test_library_of_the_system_brings_its_text_and_those_it_names(documents: Path) -> None:
    text = documents / "zlib1g" / "copyright"
    text.write_text("See /usr/share/common-licenses/GPL-2.", encoding="utf-8")
    found = licence_files([Path("/usr/lib/libz.so.1")])
    assert found["zlib1g_1%3a1.2.13.txt"] == text
    assert found["GPL-2.txt"] == Path("/usr/share/common-licenses/GPL-2")


def test_library_without_a_licence_ends_the_build(documents: Path) -> None:
    with pytest.raises(LicenceError, match="zlib1g would be shipped"):
        licence_files([Path("/usr/lib/libz.so.1")])


def test_library_of_nobody_ends_the_build(documents: Path) -> None:
    with pytest.raises(LicenceError, match="libodd"):
        licence_files([Path("/opt/odd/libodd.so.1")])


def test_libraries_of_python_packages_are_left_to_them(documents: Path) -> None:
    own = Path(sysconfig.get_path("platlib")) / "PySide6" / "libpyside6.so"
    assert "zlib1g_1%3a1.2.13.txt" not in licence_files([own])
