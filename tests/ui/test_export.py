"""Exporting: the dialog says what would come of the choices, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.export_plan import (
    ExportChoice,
    ExportFailure,
    ExportPlan,
    ExportSummary,
)
from nanobanana_desktop.domain.name_template import TemplateProblem
from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.settings import ExportFormat
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.export_dialog import ExportDialog
from nanobanana_desktop.ui.export_form import ExportForm, ExportOptions
from nanobanana_desktop.ui.export_texts import SummaryWords, problem_text, reason_text
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import SAMPLE
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring import export_wiring
from nanobanana_desktop.ui.wiring.export_wiring import ExportWiring
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task
from tests.ui.fake_tasks import FakeClock, FakeSettings

S = TaskState
PATH = Path("/exported/one.png")


class FakeExports(QObject):
    progress_changed = Signal(int, int)
    finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.running = False
        self.plans: list[tuple[ExportChoice, ExportPlan]] = []
        self.lists: list[tuple[ExportChoice, Path]] = []
        self.cancelled = 0

    def export(self, choice: ExportChoice, plan: ExportPlan) -> bool:
        if self.running:
            return False
        self.plans.append((choice, plan))
        self.running = True
        return True

    def export_list(self, choice: ExportChoice, path: Path) -> bool:
        if self.running:
            return False
        self.lists.append((choice, path))
        self.running = True
        return True

    def cancel(self) -> None:
        self.cancelled += 1

    def end(self, **fields: object) -> None:
        self.running = False
        self.finished.emit(ExportSummary(**fields))


@dataclass
class Window:
    panes: Panes
    source: FakeHistory
    exports: FakeExports
    settings: FakeSettings
    wiring: ExportWiring
    shown: list[Path] = field(default_factory=list)

    def choose(self, *ids: str) -> None:
        self.panes.history.select(ids[0])
        model, chosen = self.panes.history.model, self.panes.history.selection_model
        for task_id in ids[1:]:
            chosen.select(model.index_of(task_id), chosen.SelectionFlag.Select)

    def export(self) -> ExportDialog:
        self.panes.actions[Command.EXPORT].trigger()
        return self.dialog

    @property
    def dialog(self) -> ExportDialog:
        return self.panes.window.findChild(ExportDialog)

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""


@pytest.fixture
def window(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    tasks = [make_task("a"), make_task("b", age=2 * HOUR), make_task("c", S.FAILED, age=3 * HOUR)]
    source, pictures = FakeHistory(tasks), FakePictures()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    panes.history.show_history()
    exports, settings = FakeExports(), FakeSettings(export_folder=str(tmp_path))
    wiring = ExportWiring(panes, exports, settings, FakeClock(NOON))
    made = Window(panes, source, exports, settings, wiring)
    monkeypatch.setattr(export_wiring.desktop, "show_in_folder", made.shown.append)
    yield made
    panes.window.toast.dismiss()


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, tmp_path: Path) -> ExportForm:
    form = ExportForm(theme)
    qtbot.addWidget(form)
    form.show_options(ExportOptions(folder=tmp_path), 1, make_task("a"))
    form.show()
    return form


# -- the form --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "part"),
    [
        ("", "Write a name"),
        ("{date} {prmpt}", "“\u2068prmpt\u2069” (character 8)"),
        ("{date", "character 1 is not closed"),
        ("{date}}", "character 7"),
        ("{prompt:0}", "1 to 200"),
        ("/".join("abcdefghij"), "more than 8"),
    ],
)
def test_a_template_that_cannot_be_used_says_so_and_nothing_can_begin(
    form: ExportForm, template: str, part: str
) -> None:
    form.template_edit.setText(template)
    assert part in form.example.text()
    assert form.example.property("role") == "error"
    assert not form.is_usable


@pytest.mark.parametrize("problem", TemplateProblem)
def test_every_problem_has_words(problem: TemplateProblem) -> None:
    from nanobanana_desktop.domain.name_template import TemplateError

    text = problem_text(TemplateError(problem, 3, "x"))
    assert text.endswith(".")
    assert "{" not in text


def test_the_example_follows_what_is_chosen(form: ExportForm) -> None:
    def example() -> str:
        return form.example.text().replace("\u200b", "")

    assert example() == "Example: 2026-11-22 A ripe banana carved into a tiny sailing.png"
    form.template_edit.setText("{ratio}/{seq}")
    form.format_box.setCurrentIndex(form.format_box.findData(ExportFormat.JPEG.value))
    assert example() == "Example: 16x9/001.jpg"


def test_quality_is_asked_only_where_it_counts(form: ExportForm) -> None:
    shown = []
    for wanted in ExportFormat:
        form.format_box.setCurrentIndex(form.format_box.findData(wanted.value))
        shown.append(form.quality_box.isVisible())
    assert shown == [False, False, True, True]


def test_what_was_shown_is_told_again(form: ExportForm, tmp_path: Path) -> None:
    options = ExportOptions(
        folder=tmp_path,
        template="{seq}",
        format=ExportFormat.WEBP,
        quality=83,
        details=False,
        as_zip=True,
        table=True,
    )
    form.show_options(options, 2, None)
    told = form.options()
    assert told.quality == 85
    assert (told.template, told.format, told.details) == ("{seq}", ExportFormat.WEBP, False)
    assert (told.folder, told.as_zip, told.table) == (tmp_path, True, True)


def test_a_field_is_put_where_the_caret_is(form: ExportForm) -> None:
    form.template_edit.setText("ab")
    form.template_edit.setCursorPosition(1)
    form.fields_button.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().endswith("{prompt:40}"))
    action.trigger()
    menu.close()
    assert form.template_edit.text() == "a{prompt:40}b"
    for action in menu.actions():
        form.template_edit.setText(action.text().split("\t")[1])
        assert form.is_usable


def test_every_control_has_a_name_and_tab_goes_as_it_is_read(
    form: ExportForm, qtbot: QtBot
) -> None:
    form.format_box.setCurrentIndex(2)
    with qtbot.waitExposed(form):
        form.activateWindow()
    form.change_button.setFocus()
    reached: list[QWidget] = []
    for _ in range(8):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName() or focus.property("text")
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    tops = [widget.mapTo(form, widget.rect().topLeft()).y() for widget in reached]
    assert tops == sorted(tops)
    assert reached[-1] is form.table_box


def test_longer_words_and_larger_text_fit(
    form: ExportForm, theme: Theme, pseudo_language: None
) -> None:
    theme.configure(text_scale=150)
    form.retranslate()
    form.resize(theme.px(540), form.sizeHint().height())
    QApplication.processEvents()
    for widget in form.findChildren(QWidget):
        if widget.isVisible() and widget.parent() is form:
            assert widget.geometry().right() <= form.width()


# -- the dialog ------------------------------------------------------------------------------------


def test_nothing_selected_is_said(window: Window) -> None:
    window.choose("c")
    window.panes.actions[Command.EXPORT].trigger()
    assert window.toast == "Select images to export them."
    assert window.dialog is None


def test_only_pictures_count(window: Window) -> None:
    window.choose("b", "a", "c")
    dialog = window.export()
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "2" in dialog.export_button.text()
    assert window.wiring._choice.ids == ["b", "a"]


def test_of_a_large_selection_only_the_first_tasks_are_read(window: Window) -> None:
    for number in range(SAMPLE):
        window.source.put(make_task(f"t{number}", age=(5 + number) * HOUR))
    window.panes.history.show_history()
    window.choose("a")
    window.panes.history.list.selectAll()
    dialog = window.export()
    choice = window.wiring._choice
    assert (len(choice.numbers), len(choice.ids)) == (SAMPLE + 3, 0)
    assert str(SAMPLE + 3) in dialog.export_button.text()
    found = [task.id for _, task in window.source.tasks_at(choice.numbers[:3])]
    assert found == ["a", "b", "c"]


def test_what_is_chosen_becomes_the_plan_and_is_remembered(window: Window, tmp_path: Path) -> None:
    window.choose("a")
    dialog = window.export()
    dialog.form.template_edit.setText("{seq} {prompt}")
    dialog.form.format_box.setCurrentIndex(2)
    dialog.form.zip_box.click()
    QTest.keyClick(dialog.form.template_edit, Qt.Key.Key_Return)
    choice, plan = window.exports.plans[0]
    assert choice.ids == ["a"]
    assert (plan.folder, plan.template, plan.as_zip) == (tmp_path, "{seq} {prompt}", True)
    assert (plan.wish.format, plan.wish.embeds) == (PictureFormat.JPEG, True)
    assert plan.stem == "Images 2026-11-22"
    settings = window.settings.settings
    assert (settings.export_template, settings.export_zip) == ("{seq} {prompt}", True)
    assert settings.export_format is ExportFormat.JPEG


def test_while_it_runs_there_is_progress_and_a_way_to_stop(window: Window) -> None:
    window.choose("a", "b")
    dialog = window.export()
    dialog.export_button.click()
    window.exports.progress_changed.emit(1, 2)
    assert not dialog.progress_line.isVisible()
    assert not dialog.export_button.isEnabled()
    dialog.findChild(QTimer, "busy sign").timeout.emit()
    assert dialog.progress_line.isVisible()
    assert (dialog.progress_line.value(), dialog.progress_line.maximum()) == (1, 2)
    assert dialog.result_line.text() == "Exporting… 1 of 2"
    assert not dialog.form.isEnabled()
    dialog.close_button.click()
    assert (window.exports.cancelled, dialog.isVisible()) == (1, True)
    window.exports.end(total=2, exported=1, cancelled=True, path=PATH)
    assert window.toast == "Stopped. 1 image(s) exported."


def test_a_good_end_is_a_toast_that_shows_the_files(window: Window) -> None:
    window.choose("a", "b")
    dialog = window.export()
    dialog.export_button.click()
    window.exports.end(total=2, exported=2, untouched=1, path=PATH)
    assert not dialog.isVisible()
    assert window.toast == (
        "2 image(s) exported. 1 image(s) with content credentials were copied unchanged."
    )
    window.panes.window.toast._action.click()
    assert window.shown == [PATH]


def test_what_failed_is_listed_with_reasons(window: Window) -> None:
    window.choose("a", "b")
    dialog = window.export()
    dialog.export_button.click()
    failures = (ExportFailure("a", "a prompt", ErrorCase.FILE_GONE),)
    window.exports.end(total=2, exported=1, failed=1, failures=failures, path=PATH)
    assert dialog.isVisible()
    assert dialog.failure_list.toPlainText() == "\u2068a prompt\u2069: the file is missing"
    assert dialog.result_line.text() == ("1 image(s) exported. 1 image(s) could not be exported.")
    dialog.show_button.click()
    assert window.shown == [PATH]
    dialog.export_button.click()
    assert not dialog.failure_list.isVisible()


def test_closed_meanwhile_the_end_is_told_and_the_list_is_one_click_away(window: Window) -> None:
    window.choose("a")
    dialog = window.export()
    dialog.export_button.click()
    dialog.close()
    error = AppError(ErrorCase.DISK_FULL)
    window.exports.end(total=1, error=error)
    assert window.toast == "The export ended early: the disk is full."
    assert not dialog.isVisible()
    window.panes.window.toast._action.click()
    assert dialog.isVisible()


def test_what_came_of_it_waits_until_the_progress_was_long_enough_to_be_seen(
    window: Window,
) -> None:
    window.choose("a", "b")
    dialog = window.export()
    sign = dialog.findChild(QTimer, "busy sign")
    dialog.export_button.click()
    window.exports.progress_changed.emit(1, 2)
    sign.timeout.emit()
    window.exports.end(total=2, error=AppError(ErrorCase.DISK_FULL))
    assert dialog.progress_line.isVisible()
    assert dialog.result_line.text() == "Exporting… 1 of 2"
    sign.timeout.emit()
    assert not dialog.progress_line.isVisible()
    assert dialog.result_line.text() == "The export ended early: the disk is full."


def test_a_quick_export_shows_no_progress(window: Window) -> None:
    window.choose("a")
    dialog = window.export()
    dialog.export_button.click()
    dialog.close_button.click()
    assert (window.exports.cancelled, dialog.isVisible()) == (0, False)
    dialog.show()
    window.exports.end(total=1, error=AppError(ErrorCase.DISK_FULL))
    assert not dialog.progress_line.isVisible()
    assert dialog.export_button.isVisible()
    assert dialog.result_line.text() == "The export ended early: the disk is full."


def test_while_one_runs_another_is_not_begun(window: Window) -> None:
    window.choose("a")
    window.export().export_button.click()
    window.choose("b")
    dialog = window.export()
    assert window.wiring._choice.ids == ["a"]
    assert not dialog.export_button.isEnabled()
    window.panes.actions[Command.EXPORT_LIST].trigger()
    assert window.toast == "An export is still running."


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_all_that_is_shown_unless_several_are_selected(
    window: Window, tmp_path: Path
) -> None:
    for ids, count in ((("a",), 3), (("a", "b"), 2)):
        window.choose(*ids)
        window.panes.actions[Command.EXPORT_LIST].trigger()
        dialog = window.panes.window.findChild(QFileDialog)
        assert dialog.selectedFiles() == [str(tmp_path / "Images 2026-11-22.csv")]
        dialog.accept()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        choice, path = window.exports.lists[-1]
        assert (len(choice), path) == (count, tmp_path / "Images 2026-11-22.csv")
        window.exports.end(total=count, listed=count, path=path)
        assert window.toast == f"List of {count} task(s) saved."


# -- menus and words -------------------------------------------------------------------------------


def test_menus_offer_what_can_be_exported(window: Window) -> None:
    asked: list[list[str]] = []
    requests = window.panes.requests
    requests.export_requested.disconnect(window.wiring.open)
    requests.export_requested.connect(lambda tasks: asked.append([task.id for task in tasks]))
    menus = TaskMenus(requests)

    def entry(*tasks: GenerationTask) -> str:
        menu = menus.menu(list(tasks), window.panes.window)
        found = [action for action in menu.actions() if action.text().startswith("Export")]
        for action in found:
            action.trigger()
        menu.close()
        menu.deleteLater()
        return "".join(action.text() for action in found)

    done, other, failed = make_task("a"), make_task("b"), make_task("c", S.FAILED)
    assert entry(done) == "Export…"
    assert entry(failed) == ""
    assert entry(done, other, failed) == "Export 2 image(s)…"
    assert entry(failed, make_task("d", S.FAILED)) == ""
    assert asked == [["a"], ["a", "b", "c"]]


def test_the_key_is_in_the_list_of_keys(window: Window) -> None:
    actions, export = window.panes.actions, Command.EXPORT
    assert (actions.words(export), actions.key_text(export)) == ("Export…", "Ctrl+Shift+S")


@pytest.mark.parametrize("case", ErrorCase)
def test_every_reason_has_words(case: ErrorCase) -> None:
    assert reason_text(case)


def test_the_words_of_a_summary_add_up() -> None:
    words = SummaryWords()
    assert words.text(ExportSummary()) == "0 image(s) exported."
    assert words.text(ExportSummary(cancelled=True)) == "Stopped."
    full = ExportSummary(exported=9, failed=300, without_credentials=2, stills=1)
    assert words.text(full) == (
        "9 image(s) exported. 300 image(s) could not be exported. 2 image(s) lack the content "
        "credentials of the original. Of 1 animation(s) only the first frame was exported."
    )
    known = tuple(ExportFailure(str(i), "", ErrorCase.RESULT_BAD) for i in range(200))
    lines = words.failures(ExportSummary(failed=300, failures=known))
    assert len(lines) == 201
    assert lines[-1] == "and 100 more"
    assert lines[0] == "\u20680\u2069: the image is damaged"
