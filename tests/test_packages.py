"""What `dev.py build` makes around the built folder: names, trees, icons, lists, scripts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import artwork
import pytest
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtSvg import QSvgRenderer

from devtools import linux_tree, sbom, windows_packages
from devtools.console import Console, KnownError
from devtools.layout import ROOT
from devtools.licences import SystemPackage
from devtools.release import NAME, Release, read_release
from nanobanana_desktop import __version__

RELEASE = Release("1.2.0", 1_795_000_000, "x86_64")
SCRIPTS = [path for path in sorted((ROOT / "packaging").rglob("*.sh")) if path.is_file()]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder as PyInstaller makes it, of a program that says what it was started with."""
    folder = tmp_path / "dist" / NAME
    package = folder / "_internal" / "some_package-2.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Name: Some_Package\nVersion: 2.0\nLicense: MIT\n")
    (folder / NAME).write_text('#!/bin/sh\necho "started with $*"\n')
    (folder / NAME).chmod(0o700)
    (folder / "_internal" / "library.so").write_bytes(b"\x7fELF GLIBC_2.4\0 GLIBC_2.36\0")
    (folder / "_internal" / "library.so").chmod(0o777)
    (folder / "_internal" / "link.so").symlink_to("library.so")
    return folder


@pytest.fixture(scope="module")
def art(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    artwork.make(folder)
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in linux_tree.walk(folder)
        if path.is_file() and not path.is_symlink()
    }


def test_version_comes_from_the_program() -> None:
    assert read_release().version == __version__


def test_checkout_without_a_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nanobanana_desktop").mkdir()
    (tmp_path / "nanobanana_desktop" / "__init__.py").write_text("")
    with pytest.raises(KnownError, match="no version"):
        read_release(tmp_path)


@pytest.mark.parametrize("ending", ["ico", "icns"])
def test_icons_hold_every_size(art: Path, ending: str) -> None:
    reader = QImageReader(str(art / f"{NAME}.{ending}"))
    sizes = []
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        sizes.append(reader.read().width())
    wanted = artwork.ICO_SIZES if ending == "ico" else tuple(artwork.ICNS_TYPES.values())
    assert tuple(sizes) == wanted


def test_icons_are_drawn_and_not_empty(qapp: object) -> None:
    image = QImage.fromData(artwork.draw(QSvgRenderer(str(artwork.SOURCE)), 64))
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(32, 12).alpha() == 255


def test_tree_has_plain_rights_and_a_command_that_leads_to_the_program(
    bundle: Path, art: Path, tmp_path: Path
) -> None:
    prefix = tmp_path / "tree" / "usr"
    linux_tree.stage(bundle, art, prefix, RELEASE)
    rights = {
        path.name: path.stat().st_mode & 0o777
        for path in linux_tree.walk(prefix / "lib")
        if not path.is_symlink()
    }
    assert rights[NAME] == 0o755
    assert rights["library.so"] == 0o644
    assert rights["_internal"] == 0o755
    told = subprocess.check_output([prefix / "bin" / NAME, "--demo"], text=True)
    assert told == "started with --demo\n"
    assert (prefix / "share/icons/hicolor/48x48/apps" / f"{NAME}.png").is_file()
    metainfo = (prefix / "share/metainfo" / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")
    assert f'version="1.2.0" date="{RELEASE.date}"' in metainfo
    assert "@" not in metainfo


def test_needed_c_library_is_the_newest_that_any_part_needs(bundle: Path) -> None:
    assert linux_tree.newest_glibc(bundle) == "2.36"


def test_file_that_names_the_building_machines_folder_is_refused(tmp_path: Path) -> None:
    place, built = tmp_path / "checkout", tmp_path / "built"
    (built / "inner").mkdir(parents=True)
    (built / "inner" / "fine.json").write_text("{}", encoding="utf-8")
    linux_tree.check_nothing_tells_of(place, built)
    (built / "inner" / "telling.json").write_text(f'"file://{place}"', encoding="utf-8")
    with pytest.raises(KnownError, match="telling"):
        linux_tree.check_nothing_tells_of(place, built)


def test_menu_entry_names_the_command_and_the_window(tmp_path: Path) -> None:
    entry = (linux_tree.LINUX / f"{NAME}.desktop").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^([A-Za-z\[\]_]+)=(.*)$", entry, re.MULTILINE))
    assert lines["Exec"] == lines["Icon"] == lines["StartupWMClass"] == NAME
    assert lines["Comment[zh_CN]"]


def test_list_of_what_is_shipped_is_the_same_for_the_same_build(
    bundle: Path, tmp_path: Path
) -> None:
    told = {"python": "3.11.2", "sqlite": "3.40.1", "pictures": {"qt": "6.11.3"}}
    (bundle / "libicudata.so.73").touch()
    (bundle / "licences").mkdir()
    (bundle / "licences" / "PyInstaller-6.22.3.txt").touch()
    (bundle / "licences" / SystemPackage("libodd1", "1:2.0-1").file_name).touch()
    first = sbom.write_sbom(bundle, tmp_path, RELEASE, told).read_bytes()
    assert sbom.write_sbom(bundle, tmp_path, RELEASE, told).read_bytes() == first
    document = json.loads(first)
    names = {each["name"]: each["version"] for each in document["components"]}
    assert names == {
        "Some_Package": "2.0",
        "icu": "73",
        "libodd1": "1:2.0-1",
        "pyinstaller-bootloader": "6.22.3",
        "python": "3.11.2",
        "qt": "6.11.3",
        "sqlite": "3.40.1",
    }
    assert document["metadata"]["component"]["version"] == "1.2.0"


def test_list_of_an_empty_build_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(KnownError, match="tells nothing"):
        sbom.write_sbom(tmp_path / "empty", tmp_path, RELEASE, {})


def test_zip_holds_the_folder_and_is_the_same_each_time(bundle: Path, tmp_path: Path) -> None:
    console = Console()
    first = windows_packages.make_zip(console, bundle, tmp_path, RELEASE)
    content = first.read_bytes()
    assert windows_packages.make_zip(console, bundle, tmp_path, RELEASE).read_bytes() == content
    with zipfile.ZipFile(first) as packed:
        assert f"{NAME}/{NAME}" in packed.namelist()
        assert all(name.startswith(f"{NAME}/") for name in packed.namelist())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_can_be_read_by_any_shell(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert os.access(script, os.X_OK)


def command_of(entry: Path) -> str:
    """What a desktop starts, by the two ways of quoting of the Desktop Entry Specification."""
    (value,) = re.findall(r"^Exec=(.*)$", entry.read_text(encoding="utf-8"), re.MULTILINE)
    line = re.sub(r"\\(.)", r"\1", value)
    assert (line[0], line[-1]) == ('"', '"')
    assert not re.search(r'(?<!\\)(\\\\)*["`$]', line[1:-1]), "the quotes end in the middle"
    assert not re.search(r"%(?!%)", line[1:-1].replace("%%", "")), "a field code"
    return re.sub(r"\\(.)", r"\1", line[1:-1]).replace("%%", "%")


class Person:
    """A home without anything, and the unpacked archive."""

    def __init__(self, bundle: Path, art: Path, folder: Path) -> None:
        self.home = folder / 'a \\ home with $pace & `more` of "it", 100%f | 1'
        self.home.mkdir()
        self.archive = folder / "archive"
        linux_tree.stage(bundle, art, folder / "tree" / "usr", RELEASE)
        (folder / "tree" / "usr" / "share").rename(folder / "share")
        self.archive.mkdir()
        (folder / "share").rename(self.archive / "share")
        linux_tree.copy_bundle(bundle, self.archive / NAME)
        for name in ("install.sh", "uninstall.sh"):
            (self.archive / name).write_bytes((linux_tree.LINUX / name).read_bytes())
            (self.archive / name).chmod(0o755)
        self.unpack("1.2.0")

    def unpack(self, version: str) -> None:
        (self.archive / "VERSION").write_text(f"{version}\n")

    def run(self, command: Path, *arguments: str) -> str:
        done = self.try_to_run(command, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def try_to_run(self, command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        words = [str(command), *arguments]
        return subprocess.run(words, env=env, capture_output=True, text=True, check=False)

    @property
    def files(self) -> set[str]:
        """All below the home but what the menu's own tools write."""
        return {name for name in digests(self.home) if not name.endswith("/mimeinfo.cache")}


def test_install_script_installs_upgrades_and_removes_and_leaves_the_data(
    bundle: Path, art: Path, tmp_path: Path
) -> None:
    person = Person(bundle, art, tmp_path)
    data = person.home / ".local" / "share" / NAME / "history.sqlite"
    data.parent.mkdir(parents=True)
    data.write_text("the history")
    person.run(person.archive / "install.sh")
    command = person.home / ".local" / "bin" / NAME
    assert person.run(command, "--version") == "started with --version\n"
    entry = person.home / ".local/share/applications" / f"{NAME}.desktop"
    assert command_of(entry) == str(person.home / ".local" / "lib" / NAME / NAME)

    old = person.home / ".local" / "lib" / NAME / "_internal" / "of-an-earlier-version"
    old.touch()
    person.run(person.archive / "install.sh")
    assert not old.exists()
    assert person.run(command) == "started with \n"

    said = person.run(person.home / ".local" / "lib" / NAME / "uninstall.sh")
    assert f"stay in {data.parent}" in said
    assert person.files == {data.relative_to(person.home).as_posix()}


def test_older_version_is_not_installed_over_a_newer_one(
    bundle: Path, art: Path, tmp_path: Path
) -> None:
    person = Person(bundle, art, tmp_path)
    person.unpack("1.10.0")
    person.run(person.archive / "install.sh")
    before = person.files
    person.unpack("1.9.9")
    refused = person.try_to_run(person.archive / "install.sh")
    assert refused.returncode == 2
    assert "Version 1.10.0 is installed, which is newer than 1.9.9." in refused.stderr
    assert person.files == before
    person.unpack("1.10.1")
    person.run(person.archive / "install.sh")


@pytest.mark.parametrize("kind", ["file", "link"])
def test_command_of_somebody_else_is_left_alone(
    bundle: Path, art: Path, tmp_path: Path, kind: str
) -> None:
    person = Person(bundle, art, tmp_path)
    command = person.home / ".local" / "bin" / NAME
    command.parent.mkdir(parents=True)
    if kind == "file":
        command.write_text("theirs")
    else:
        command.symlink_to("/usr/bin/env")
    said = person.run(person.archive / "install.sh")
    assert str(person.home / ".local" / "lib" / NAME / NAME) in said
    person.run(person.home / ".local" / "lib" / NAME / "uninstall.sh")
    assert command.is_symlink() or command.read_text() == "theirs"
    assert command.exists()


def test_program_that_runs_is_not_replaced(bundle: Path, art: Path, tmp_path: Path) -> None:
    person = Person(bundle, art, tmp_path)
    person.run(person.archive / "install.sh")
    program = person.home / ".local" / "lib" / NAME / NAME
    # A program that waits stands for it; a script would run as its shell.
    shutil.copyfile(shutil.which("cat") or "", program)
    program.chmod(0o755)
    before = person.files
    with subprocess.Popen([program], stdin=subprocess.PIPE) as running:
        refused = person.try_to_run(person.archive / "install.sh")
        running.communicate()
    assert refused.returncode == 2
    assert "is running. Quit it, then run this again." in refused.stderr
    assert person.files == before
    person.run(person.archive / "install.sh")
