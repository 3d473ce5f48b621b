"""Help: the list of keys, and what the program is made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop import __version__
from nanobanana_desktop.ui.key_card import AppGlyph
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button


class _HelpDialog(QDialog):
    """A dialog with a column of content and Close below it; Esc closes too."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = theme.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(24), px(24), px(16))
        self.column.setSpacing(px(12))
        self._close = Button(theme, " ")
        self._close.clicked.connect(self.accept)

    def add_close(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._close)
        self.column.addLayout(row)
        self._close.setText(self.tr("Close"))
        self._close.setFocus()


class ShortcutsDialog(_HelpDialog):
    """All keys of the program, from the one list of commands."""

    def __init__(self, theme: Theme, rows: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """`rows` are commands and keys, as a person reads them."""
        super().__init__(theme, parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        hint = self.tr("Single letters work while the stage or the history has the focus.")
        self.column.addWidget(plain_label(hint, role="hint", wrap=True))
        table = QTableWidget(len(rows), 2, self)
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        for row, cells in enumerate(rows):
            for place, text in enumerate(cells):
                table.setItem(row, place, QTableWidgetItem(text))
        self.column.addWidget(table, 1)
        self.add_close()
        self.resize(theme.px(460), theme.px(560))


class AboutDialog(_HelpDialog):
    """Name, version, licences of what is inside."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setWindowTitle(self.tr("About NanoBanana Desktop"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        head.addWidget(AppGlyph(theme, self))
        words = QVBoxLayout()
        words.addWidget(plain_label(self.tr("NanoBanana Desktop"), role="title"))
        version = self.tr("Version {version}").format(version=__version__)
        words.addWidget(plain_label(version, role="hint"))
        head.addLayout(words, 1)
        self.column.addLayout(head)
        body = self.tr(
            "Makes pictures with the Nano Banana image service and keeps every one of them. "
            "Free software under the MIT licence."
        )
        self.column.addWidget(plain_label(body, role="secondary", wrap=True))
        parts = self.tr(
            "With Qt {qt} (LGPL 3), PySide6, qasync, httpx, keyring, and icons by Lucide (ISC)."
        ).format(qt=qVersion())
        self.column.addWidget(plain_label(parts, role="hint", wrap=True))
        self.add_close()
        self.setFixedWidth(theme.px(420))


class BugDialog(_HelpDialog):
    """Something unforeseen: a report that can be read and copied, nothing is sent."""

    def __init__(self, theme: Theme, report: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.column.addWidget(plain_label(self.tr("Something went wrong"), role="title"))
        body = self.tr(
            "The program goes on, and your tasks are safe. Copy the report when you tell us about "
            "it; it holds no key and no prompts."
        )
        self.column.addWidget(plain_label(body, role="secondary", wrap=True))
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Report"))
        self.column.addWidget(text, 1)
        copy = Button(theme, self.tr("Copy report"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        self.column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_close()
        self.resize(theme.px(560), theme.px(420))
