"""Rules of the project that no single room can hold: pins, locks, and who may use which ability."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtNetwork, QtSvg, QtSvgWidgets, QtWidgets
from PySide6.QtCore import QTimer

from devtools import interpreters

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "nanobanana_desktop"
REQUIREMENTS = ROOT / "packaging" / "requirements"
LOCKS = ("run.txt", "build.txt", "dev.txt")
MADE_BY_TOOLS = frozenset({".git", ".hypothesis", ".venv", "build", "dist", "__pycache__"})

QT_NAMES = frozenset(
    name
    for module in (QtCore, QtGui, QtNetwork, QtSvg, QtSvgWidgets, QtWidgets)
    for one in (getattr(module, each) for each in dir(module))
    if isinstance(one, type)
    for name in dir(one)
)

Rule = Callable[[ast.Module], Iterator[int]]


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Requirement name → the rest of its first line, and its hashes."""
    found: dict[str, tuple[str, list[str]]] = {}
    current = ""
    for line in (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("    --hash="):
            found[current][1].append(line.strip().rstrip(" \\"))
        elif line and not line.startswith((" ", "#")):
            current, pin = re.split(r"(?==)", line.rstrip(" \\"), maxsplit=1)
            current = current.partition("[")[0]
            found[current] = (pin, [])
    return found


def project_files() -> Iterator[Path]:
    def walk(folder: Path) -> Iterator[Path]:
        for entry in sorted(folder.iterdir()):
            if entry.name in MADE_BY_TOOLS or entry.name.endswith(("_cache", ".egg-info")):
                continue
            if entry.is_dir():
                yield from walk(entry)
            else:
                yield entry

    return walk(ROOT)


def offences(rule: Rule, folder: Path, allowed: tuple[str, ...] = ()) -> list[str]:
    """`path:line` of every place below `folder` that breaks `rule`, but for the allowed rooms."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(allowed):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{name}:{line}" for line in rule(tree)]
    return found


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with the name that is called and the last name of what it is called on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, node.func.id, ""
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                owner = owner.func if isinstance(owner, ast.Call) else owner
                if isinstance(owner, ast.Attribute):
                    yield node, node.func.attr, owner.attr
                else:
                    yield node, node.func.attr, owner.id if isinstance(owner, ast.Name) else ""


def nested_event_loops(tree: ast.Module) -> Iterator[int]:
    for node, name, owner in calls(tree):
        static = (owner == "QFileDialog" and name.startswith("get")) or (
            owner == "QMessageBox"
            and name in {"about", "critical", "information", "question", "warning"}
        )
        if (static or name in {"exec", "exec_"}) and not begins_drag(node):
            yield node.lineno


def begins_drag(node: ast.Call) -> bool:
    """Qt has no other way to begin a drag; `file_drag` makes the only one that leaves us."""
    made = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(made, ast.Call) and getattr(made.func, "id", "") == "file_drag"


def asyncio_tasks(tree: ast.Module) -> Iterator[int]:
    for node, name, owner in calls(tree):
        made = name in {"create_task", "ensure_future", "run_coroutine_threadsafe"}
        # The service's own create_task is called on a client.
        if made and (owner in {"", "asyncio"} or owner.endswith(("loop", "group"))):
            yield node.lineno


def bare_labels(tree: ast.Module) -> Iterator[int]:
    for node, name, _owner in calls(tree):
        if name in {"QLabel", "QMessageBox", "setToolTip"}:
            yield node.lineno


def widget_imports(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        if any(re.match(r"PySide6\.Qt(SvgWidgets|Widgets)\b", name) for name in names):
            yield node.lineno


def names_in_camel_case(tree: ast.Module) -> Iterator[int]:
    """Functions named in Qt's way that override nothing of Qt."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name == node.name.lower() or node.name in QT_NAMES:
                continue
            yield node.lineno


def texts_filled_before_translation(tree: ast.Module) -> Iterator[int]:
    """`tr(f"…")` and the like: lupdate collects a text that never comes at run time."""
    for node, name, _owner in calls(tree):
        text = None
        if name == "tr" and node.args:
            text = node.args[0]
        # A painter has a translate() too, with numbers.
        elif name == "translate" and isinstance(node.args[0], ast.Constant):
            text = node.args[1] if isinstance(node.args[0].value, str) else None
        filled = isinstance(text, ast.Call) and ast.unparse(text.func).endswith(".format")
        if filled or isinstance(text, ast.JoinedStr | ast.BinOp):
            yield node.lineno


def sleeps(tree: ast.Module) -> Iterator[int]:
    for node, name, owner in calls(tree):
        if (name, owner) in {("sleep", "time"), ("qWait", "QTest"), ("wait", "qtbot")}:
            yield node.lineno


def sleeping_tests(tree: ast.Module) -> Iterator[int]:
    """Tests that let time pass themselves. A stand-in inside of one may be slow on purpose."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for call, name, owner in calls(ast.Module(_own_statements(node), [])):
                if (name, owner) == ("sleep", "asyncio") and ast.unparse(call.args[0]) != "0":
                    yield call.lineno


def empty_waits(tree: ast.Module) -> Iterator[int]:
    """These wait at the end of their `with` block, and nowhere else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            for call, name, _owner in calls(ast.Module([node], [])):
                if call is node.value and name in {"waitActive", "waitExposed", "waitSignal"}:
                    yield call.lineno


def _own_statements(function: ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The body without the functions that are defined in it."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [statement for statement in function.body if not isinstance(statement, kinds)]


def test_qt_binding_keeps_the_references_to_none() -> None:
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(500):
        timer.setInterval(5)
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_package_with_hashes_and_names_no_address(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|\bfile:|-r /", text)
    packages = locked(name)
    assert packages
    for package, (pin, hashes) in packages.items():
        # A version may begin with an epoch.
        assert re.match(r"==([0-9]+!)?[0-9][0-9a-z.]*( ; .+)?$", pin), package
        assert hashes, package
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), package


def test_lock_holds_the_wheels_of_all_platforms() -> None:
    _pin, qt_wheels = locked("run.txt")["pyside6-essentials"]
    # Linux and Windows for two processors each, macOS for both in one.
    assert len(qt_wheels) >= 5
    assert {"pywin32-ctypes", "secretstorage"} <= set(locked("run.txt"))


def test_qt_stays_below_the_release_that_aborts() -> None:
    pin, _hashes = locked("run.txt")["pyside6-essentials"]
    assert pin.startswith("==6.11.")


@pytest.mark.parametrize("name", ["run.txt", "build.txt"])
def test_smaller_locks_are_parts_of_the_developers_lock(name: str) -> None:
    everything = locked("dev.txt")
    for package, (pin, hashes) in locked(name).items():
        assert (package, pin.split()[0]) == (package, everything[package][0].split()[0])
        assert hashes == everything[package][1], package


def test_licence_of_every_shipped_package_is_told() -> None:
    told = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8").lower()
    assert [name for name in locked("run.txt") if not re.search(rf"\b{name}\b", told)] == []


def test_supported_pythons_are_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, newest = interpreters.OLDEST, interpreters.NEWEST
    wanted = f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"
    assert project["requires-python"] == wanted


def test_no_file_names_a_folder_of_somebodys_computer() -> None:
    # Texts of licences name folders of other projects and are kept to the letter.
    licences = ROOT / "packaging" / "licences"
    machine_path = re.compile(rb"/(root|home/[a-z]+|Users/[A-Za-z]+|[a-z]+/(main|shared))/")
    found = [
        str(path.relative_to(ROOT))
        for path in project_files()
        if path.suffix not in {".png", ".jpg", ".webp"}
        and path.parent != licences
        and machine_path.search(path.read_bytes())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        # Before the loop runs, app.py may ask in a dialog of its own.
        (nested_event_loops, ("ui/dialogs.py", "app.py")),
        (asyncio_tasks, ("services/background.py", "demo/")),
        (bare_labels, ("ui/labels.py", "ui/dialogs.py")),
        (widget_imports, ("ui/", "app.py", "first_window.py", "running.py", "self_test/")),
        (names_in_camel_case, ()),
        (texts_filled_before_translation, ()),
    ],
)
def test_ability_has_one_owner(rule: Rule, allowed: tuple[str, ...]) -> None:
    assert offences(rule, PACKAGE, allowed) == []


def test_tests_wait_for_conditions_and_never_sleep() -> None:
    assert offences(sleeps, ROOT / "tests", ("benchmarks/",)) == []
    assert offences(sleeping_tests, ROOT / "tests", ("benchmarks/",)) == []
    assert offences(empty_waits, ROOT / "tests") == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (nested_event_loops, "dialog.exec()"),
        (nested_event_loops, "QFileDialog.getOpenFileNames(self)"),
        (nested_event_loops, "QMessageBox.warning(self, title, text)"),
        (asyncio_tasks, "asyncio.create_task(job())"),
        (asyncio_tasks, "self._loop.create_task(job())"),
        (bare_labels, "label = QLabel(remote_text)"),
        (bare_labels, "self.button.setToolTip(prompt)"),
        (widget_imports, "from PySide6 import QtWidgets"),
        (widget_imports, "from PySide6.QtWidgets import QLabel"),
        (names_in_camel_case, "def showPicture(self): pass"),
        (texts_filled_before_translation, 'self.tr(f"Saved as {name}")'),
        (texts_filled_before_translation, 'self.tr("Saved as {name}".format(name=name))'),
        (texts_filled_before_translation, 'translate("Status", "Sending " + name)'),
        (sleeps, "time.sleep(1)"),
        (sleeping_tests, "async def test_x(): await asyncio.sleep(0.1)"),
        (empty_waits, "qtbot.waitExposed(window)"),
    ],
)
def test_rule_sees_the_offence(rule: Rule, source: str) -> None:
    assert list(rule(ast.parse(source))) == [1]


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (nested_event_loops, "dialog.open()"),
        (asyncio_tasks, "await self._client.create_task(body)"),
        (bare_labels, "label = plain_label(text)"),
        (widget_imports, "from PySide6.QtCore import QObject"),
        (names_in_camel_case, "def paintEvent(self, event): pass"),
        (texts_filled_before_translation, 'self.tr("Saved as {name}").format(name=name)'),
        (texts_filled_before_translation, 'translate("Status", WORDS[state])'),
        (sleeping_tests, "async def test_x(): await asyncio.sleep(0)"),
        (empty_waits, "with qtbot.waitExposed(window): window.show()"),
        (empty_waits, "qtbot.waitSignal(told).wait()"),
    ],
)
def test_rule_lets_the_right_way_pass(rule: Rule, source: str) -> None:
    assert list(rule(ast.parse(source, mode="exec"))) == []
