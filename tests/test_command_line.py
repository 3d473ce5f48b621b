"""The command line and what is set before Qt starts."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from nanobanana_desktop import __version__
from nanobanana_desktop.__main__ import main, make_parser, prepare_environment


def test_a_badly_set_up_bus_does_not_end_the_program() -> None:
    environment: dict[str, str] = {}
    prepare_environment(environment, "linux")
    assert environment["DBUS_FATAL_WARNINGS"] == "0"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "wayland;fcitx;ibus"),
        ({"QT_IM_MODULE": "ibus"}, "wayland;ibus;ibus"),
        ({"QT_IM_MODULES": "own"}, "own"),
    ],
)
def test_chinese_can_be_typed_with_fcitx_too(before: dict[str, str], after: str) -> None:
    environment = dict(before)
    prepare_environment(environment, "linux")
    assert environment["QT_IM_MODULES"] == after


def test_other_systems_are_left_alone() -> None:
    environment: dict[str, str] = {}
    prepare_environment(environment, "win32")
    assert environment == {"QT_API": "pyside6"}


def test_the_handles_of_the_command_line() -> None:
    options = make_parser().parse_args(
        ["--demo", "--data-dir", "d", "--base-url", "https://x.example", "--log", "api,poller"]
    )
    assert (options.demo, options.data_dir, options.log) == (True, Path("d"), "api,poller")
    assert options.base_url == "https://x.example"


class FakeKernel:
    """The part of Windows that knows consoles: with a terminal as the parent, or without."""

    def __init__(self, has_terminal: bool) -> None:
        self.asked: list[int] = []
        self._has_terminal = has_terminal

    def attach(self, process: int) -> int:
        self.asked.append(process)
        return int(self._has_terminal)

    @property
    def windll(self) -> SimpleNamespace:
        return SimpleNamespace(kernel32=SimpleNamespace(AttachConsole=self.attach))


@pytest.mark.parametrize("has_terminal", [True, False])
def test_on_windows_the_terminal_it_was_started_from_gets_what_is_printed(
    has_terminal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = FakeKernel(has_terminal)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", kernel.windll, raising=False)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    for stream in (sys.stdout, sys.stderr):
        stream.close()
    # Here the console's name is a file like any other.
    console = tmp_path / "CONOUT$"
    assert kernel.asked == [-1]
    assert console.exists() == has_terminal
    if has_terminal:
        assert __version__ in console.read_text(encoding="utf-8")


def test_streams_that_are_there_are_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = FakeKernel(True)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", kernel.windll, raising=False)
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert kernel.asked == []
    assert __version__ in capsys.readouterr().out
