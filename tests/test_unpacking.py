"""What `dev.py build` does with the artefacts it has made, and with those it cannot make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from devtools import bundle, linux_packages, release, unpacking, windows_packages
from devtools.console import CommandError, Console, KnownError
from devtools.release import NAME, Release

RELEASE = Release("1.2", 1_795_000_000, "x86_64")
ON_MACOS = Path("NanoBanana Desktop.app", "Contents", "MacOS", NAME)


class Recorder(Console):
    """Writes down what would be started; `makes` are the files that this leaves behind.

    With `by_a_shell` it is started, as a script.
    """

    def __init__(self, *makes: Path, by_a_shell: bool = False) -> None:
        super().__init__()
        self.commands: list[list[str]] = []
        self._makes = makes
        self._by_a_shell = by_a_shell

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path = Path(),
    ) -> str:
        self.commands.append([str(word) for word in command])
        for file in self._makes:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        return super().run(["sh", *command], env=env) if self._by_a_shell else ""


@pytest.fixture
def on_windows(tmp_path: Path) -> Path:
    """A folder as PyInstaller makes it for Windows, of a program that any shell can run."""
    folder = tmp_path / "dist" / NAME
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "library.dll").touch()
    (folder / f"{NAME}.exe").write_text('echo "started with $*"\n')
    return folder


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "SIGN_COMMAND"):
        monkeypatch.delenv(name, raising=False)


def test_zip_is_unpacked_and_can_be_started(on_windows: Path, tmp_path: Path) -> None:
    archive = windows_packages.make_zip(Console(), on_windows, tmp_path, RELEASE)
    work = tmp_path / "work"
    with unpacking.unpacked(Console(), archive, work) as program:
        assert Console().run(["sh", program, "--self-test"]) == "started with --self-test\n"
        assert (program.parent / "_internal" / "library.dll").is_file()
    assert not work.exists()


def test_zip_without_the_program_is_refused(on_windows: Path, tmp_path: Path) -> None:
    (on_windows / f"{NAME}.exe").unlink()
    archive = windows_packages.make_zip(Console(), on_windows, tmp_path, RELEASE)
    with (
        pytest.raises(KnownError, match="holds no"),
        unpacking.unpacked(Console(), archive, tmp_path / "work"),
    ):
        pass


def test_installer_is_told_its_folder_last_and_without_quotes(tmp_path: Path) -> None:
    work = tmp_path / "a work folder"
    folder = work / "installed"
    console = Recorder(folder / f"{NAME}.exe", folder / "uninstall.exe")
    setup = tmp_path / f"{NAME}-1.2-x86_64-setup.exe"
    with (
        pytest.raises(KnownError, match=f"leaves behind: {NAME}.exe"),
        unpacking.unpacked(console, setup, work) as program,
    ):
        assert program == folder / f"{NAME}.exe"
    installed, removed = (" ".join(command) for command in console.commands)
    assert installed == f"{setup} /S /D={folder}"
    assert removed == f"{folder / 'uninstall.exe'} /S _?={folder}"
    # A word without a space in it is what Python leaves as it is.
    assert not any(" " in word for word in console.commands[0][1:])


def test_installer_is_not_tried_where_it_would_replace_an_installed_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = tmp_path / f"{NAME}-1.2-x86_64-setup.exe"
    assert unpacking.would_replace(setup)
    assert not unpacking.would_replace(tmp_path / f"{NAME}-1.2-x86_64-portable.zip")
    monkeypatch.setenv("CI", "true")
    assert not unpacking.would_replace(setup)


def test_disk_image_is_given_back_also_when_the_program_fails(tmp_path: Path) -> None:
    image, work = tmp_path / "program.dmg", tmp_path / "work"
    console = Recorder(work / ON_MACOS)

    def fail(program: Path) -> None:
        assert program == work / ON_MACOS
        raise CommandError([str(program)], 1, "")

    with pytest.raises(CommandError), unpacking.unpacked(console, image, work) as program:
        fail(program)
    attach, detach = console.commands
    assert attach == [
        "hdiutil",
        "attach",
        "-nobrowse",
        "-readonly",
        "-mountpoint",
        str(work),
        str(image),
    ]
    assert detach == ["hdiutil", "detach", "-force", str(work)]


def test_unknown_kind_of_artefact_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(KnownError, match="not known how"),
        unpacking.unpacked(Console(), tmp_path / "program.msi", tmp_path / "work"),
    ):
        pass


def test_each_artefact_is_tried(
    on_windows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (on_windows / f"{NAME}.exe").write_text("#!/bin/sh\necho '{}'\n")
    archive = windows_packages.make_zip(Console(), on_windows, tmp_path, RELEASE)
    setup = tmp_path / f"{NAME}-1.2-x86_64-setup.exe"
    console = Recorder(by_a_shell=True)
    bundle.try_each(console, [archive, setup], tmp_path / "work")
    program = tmp_path / "work" / NAME / f"{NAME}.exe"
    assert console.commands == [[str(program), "--self-test"]]
    assert f"not of {setup.name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("platform", "place"),
    [("darwin", ON_MACOS), ("linux", Path(NAME, NAME))],
)
def test_program_that_is_tried_is_the_one_that_is_shipped(
    platform: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with pytest.raises(KnownError, match="without making"):
        bundle.built_program(tmp_path)
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).touch()
    assert bundle.built_program(tmp_path) == tmp_path / place


def test_missing_tool_is_said_at_home_and_an_error_of_a_release(
    on_windows: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(linux_packages, "make_archive", lambda *_: tmp_path / "archive")
    monkeypatch.setattr(linux_packages, "make_appdir", lambda *_: tmp_path / "AppDir")
    folders = (on_windows, tmp_path, tmp_path / "work", tmp_path, RELEASE)
    assert len(linux_packages.make(Console(), *folders)) == 2
    assert "lintian" in capsys.readouterr().out
    made = windows_packages.make(Console(), on_windows, tmp_path, tmp_path, RELEASE)
    assert [path.suffix for path in made] == [".zip"]
    assert "makensis not found" in capsys.readouterr().out

    monkeypatch.setenv("CI", "true")
    with pytest.raises(KnownError, match=r"deb not made: .*lintian"):
        linux_packages.make(Console(), *folders)
    with pytest.raises(KnownError, match="installer not made: makensis not found"):
        windows_packages.make(Console(), on_windows, tmp_path, tmp_path, RELEASE)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("1.2", "1.2.0.0"), ("0.1.0", "0.1.0.0"), ("1.2.3.4", "1.2.3.4"), ("1.2.3.4.5", "1.2.3.4")],
)
def test_windows_gets_four_numbers(version: str, numbers: str) -> None:
    assert release.four_numbers(version) == numbers


def test_installer_is_compiled_with_four_numbers_and_signed_where_that_is_set_up(
    on_windows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Recorder()
    windows_packages.sign(console, on_windows / f"{NAME}.exe")
    windows_packages.make_installer(console, on_windows, tmp_path, tmp_path, RELEASE)
    monkeypatch.setenv("SIGN_COMMAND", "sign --by me")
    windows_packages.sign(console, on_windows / f"{NAME}.exe")
    windows_packages.make_installer(console, on_windows, tmp_path, tmp_path, RELEASE)
    plain, signed, installer = console.commands
    assert {"-DVERSION=1.2", "-DFOUR_NUMBERS=1.2.0.0"} <= set(plain)
    assert not any("SIGN" in word for word in plain)
    assert signed == ["sign", "--by", "me", str(on_windows / f"{NAME}.exe")]
    assert "-DSIGN_COMMAND=sign --by me" in installer


def test_installer_of_a_folder_with_more_than_it_knows_is_refused(
    on_windows: Path, tmp_path: Path
) -> None:
    (on_windows / "another.exe").touch()
    with pytest.raises(KnownError, match=r"another\.exe"):
        windows_packages.make_installer(Recorder(), on_windows, tmp_path, tmp_path, RELEASE)
