"""The window about the library: a look at every picture, what it found, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.library_check import LibraryCheck
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.progress_line import ProgressLine

_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Names = Callable[[Sequence[int]], Sequence[str]]

NAMES_AT_ONCE: Final = 100
LISTED_AT_WORK: Final = 1_000
"""A longer list is laid out when the look has come to its end, not again and again."""


class FoundModel(QAbstractListModel):
    """The pictures that need the person, by file name; names of rows are read when they are seen.

    Each entry is the number of a row and a word about it, or 0 and the path of an unknown file.
    """

    def __init__(self, parent: QDialog) -> None:
        super().__init__(parent)
        self._numbers: tuple[int, ...] = ()
        self._words: tuple[tuple[int, str], ...] = ()
        self._unknown: tuple[str, ...] = ()
        self._unknown_word = ""
        self._read: dict[int, str] = {}
        self._names: Names = lambda _numbers: ()

    def set_names(self, names: Names) -> None:
        """`names(numbers)` gives the file names of up to 100 rows, in the order asked."""
        self._names = names

    def show_found(
        self, parts: Sequence[tuple[str, Sequence[int]]], unknown: tuple[str, Sequence[str]]
    ) -> None:
        """Rows with a word for each kind, then files that no row has."""
        numbers = tuple(number for _, rows in parts for number in rows)
        words = tuple((len(rows), word) for word, rows in parts)
        told = (self._numbers, self._words, self._unknown, self._unknown_word)
        if (numbers, words, tuple(unknown[1]), unknown[0]) == told:
            return
        self.beginResetModel()
        self._numbers = numbers
        self._words = words
        self._unknown = tuple(unknown[1])
        self._unknown_word = unknown[0]
        self._read.clear()
        self.endResetModel()

    def number_at(self, row: int) -> int:
        """The row in the history; 0 for a file that it does not know."""
        return self._numbers[row] if row < len(self._numbers) else 0

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._numbers) + len(self._unknown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        row = index.row()
        if row >= len(self._numbers):
            return f"{self._unknown_word}  {self._unknown[row - len(self._numbers)]}"
        return f"{self._word(row)}  {self._name(row)}"

    def _word(self, row: int) -> str:
        for count, word in self._words:
            if row < count:
                return word
            row -= count
        return ""

    def _name(self, row: int) -> str:
        if row not in self._read:
            rows = range(row, min(row + NAMES_AT_ONCE, len(self._numbers)))
            names = self._names([self._numbers[one] for one in rows])
            self._read.update(zip(rows, names, strict=False))
        return self._read.get(row, "")


class LibraryDialog(QDialog):
    """Not modal; the look goes on when it is closed.

    Signals: `locate_requested()` for the missing files, `adopt_requested()` for the unknown ones,
    `accept_requested(tuple[int, ...])` – the changed files of these rows are to be taken as they
    are –,
    `rebuild_requested()`, `row_chosen(int)` – a task is to be shown.
    """

    locate_requested = Signal()
    adopt_requested = Signal()
    accept_requested = Signal(tuple)
    rebuild_requested = Signal()
    row_chosen = Signal(int)

    def __init__(self, theme: Theme, check: LibraryCheck, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._check = check
        self._trouble = ""
        self._busy = BusySign(self)
        self._busy.changed.connect(self._show_report)
        self.setObjectName("library dialog")
        self._intro = plain_label(role="body", wrap=True)
        self._progress = ProgressLine(theme)
        self._state = plain_label(role="secondary", wrap=True)
        self.start_button = Button(theme, " ", kind="primary", in_row=True)
        self.go_on_button = Button(theme, " ")
        self.stop_button = Button(theme, " ")
        self._model = FoundModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.locate_button = Button(theme, " ", icon="search")
        self.adopt_button = Button(theme, " ", icon="plus")
        self.accept_button = Button(theme, " ", icon="check")
        self.rebuild_button = Button(theme, " ", kind="link")
        self.close_button = Button(theme, " ")
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, 560, 420)
        self.retranslate()

    def set_names(self, names: Names) -> None:
        self._model.set_names(names)

    def open_anew(self) -> None:
        """Show the window with what the last look found."""
        self._check.look_back()
        self._show_report()
        self.show()
        self.raise_()
        self.activateWindow()
        (self.stop_button if self._check.is_running else self.start_button).setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Verify library"))
        self._intro.setText(
            self.tr(
                "Reads every saved image and compares it with what was saved. You can go on "
                "working meanwhile."
            )
        )
        self.start_button.setText(self.tr("Start"))
        self.go_on_button.setText(self.tr("Continue"))
        self.stop_button.setText(self.tr("Stop"))
        self.locate_button.setText(self.tr("Locate missing files…"))
        self.adopt_button.setText(self.tr("Add unknown images"))
        self.rebuild_button.setText(self.tr("Rebuild the history from files"))
        self.close_button.setText(self.tr("Close"))
        self.list.setAccessibleName(self.tr("Images that need attention"))
        self._progress.setAccessibleName(self.tr("Images read"))
        self._show_report()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._run_row, self._act_row, self._end_row = (QHBoxLayout() for _ in range(3))
        for button in (self.start_button, self.go_on_button, self.stop_button):
            self._run_row.addWidget(button)
        self._run_row.addStretch(1)
        self._act_row.addWidget(self.locate_button)
        self._act_row.addWidget(self.accept_button)
        self._act_row.addWidget(self.adopt_button)
        self._act_row.addStretch(1)
        self._end_row.addWidget(self.rebuild_button)
        self._end_row.addStretch(1)
        self._end_row.addWidget(self.close_button)
        self._column.addWidget(self._intro)
        self._column.addLayout(self._run_row)
        self._column.addWidget(self._progress)
        self._column.addWidget(self._state)
        self._column.addWidget(self.list, 1)
        self._column.addLayout(self._act_row)
        self._column.addStretch(0)
        self._column.addLayout(self._end_row)

    def _connect(self) -> None:
        check = self._check
        self.start_button.clicked.connect(lambda: check.begin(anew=True))
        self.go_on_button.clicked.connect(lambda: check.begin(anew=False))
        self.stop_button.clicked.connect(check.call_off)
        self.locate_button.clicked.connect(self.locate_requested)
        self.adopt_button.clicked.connect(self.adopt_requested)
        self.accept_button.clicked.connect(lambda: self.accept_requested.emit(self._acceptable()))
        self.list.selectionModel().selectionChanged.connect(self._show_accept_button)
        self._model.modelReset.connect(self._show_accept_button)
        self.rebuild_button.clicked.connect(self.rebuild_requested)
        self.close_button.clicked.connect(self.close)
        self.list.activated.connect(self._on_list_activated)
        self.list.clicked.connect(self._on_list_activated)
        check.changed.connect(self._show_report)
        check.trouble.connect(self._on_check_trouble)

    def _show_report(self) -> None:
        check, report = self._check, self._check.report
        running = check.is_running
        self._show_run_buttons(running=running)
        self._busy.set_busy(running)
        self._progress.setVisible(self._busy.is_shown or (check.can_go_on and not running))
        self._progress.setRange(0, max(1, report.total))
        self._progress.setValue(report.checked)
        if running:
            self._trouble = ""
        self._state.setText(self._trouble or self._words())
        found = len(report.missing) + len(report.changed) + len(report.unknown)
        if found <= LISTED_AT_WORK or not running:
            self._model.show_found(
                (
                    (self.tr("Missing:"), report.missing),
                    (self.tr("Changed:"), report.changed),
                ),
                (self.tr("Unknown:"), report.unknown),
            )
        has_found = self._model.rowCount() > 0
        self.list.setVisible(has_found)
        self.locate_button.setVisible(bool(report.missing) and not running)
        self.adopt_button.setVisible(bool(report.unknown) and not running)
        self._show_accept_button()

    def _acceptable(self) -> tuple[int, ...]:
        """The changed file that is selected, else all of them."""
        rows = self.list.selectionModel().selectedIndexes()
        number = self._model.number_at(rows[0].row()) if rows else 0
        changed = self._check.report.changed
        return (number,) if number in changed else changed

    def _show_accept_button(self) -> None:
        numbers, changed = self._acceptable(), self._check.report.changed
        text = self.tr("Accept %Ln changed image(s) as they are", "", len(numbers))
        if len(numbers) == 1:
            text = self.tr("Accept it as it is")
        self.accept_button.setText(text)
        self.accept_button.setVisible(bool(changed) and not self._check.is_running)

    def _show_run_buttons(self, *, running: bool) -> None:
        """The focus stays among them: what is pressed goes away."""
        had_focus = self.focusWidget() in (self.start_button, self.go_on_button, self.stop_button)
        self.start_button.setVisible(not running)
        self.go_on_button.setVisible(self._check.can_go_on)
        self.stop_button.setVisible(running)
        if had_focus:
            (self.stop_button if running else self.start_button).setFocus()

    def _words(self) -> str:
        report = self._check.report
        if not (report.total or report.is_complete):
            return self.tr("The library was not looked through yet.")
        lines = [self.tr("{count} of %Ln image(s) read", "", report.total)]
        if report.is_complete:
            lines = [self.tr("All %Ln image(s) were read", "", report.checked)]
        lines[0] = lines[0].format(count=count_text(report.checked))
        lines.append(self.tr("%Ln as saved", "", report.whole))
        if report.missing:
            lines.append(self.tr("%Ln missing", "", len(report.missing)))
        if report.changed:
            lines.append(self.tr("%Ln changed", "", len(report.changed)))
        if report.unknown:
            lines.append(self.tr("%Ln unknown", "", len(report.unknown)))
        if report.sidecars:
            lines.append(self.tr("%Ln sidecar(s) written", "", report.sidecars))
        return self.tr(" · ", "between figures").join(lines)

    def _on_list_activated(self, index: QModelIndex) -> None:
        number = self._model.number_at(index.row())
        if number:
            self.row_chosen.emit(number)

    def _on_check_trouble(self, error: AppError) -> None:
        self._trouble = error_text(error.case, error.facts).sentence

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(10))
        for row in (self._run_row, self._act_row, self._end_row):
            row.setSpacing(px(8))
