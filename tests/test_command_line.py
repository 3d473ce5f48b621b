"""The command line and what is set before Qt starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanobanana_desktop.__main__ import make_parser, prepare_environment


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
