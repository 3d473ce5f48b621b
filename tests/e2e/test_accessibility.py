"""What a screen reader meets: names, roles, order, and a whole task without eyes or mouse."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from nanobanana_desktop.demo.scenario import (
    Content,
    Course,
    ErrorKind,
    Fault,
    Outcome,
    PictureFile,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.server import DemoServer
from tests.e2e.accessible import AccessibleTree, Node, accessible_tree
from tests.e2e.conftest import KEY
from tests.e2e.processes import (
    PROGRAM,
    PROGRAM_WITH_KEY,
    keep_orders,
    on_this_desktop,
    started,
)

# The service draws pictures in a thread, and Qt takes the thread that comes first for its main one.
pytestmark = [pytest.mark.atspi, pytest.mark.usefixtures("qapp")]

RATIOS = (
    "9 by 16, portrait",
    "2 by 3, portrait",
    "3 by 4, portrait",
    "4 by 5, portrait",
    "1 by 1, square",
    "5 by 4, landscape",
    "4 by 3, landscape",
    "3 by 2, landscape",
    "16 by 9, landscape",
    "21 by 9, landscape",
)
MODELS = (
    "Nano Banana Pro",
    "Nano Banana Pro Stable",
    "Nano Banana 2",
    "Nano Banana 2 Stable",
    "Nano Banana",
)
HANDLES = (
    ("text", "Prompt"),
    ("combo box", "Model"),
    *(("radio button", name) for name in ("1K", "2K", "4K", "Auto", *RATIOS)),
    ("combo box", "Number of images"),
    ("push button", "Generate"),
    ("push button", "Add reference images"),
    ("text", "Search prompts"),
    *(("radio button", name) for name in ("All", "Active", "Failed", "Starred")),
)
"""Of ux.md 10: there from the start, whatever the history holds."""
HANDLES_OF_A_PICTURE = (
    ("list", "History"),
    *(("radio button", name) for name in ("Grid", "Single", "Compare")),
    *(("push button", name) for name in ("Reuse settings", "Use as reference", "Copy", "Save as…")),
)

CHINESE = (
    ("text", "提示词"),
    ("combo box", "模型"),
    *(("radio button", name) for name in ("1K", "自动", "9 比 16，纵向", "1 比 1，方形")),
    ("combo box", "图片数量"),
    ("push button", "生成"),
    ("push button", "添加参考图"),
    ("text", "搜索提示词"),
    *(("radio button", name) for name in ("全部", "进行中", "失败", "星标")),
)


@contextmanager
def demo(tmp_path: Path) -> Iterator[AccessibleTree]:
    """The demo in a window of its own; it is ended in order."""
    command = [*PROGRAM, "--demo", "--data-dir", str(tmp_path / "data")]
    with (
        started(command, tmp_path, env=on_this_desktop()) as program,
        accessible_tree(program) as tree,
    ):
        yield tree
        program.process.terminate()
        assert program.ended() == 0


@contextmanager
def with_key(
    tmp_path: Path, service: DemoServer, prompt: str = "Prompt", history: str = "History"
) -> Iterator[AccessibleTree]:
    """The program with a key for this service in a window of its own; it is ended in order."""
    root = str(tmp_path / "data")
    command = [*PROGRAM_WITH_KEY, "--data-dir", root, "--base-url", service.base_url]
    with (
        started(command, tmp_path, env=on_this_desktop(), key=KEY) as program,
        accessible_tree(program, prompt, history) as tree,
    ):
        yield tree
        program.process.terminate()
        assert program.ended() == 0


def order(tree: AccessibleTree, prompt: str) -> None:
    tree.write("Prompt", prompt)
    tree.press("push button", "Generate")
    tree.wait_for("list item", prompt)


def offences(nodes: list[Node]) -> list[str]:
    """Shown nodes that can have the focus but no name or no role, and names told twice in a row."""
    reachable = [node for node in nodes if node.is_shown and "focusable" in node.states]
    found = [f"nameless: {node}" for node in reachable if not node.name.strip()]
    roles = ("unknown", "filler", "invalid", "panel")
    found += [f"without a role: {node}" for node in reachable if node.role in roles]
    found += [
        f"twice: {second}"
        for first, second in pairwise(reachable)
        if (first.depth, first.role, first.name) == (second.depth, second.role, second.name)
        and first.role != "list item"
    ]
    return found


def place(nodes: list[Node], role: str, name: str) -> int:
    return next(index for index, node in enumerate(nodes) if node.is_a(role, name))


def missing(tree: AccessibleTree, *handles: tuple[str, str]) -> list[tuple[str, str]]:
    nodes = tree.nodes()
    return [handle for handle in handles if not any(node.is_a(*handle) for node in nodes)]


def wait_for_all(tree: AccessibleTree, *handles: tuple[str, str]) -> None:
    tree.wait_until(lambda: missing(tree, *handles) == [], f"all of {handles}")


def test_whole_task_is_done_through_the_tree_alone(tmp_path: Path, service: DemoServer) -> None:
    prompt = "a lighthouse on a green hill"
    service.control.set_default(Scenario(course=Course(processing=(math.inf, math.inf))))
    with with_key(tmp_path, service) as tree:
        wait_for_all(tree, *HANDLES)
        assert offences(tree.nodes()) == []
        entries = [node.name for node in tree.nodes() if node.role == "list item"]
        assert [name for name in MODELS if name not in entries] == []

        def says_what_lacks() -> bool:
            generate = tree.wait_for("push button", "Generate")
            assert "enabled" not in generate.states
            return generate.description == "Write a prompt first."

        # Until the key is read, it says something else.
        tree.wait_until(says_what_lacks, "what lacks is said")

        tree.press("radio button", "16 by 9, landscape")
        tree.press("radio button", "2K")
        tree.wait_for("radio button", "16 by 9, landscape", "checked")
        order(tree, prompt)
        tree.wait_for("push button", "Check now")
        tree.wait_for("push button", "Stop waiting")
        tree.wait_for("image", prompt)
        assert offences(tree.nodes()) == []

        # As soon as it is finished, a usual look may end it, and the button goes.
        tree.press("push button", "Check now")
        (task,) = service.control.tasks
        service.control.finish(task)
        tree.wait_for("list item", f"{prompt}, Completed, ")
        (row,) = tree.rows()
        assert row.endswith((", 16 by 9, 2K", ", 16 by 9, 2K, new"))
        tree.wait_for("image", prompt)
        wait_for_all(tree, *HANDLES, *HANDLES_OF_A_PICTURE)
        nodes = tree.nodes()
        assert offences(nodes) == []
        panes = [
            place(nodes, "text", "Prompt"),
            place(nodes, "push button", "Generate"),
            place(nodes, "radio button", "Single"),
            place(nodes, "push button", "Reuse settings"),
            place(nodes, "text", "Search prompts"),
            place(nodes, "list", "History"),
        ]
        assert panes == sorted(panes)

        tree.press("radio button", "Grid")
        tree.wait_for("list", "Grid")
        assert offences(tree.nodes()) == []


def wait_for_reason(tree: AccessibleTree, row: str, reason: str) -> None:
    """The row that begins so says why it needs the person; empty when it does not."""

    def says_it() -> bool:
        return tree.wait_for("list item", row).description == reason

    tree.wait_until(says_it, f"{row!r} says {reason!r}")


def test_whole_task_is_done_in_chinese(tmp_path: Path, service: DemoServer) -> None:
    """Every word is another one, and an error is read and acted on."""
    control = service.control
    control.set_default(Scenario(course=Course(outcome=Outcome.COMPLETED_ON_CREATE)))
    control.set_marker("硬币", Scenario(create=Wire(error=ServiceError(kind=ErrorKind.BALANCE))))
    root = tmp_path / "data"
    root.mkdir()
    (root / "settings.json").write_text('{"language": "zh_CN"}')
    with with_key(tmp_path, service, prompt="提示词", history="历史") as tree:
        wait_for_all(tree, *CHINESE)
        assert offences(tree.nodes()) == []
        tree.press("radio button", "16 比 9，横向")
        tree.press("radio button", "2K")
        tree.write("提示词", "山上的灯塔")
        tree.press("push button", "生成")
        tree.wait_for("list item", "山上的灯塔，已完成，")
        rows = tree.rows()
        assert len(rows) == control.creates == 1, rows
        assert rows[0].endswith(("，16 比 9，2K", "，16 比 9，2K，新图片"))
        tree.wait_for("image", "山上的灯塔")
        tree.wait_for("push button", "复用设置")

        tree.write("提示词", "一枚硬币")
        tree.press("push button", "生成")
        failed = "一枚硬币，失败，"
        tree.wait_for("list item", failed)
        wait_for_reason(tree, failed, "余额不足。按 Enter 查看详情。")
        tree.select_row("一枚硬币")
        tree.wait_for("push button", "再次生成")
        nodes = tree.nodes()
        assert offences(nodes) == []
        ascii_words = {node.name for node in nodes if node.is_shown and node.name.isascii()}
        english = {name for name in ascii_words if name.replace(" ", "").isalpha()}
        assert english <= set(MODELS)


def test_troubled_tasks_offer_their_actions_by_name(tmp_path: Path, service: DemoServer) -> None:
    at_once = Course(outcome=Outcome.COMPLETED_ON_CREATE)
    damaged = PictureFile(content=Content.WRONG_MAGIC)
    control = service.control
    control.set_marker("vase", Scenario(course=at_once, picture=damaged))
    control.set_marker("bridge", Scenario(create=Wire(fault=Fault.CLOSE)))
    control.set_marker("coin", Scenario(create=Wire(error=ServiceError(kind=ErrorKind.BALANCE))))
    control.set_marker("river", Scenario(course=Course(processing=(math.inf, math.inf))))
    wanted = {
        "a vase": ("Not downloaded", "Image damaged", ["Download again"]),
        "a bridge": ("Not confirmed", "Not confirmed", ["I have a task ID…", "Run again"]),
        "a coin": ("Failed", "Balance too low", ["Run again"]),
        "a river": ("Processing", "", ["Check now", "Stop waiting"]),
    }
    keep_orders(tmp_path / "data", *wanted)
    with with_key(tmp_path, service) as tree:
        for prompt, (word, reason, _names) in wanted.items():
            row = f"{prompt}, {word}, "
            tree.wait_for("list item", row)
            wait_for_reason(tree, row, f"{reason}. Press Enter for details." if reason else "")
        for prompt, (_word, _reason, names) in wanted.items():
            tree.select_row(prompt)
            for name in names:
                tree.wait_for("push button", name)
            assert offences(tree.nodes()) == [], prompt
        tree.write("Prompt", "a form to be cleared")
        tree.press("push button", "Clear form")
        tree.press("push button", "Undo")
        tree.wait_for("push button", "Generate", "enabled")


def test_settings_have_names_and_the_handles_of_the_key(tmp_path: Path) -> None:
    with demo(tmp_path) as tree:
        tree.choose_menu_item("Settings…")
        # A screen reader says of each key that it was pressed, not which one.
        tree.wait_for("password text", "API key")
        tree.wait_for("push button", "Check and save")
        assert offences(tree.nodes()) == []
