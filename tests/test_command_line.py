"""The command line and what is set before Qt starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanobanana_desktop.__main__ import make_parser, prepare_environment


def test_without_a_machine_id_no_session_bus_is_looked_for(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    prepare_environment(environment, "linux", [tmp_path / "none"])
    assert environment["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"


def test_a_session_bus_that_is_there_is_used(tmp_path: Path) -> None:
    (tmp_path / "machine-id").write_text("0" * 32)
    environment: dict[str, str] = {}
    prepare_environment(environment, "linux", [tmp_path / "machine-id"])
    assert "DBUS_SESSION_BUS_ADDRESS" not in environment
    named = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}
    prepare_environment(named, "linux", [tmp_path / "none"])
    assert named["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=/run/bus"


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
    prepare_environment(environment, "linux", [])
    assert environment["QT_IM_MODULES"] == after


def test_other_systems_are_left_alone() -> None:
    environment: dict[str, str] = {}
    prepare_environment(environment, "win32", [])
    assert environment == {"QT_API": "pyside6"}


def test_the_handles_of_the_command_line() -> None:
    options = make_parser().parse_args(
        ["--demo", "--data-dir", "d", "--base-url", "https://x.example", "--log", "api,poller"]
    )
    assert (options.demo, options.data_dir, options.log) == (True, Path("d"), "api,poller")
    assert options.base_url == "https://x.example"
