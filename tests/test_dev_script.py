"""The decisions of packaging/dev.py: what is missing, what to install, what to say."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import translations
from devtools import (
    cli,
    console,
    environment,
    interpreters,
    program,
    system_packages,
    test_stages,
    virtual_screen,
)
from devtools.console import CommandError, KnownError
from devtools.environment import Environment, Level
from devtools.layout import ROOT, venv_python
from devtools.system_packages import Library, libraries_command, missing_libraries, package_manager

CURSOR = Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor")
WAYLAND = Library("libwayland-egl.so.1", "libwayland-egl1", "wayland")


# Python itself


@pytest.mark.parametrize(
    ("version", "supported"),
    [
        ("3.10.14", False),
        ("3.11.2", True),
        ("3.13.0", True),
        ("3.14.0", False),
        ("4.0.0", False),
        ("", False),
        ("three", False),
        (None, False),
    ],
)
def test_only_pythons_in_the_range_are_supported(version: str | None, supported: bool) -> None:
    assert interpreters.is_supported(version) is supported


@pytest.mark.parametrize("name", ["dev.py", "devtools/interpreters.py"])
def test_old_pythons_can_read_what_tells_them_to_go(name: str) -> None:
    source = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 7)).body


def _answer(command: Sequence[str], status: int, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(list(command), status, text, "")


def test_newest_python_that_really_runs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: Sequence[str], **_options: object) -> subprocess.CompletedProcess[str]:
        if command[0] == "python3.13":
            raise FileNotFoundError(command[0])
        if command[0] == "python3.12":
            # A version manager's stand-in without that version.
            return _answer(command, 127, "")
        return _answer(command, 0, "3 11\n")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "platform", "linux")
    assert interpreters.find_supported() == ["python3.11"]


def test_no_python_at_all_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: Sequence[str], **_options: object) -> subprocess.CompletedProcess[str]:
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(subprocess, "run", run)
    assert interpreters.find_supported() is None


# Libraries and package managers


@pytest.mark.parametrize(
    ("os_release", "commands", "expected"),
    [
        ("ID=debian\n", {"apt-get"}, "apt-get"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', {"apt-get"}, "apt-get"),
        # apt-get can be installed on Fedora; its packages are not there.
        ("ID=fedora\n", {"apt-get", "dnf"}, "dnf"),
        ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', {"zypper"}, "zypper"),
        ("ID=manjaro\nID_LIKE=arch\n", {"pacman"}, "pacman"),
        ("ID=nobody\n", {"dnf"}, "dnf"),
        ("ID=nixos\n", set(), None),
        ("", set(), None),
    ],
)
def test_package_manager_follows_the_distribution(
    os_release: str, commands: set[str], expected: str | None
) -> None:
    assert package_manager(os_release, commands.__contains__) == expected


def test_library_is_missing_when_neither_cache_nor_loader_finds_it() -> None:
    cache = "2 libs found\n\tlibxcb-cursor.so.0 (libc6,x86-64) => /lib/libxcb-cursor.so.0\n"
    missing = missing_libraries([CURSOR, WAYLAND], cache, loads=lambda _name: False)
    assert missing == [WAYLAND]
    assert missing_libraries([CURSOR, WAYLAND], "", loads=lambda _name: True) == []


def test_every_qt_library_has_a_package_everywhere() -> None:
    libraries = system_packages.QT_LIBRARIES
    assert len({each.soname for each in libraries}) == len(libraries)
    assert all(each.debian and each.arch and ".so." in each.soname for each in libraries)


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        (
            "apt-get",
            "sudo apt-get install -y --no-install-recommends libxcb-cursor0 libwayland-egl1",
        ),
        ("dnf", "sudo dnf install 'libxcb-cursor.so.0()(64bit)' 'libwayland-egl.so.1()(64bit)'"),
        ("pacman", "sudo pacman -S --needed wayland xcb-util-cursor"),
        (None, "(install the packages that hold) libxcb-cursor.so.0 libwayland-egl.so.1"),
    ],
)
def test_one_command_or_the_names_of_the_libraries(manager: str | None, expected: str) -> None:
    assert libraries_command(manager, [CURSOR, WAYLAND]) == expected


# The environment


class FakeConsole(console.Console):
    """Records commands; those that hold `failing` fail, and `-m venv` makes an environment."""

    def __init__(self, failing: str = "nothing fails") -> None:
        super().__init__()
        self.failing = failing
        self.failure: BaseException = CommandError(["pip"], 1, "no network")
        self.commands: list[str] = []

    def say(self, text: str) -> None:
        pass

    def warn(self, text: str) -> None:
        pass

    def run(self, command: Sequence[str | Path], **_options: object) -> str:
        line = " ".join(str(word) for word in command)
        self.commands.append(line)
        if self.failing in line:
            raise self.failure
        if "-m venv" in line:
            make_venv(Path(str(command[-1])))
        return ""


def make_venv(venv: Path) -> None:
    packages = venv / ("Lib" if os.name == "nt" else "lib/python3.11") / "site-packages"
    (packages / "httpx-0.28.1.dist-info").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n", encoding="utf-8")
    venv_python(venv).parent.mkdir(parents=True)
    venv_python(venv).touch()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "requirements").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    for name in ("run.txt", "build.txt", "dev.txt"):
        (root / "requirements" / name).write_text(f"{name}==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "BUILD", root / "build")
    return root


def an_environment(project: Path, terminal: FakeConsole) -> Environment:
    return Environment(terminal, project, project / ".venv", project / "requirements")


def test_finished_environment_is_ready_and_made_only_once(project: Path) -> None:
    terminal = FakeConsole()
    mine = an_environment(project, terminal)
    assert not mine.is_ready(Level.RUN)
    mine.ensure(Level.DEV)
    assert mine.is_ready(Level.DEV)
    assert mine.is_ready(Level.RUN)
    assert sum("--require-hashes" in line for line in terminal.commands) == 1
    told = len(terminal.commands)
    mine.ensure(Level.RUN)
    assert len(terminal.commands) == told


def test_running_needs_no_developer_tools_and_developing_completes_them(project: Path) -> None:
    terminal = FakeConsole()
    mine = an_environment(project, terminal)
    mine.ensure(Level.RUN)
    assert not any("dev.txt" in line for line in terminal.commands)
    assert not mine.is_ready(Level.DEV)
    mine.ensure(Level.DEV)
    assert any("dev.txt" in line for line in terminal.commands)


def _change_lock(project: Path) -> None:
    (project / "requirements" / "dev.txt").write_text("dev.txt==2\n", encoding="utf-8")


def _change_dependencies(project: Path) -> None:
    text = '[project]\nname = "x"\ndependencies = ["y"]\n'
    (project / "pyproject.toml").write_text(text, encoding="utf-8")


def _upgrade_python(project: Path) -> None:
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n", encoding="utf-8")


def _lose_python(project: Path) -> None:
    venv_python(project / ".venv").unlink()


def _lose_a_package(project: Path) -> None:
    next((project / ".venv").rglob("httpx-*.dist-info")).rmdir()


def _spoil_the_stamp(project: Path) -> None:
    (project / ".venv" / environment.STAMP_NAME).write_text('{"level": 2', encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        _change_lock,
        _change_dependencies,
        _upgrade_python,
        _lose_python,
        _lose_a_package,
        _spoil_the_stamp,
    ],
)
def test_environment_is_no_longer_ready_after(
    project: Path, change: Callable[[Path], None]
) -> None:
    mine = an_environment(project, FakeConsole())
    mine.ensure(Level.DEV)
    change(project)
    assert not mine.is_ready(Level.RUN)


def test_settings_of_tools_do_not_ask_for_another_installation(project: Path) -> None:
    mine = an_environment(project, FakeConsole())
    mine.ensure(Level.DEV)
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("[tool.ruff]\nline-length = 99\n")
    assert mine.is_ready(Level.DEV)


@pytest.mark.parametrize("step", ["--require-hashes", "--no-build-isolation", "-check check"])
def test_broken_off_installation_leaves_no_stamp_and_is_completed(project: Path, step: str) -> None:
    terminal = FakeConsole(failing=step)
    mine = an_environment(project, terminal)
    with pytest.raises(KnownError, match="run the same command again"):
        mine.ensure(Level.DEV)
    assert not mine.is_ready(Level.RUN)
    terminal.failing = "nothing fails"
    mine.ensure(Level.DEV)
    assert mine.is_ready(Level.DEV)


def test_environment_is_made_anew_where_pip_was_killed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The interpreter of the environment answers that it has pip.
    monkeypatch.setattr(subprocess, "run", lambda command, **_options: _answer(command, 0, "pip"))
    terminal = FakeConsole()
    mine = an_environment(project, terminal)
    mine.ensure(Level.RUN)
    assert not mine.must_be_made()
    terminal.failing, terminal.failure = "--require-hashes", KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        mine.ensure(Level.DEV)
    assert mine.must_be_made()
    assert not mine.is_ready(Level.RUN)


def test_environment_without_pip_is_made_anew(project: Path) -> None:
    terminal = FakeConsole()
    make_venv(project / ".venv")
    leftover = project / ".venv" / "leftover"
    leftover.touch()
    an_environment(project, terminal).ensure(Level.RUN)
    assert "-m venv" in terminal.commands[0]
    assert not leftover.exists()


# Running


def test_real_program_without_display_is_told_what_to_do() -> None:
    with pytest.raises(KnownError, match="There is no display") as caught:
        program.needs_virtual_screen([], {}, "linux")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "env", "platform", "virtual"),
    [
        (["--demo"], {}, "linux", True),
        (["--demo"], {"DISPLAY": ":0"}, "linux", False),
        (["--demo"], {"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        (["--demo"], {}, "darwin", False),
        ([], {}, "win32", False),
        (["--version"], {}, "linux", False),
        (["--self-test"], {}, "linux", False),
    ],
)
def test_virtual_screen_is_for_the_demo_without_display(
    arguments: list[str], env: dict[str, str], platform: str, virtual: bool
) -> None:
    assert program.needs_virtual_screen(arguments, env, platform) is virtual


def test_display_may_be_a_plugin_that_the_person_chose() -> None:
    assert virtual_screen.has_display({"QT_QPA_PLATFORM": "vnc"}, "linux")
    assert not virtual_screen.has_display({"DISPLAY": ""}, "linux")


def test_report_of_the_demo_names_files_that_are_there(tmp_path: Path) -> None:
    report, picture, screenshot = (tmp_path / name for name in ("r.json", "a.png", "b.png"))
    picture.touch()
    report.write_text(json.dumps({"picture": str(picture), "screenshot": str(screenshot)}))
    with pytest.raises(KnownError, match="Screenshot not found"):
        program.told_by(report)
    screenshot.touch()
    assert program.told_by(report) == [("Picture", picture), ("Screenshot", screenshot)]


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"picture": 1, "screenshot": 2}'])
def test_missing_or_odd_report_is_a_failure(tmp_path: Path, text: str | None) -> None:
    report = tmp_path / "report.json"
    if text is not None:
        report.write_text(text)
    with pytest.raises(KnownError, match="without making a demo picture"):
        program.told_by(report)


def test_report_tells_in_what_state_the_task_ended(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text('{"error": "failed"}')
    with pytest.raises(KnownError, match="ended as failed"):
        program.told_by(report)


@pytest.mark.parametrize("locale", [{}, {"LANG": "C"}, {"LC_ALL": "POSIX"}])
def test_programs_get_a_utf8_locale_where_none_is_set(
    locale: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert console.child_environment(locale)["LC_ALL"] == "C.UTF-8"
    assert "LC_ALL" not in console.child_environment({"LANG": "zh_CN.UTF-8"})


# Testing


@pytest.mark.parametrize(
    ("offscreen", "desktop", "narrowed", "status"),
    [
        (0, 0, False, 0),
        (1, 0, False, 1),
        (0, 1, False, 1),
        (0, None, False, 0),
        (0, 5, False, 0),
        (5, 0, False, 5),
        (5, 5, True, 5),
        (5, None, True, 5),
        (5, 0, True, 0),
        (5, 1, True, 1),
        (0, 3, True, 3),
    ],
)
def test_status_of_both_stages(
    offscreen: int, desktop: int | None, narrowed: bool, status: int
) -> None:
    assert test_stages.overall(offscreen, desktop, narrowed) == status


def test_counts_of_both_stages_are_summed(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xml", tmp_path / "second.xml"
    suite = (
        '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
    )
    first.write_text(suite.format(10, 1, 1, 2))
    second.write_text(suite.format(3, 0, 0, 0))
    reports = [first, second, tmp_path / "not-written.xml"]
    assert test_stages.counted(reports) == "Tests: 9 passed, 2 failed, 2 skipped"


@pytest.mark.parametrize(
    ("statuses", "status"),
    [((0, 0), 0), ((0, 1), 1), ((1, 5), 1), ((0, 5), 0), ((5, 5), 5), ((1, 2), 2), ((-11, 0), -11)],
)
def test_two_halves_have_one_status(statuses: tuple[int, ...], status: int) -> None:
    assert test_stages.together(statuses) == status


def test_what_runs_beside_is_waited_for_and_told_afterwards(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    go = tmp_path / "go"
    code = f"import os\nwhile not os.path.exists({str(go)!r}): pass\nprint('beside'); exit(3)"
    with console.Console().beside(
        [sys.executable, "-c", code], env=dict(os.environ), cwd=tmp_path
    ) as ran:
        assert console.Console().show([sys.executable, "-c", "print('in front')"]) == 0
        go.touch()
    assert ran.returncode == 3
    assert capfd.readouterr().out.splitlines() == ["in front", "beside"]


def test_marker_expression_of_the_person_narrows_the_stage() -> None:
    assert test_stages.both("window", None) == "window"
    assert test_stages.both("not (window)", "slow or e2e") == "(slow or e2e) and (not (window))"


def test_markers_are_those_that_pytest_knows(pytestconfig: pytest.Config) -> None:
    known = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    used = (*test_stages.MARKERS, test_stages.FONTS)
    assert {marker.name for marker in used} <= known


def test_pictures_are_compared_only_in_their_own_letters() -> None:
    both = "DejaVu Sans\nDejaVu Serif\nNoto Sans CJK SC\n"
    assert test_stages.missing_fonts(both) == []
    assert test_stages.missing_fonts("DejaVu Serif\nArial") == ["DejaVu Sans", "Noto Sans CJK SC"]
    assert "fonts" not in test_stages.offscreen_markers([])
    assert test_stages.offscreen_markers(["DejaVu Sans"]).endswith(" or fonts)")


def test_desktop_tests_say_what_they_lack() -> None:
    window, keyring, *_others = test_stages.MARKERS
    assert test_stages.missing_for(window, "linux", lambda name: name != "xdotool") == ["xdotool"]
    assert test_stages.missing_for(window, "win32", lambda _name: False) == []
    assert test_stages.missing_for(keyring, "darwin", lambda _name: True) == ["Linux"]


def test_desktop_session_shares_nothing_with_the_persons_own() -> None:
    outer = {
        "DISPLAY": ":0",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus",
        "XDG_DATA_HOME": "/data",
        "LANG": "de_DE.UTF-8",
    }
    with test_stages.desktop_home(outer) as env:
        home = Path(env.pop("HOME"))
        runtime = Path(env.pop("XDG_RUNTIME_DIR"))
        assert home.is_dir()
        assert runtime.is_relative_to(home)
        assert env == {"LANG": "de_DE.UTF-8"}
    assert not home.exists()


# Translations


def message(source: str, *forms: str, finished: bool = True) -> translations.Message:
    return translations.Message("Form", source, forms, finished, "%n" in source)


@pytest.mark.parametrize(
    "good",
    [
        message("Saved as {name}", "已另存为 {name}"),
        message("{a} of {b}", "{b} 中的 {a}"),
        message("%n picture(s)", "One picture", "%n pictures"),
        message("%n picture(s)", "%n 张图片"),
    ],
)
def test_good_translation_has_no_faults(good: translations.Message) -> None:
    assert list(good.faults()) == []


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (message("Saved as {name}", "已另存为 {nane}"), "placeholders differ"),
        (message("Generate", "", finished=True), "not translated"),
        (message("Generate", "生成", finished=False), "not translated"),
        (message("%n picture(s)", "图片"), "placeholders differ"),
        (message("%n picture(s)", "%n picture", ""), "not translated"),
        (message("%n of {all}", "One", "%n of {all}"), "placeholders differ"),
    ],
)
def test_faulty_translation_is_named(bad: translations.Message, fault: str) -> None:
    (found,) = bad.faults()
    assert found.startswith(fault)


def test_texts_are_compiled_again_only_when_they_changed(tmp_path: Path) -> None:
    source, compiled = tmp_path / "a.ts", tmp_path / "a.qm"
    source.touch()
    assert translations.stale(tmp_path) == [source]
    compiled.touch()
    os.utime(source, (1000, 1000))
    assert translations.stale(tmp_path) == []
    os.utime(compiled, (999, 999))
    assert translations.stale(tmp_path) == [source]


# The command line


def test_help_answers_without_any_environment() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "dev.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for command in ("run", "test", "check", "bench", "build", "lock"):
        assert f"\n    {command} " in answer.stdout


@pytest.mark.parametrize(("has_uv", "prepared"), [(True, []), (False, [Level.DEV])])
def test_locking_completes_the_environment_only_for_want_of_its_tool(
    monkeypatch: pytest.MonkeyPatch, has_uv: bool, prepared: list[Level]
) -> None:
    asked: list[str] = []
    levels: list[Level] = []
    locked: list[Sequence[str]] = []

    def runs(_environment: Environment, module: str) -> bool:
        asked.append(module)
        return has_uv

    def lock(_console: object, arguments: Sequence[str]) -> int:
        locked.append(arguments)
        return 0

    monkeypatch.setattr(Environment, "runs", runs)
    monkeypatch.setattr(cli.Developer, "_prepare", lambda _self, level: levels.append(level))
    monkeypatch.setattr(cli.locks, "lock", lock)
    assert cli.main(["lock", "--upgrade"]) == 0
    assert (asked, levels, locked) == (["uv"], prepared, [["--upgrade"]])


def test_a_module_runs_only_where_it_is_installed(project: Path) -> None:
    mine = an_environment(project, FakeConsole())
    assert not mine.runs("pip")
    mine_too = Environment(FakeConsole(), venv=Path(sys.prefix))
    assert mine_too.runs("pip")
    assert not mine_too.runs("no_such_module_anywhere")


def test_misspelt_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["check", "--fixx"])
    assert caught.value.code == 2
    assert "--fixx" in capsys.readouterr().err


def test_all_measurements_come_in_one_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from devtools import bench_table
    from devtools.console import Console

    with bench_table.collected(Console(), {"PATH": "x"}) as env:
        lines = ('["P1 start", "2.10", "≤ 1.60", "MISSED"]', '["P16 idle", "0", "≤ 0.50", "met"]')
        Path(env["BENCH_TABLE"]).write_text("\n".join(lines), encoding="utf-8")

    shown = capsys.readouterr().out.splitlines()
    assert env["PATH"] == "x"
    assert shown[-4:] == [
        "What      Measured  Target  Result",
        "----------------------------------",
        "P1 start  2.10      ≤ 1.60  MISSED",
        "P16 idle  0         ≤ 0.50  met",
    ]
