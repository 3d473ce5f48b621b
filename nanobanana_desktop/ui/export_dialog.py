"""Exporting copies: the choices, how far it is, and what could not be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.export_form import ExportForm, ExportOptions
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.hairline import LinedFrame
from nanobanana_desktop.ui.widgets.progress_line import ProgressLine

_WIDTH = 540
_HEIGHT = 590
_LIST_LINES = 5


class ExportDialog(QDialog):
    """Not modal, so that work goes on behind it. It shows what it is told.

    Closed while an export runs, the export goes on.

    Signals: `export_requested(ExportOptions)`, `cancel_requested()`, `show_requested()` – the
    person wants to see what was exported.
    """

    export_requested = Signal(object)
    cancel_requested = Signal()
    show_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._running = False
        self._result: tuple[str, Sequence[str], bool, bool] | None = None
        self._busy = BusySign(self)
        self._busy.changed.connect(self._on_busy_changed)
        self._count = 0
        self._progress = (0, 0)
        self.setObjectName("export dialog")
        self.form = ExportForm(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.form)
        self.result_line = plain_label(role="secondary", wrap=True)
        self.failure_list = QPlainTextEdit()
        self.failure_list.setReadOnly(True)
        self.failure_list.setTabChangesFocus(True)
        self.progress_line = ProgressLine(theme)
        self.export_button = Button(theme, " ", kind="primary", in_row=True)
        self.export_button.setDefault(True)
        self.close_button = Button(theme, " ")
        self.show_button = Button(theme, " ", icon="folder-open")
        self._lay_out()
        self.form.usable_changed.connect(self._show_state)
        self.export_button.clicked.connect(self._on_export_button_clicked)
        self.close_button.clicked.connect(self._on_close_button_clicked)
        self.show_button.clicked.connect(self.show_requested)
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, _WIDTH, _HEIGHT)
        self._show_state()
        self.retranslate()

    def open_for(self, options: ExportOptions, count: int, first: GenerationTask | None) -> None:
        """Ask how `count` pictures are to be exported; while an export runs only come forward."""
        if not self._running:
            self._count = count
            self.form.show_options(options, count, first)
            self._hide_result()
            self._show_state()
            self.retranslate()
        self.show()
        self.raise_()
        self.activateWindow()
        if not self._running:
            self.form.template_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_running(self) -> None:
        """The export has begun."""
        self._running, self._progress = True, (0, 0)
        self._hide_result()
        self._result = None
        self.close_button.setFocus()
        self._busy.set_busy(True)
        self._show_state()

    def show_progress(self, done: int, total: int) -> None:
        self._progress = (done, total)
        self.progress_line.setRange(0, max(1, total))
        self.progress_line.setValue(done)
        self._show_state()

    def show_result(
        self, text: str, failures: Sequence[str], *, failed: bool, is_there: bool
    ) -> None:
        """What came of it; `failures` has a line for each picture that is missing.

        `is_there` tells whether something was exported that can be shown.
        """
        self._running = False
        self._result = text, failures, failed, is_there
        self._busy.set_busy(False)
        self._show_state()
        if not self._busy.is_shown:
            self._tell_result()

    def _on_busy_changed(self) -> None:
        self._show_state()
        if not self._busy.is_shown:
            self._tell_result()

    def _tell_result(self) -> None:
        if self._result is None:
            return
        text, failures, failed, is_there = self._result
        self._result = None
        set_label_role(self.result_line, "error" if failed else "secondary")
        self.result_line.setText(text)
        self.result_line.show()
        self.failure_list.setPlainText("\n".join(failures))
        self.failure_list.setVisible(bool(failures))
        self._fit_failure_list()
        self.show_button.setVisible(is_there)
        self._show_state()
        self.close_button.setFocus()
        announce(self, text)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        self.progress_line.setAccessibleName(self.tr("Progress of the export"))
        self.failure_list.setAccessibleName(self.tr("Images that could not be exported"))
        self.export_button.setText(self.tr("Export %Ln image(s)", "", self._count))
        self.show_button.setText(self.tr("Show in folder"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        line = LinedFrame(self._theme, "footer")
        self._foot = QVBoxLayout(line)
        self._row = QHBoxLayout()
        self._row.addWidget(self.show_button)
        self._row.addStretch(1)
        self._row.addWidget(self.export_button)
        self._row.addWidget(self.close_button)
        for part in (self.result_line, self.failure_list, self.progress_line):
            self._foot.addWidget(part)
            part.hide()
        self.show_button.hide()
        self._foot.addLayout(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(line)

    def _hide_result(self) -> None:
        self.result_line.hide()
        self.failure_list.hide()
        self.show_button.hide()

    def _show_state(self) -> None:
        usable = self.form.is_usable and self._count > 0
        says_so = self._busy.is_shown
        self.form.setEnabled(not self._running)
        self.export_button.setVisible(not says_so)
        self.export_button.setEnabled(usable and not self._running)
        self.progress_line.setVisible(says_so)
        stops = self._running and says_so
        self.close_button.setText(self.tr("Stop") if stops else self.tr("Close"))
        if says_so:
            self._show_progress_words()

    def _show_progress_words(self) -> None:
        (done, total), number = self._progress, QLocale().toString
        set_label_role(self.result_line, "secondary")
        text = self.tr("Exporting… {done} of {total}")
        self.result_line.setText(text.format(done=number(done), total=number(total or self._count)))
        self.result_line.show()

    def _fit(self) -> None:
        px = self._theme.px
        self._foot.setContentsMargins(px(24), px(12), px(24), px(16))
        self._foot.setSpacing(px(10))
        self._row.setSpacing(px(8))
        self._fit_failure_list()
        self.setMinimumSize(px(420), px(320))

    def _fit_failure_list(self) -> None:
        """As high as its lines, up to a few."""
        lines = min(_LIST_LINES, self.failure_list.blockCount())
        spacing = self.failure_list.fontMetrics().lineSpacing()
        self.failure_list.setFixedHeight(lines * spacing + self._theme.px(22))

    def _on_export_button_clicked(self) -> None:
        self.export_requested.emit(self.form.options())

    def _on_close_button_clicked(self) -> None:
        if self._running and self._busy.is_shown:
            self.cancel_requested.emit()
        else:
            self.close()
