"""Help: all keys by group, to be looked through; changing them is for the settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.shortcuts.filter_line import FilterLine
from nanobanana_desktop.ui.shortcuts.shortcut_rows import ShortcutRows
from nanobanana_desktop.ui.shortcuts.shortcut_view import ShortcutView
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button


class ShortcutDialog(QDialog):
    """Not modal; it follows the keys while it is open.

    Signals: `change_requested()` – the person wants other keys.
    """

    change_requested = Signal()

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcut dialog")
        self._actions = actions
        self._theme = theme
        self.filter = FilterLine(theme, self)
        self.rows = ShortcutRows(with_others=True, parent=self)
        self.rows.leave_out(actions.hidden)
        self.list = ShortcutView(theme, self.rows, self)
        self._hint = plain_label(role="hint", wrap=True)
        self.change_button = Button(theme, " ")
        self._close = Button(theme, " ")
        row = self._row = QHBoxLayout()
        row.addWidget(self.change_button)
        row.addStretch(1)
        row.addWidget(self._close)
        column = self._column = QVBoxLayout(self)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        column.addLayout(row)
        self.filter.textChanged.connect(self._fill)
        self.filter.left.connect(self.list.setFocus)
        self.list.change_wanted.connect(self._on_change_wanted)
        self.change_button.clicked.connect(self._on_change_wanted)
        self._close.clicked.connect(self.close)
        actions.keys_changed.connect(self._fill)
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, 480, 600)
        self.retranslate()
        self.filter.setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        hint = self.tr("Single letters work while the stage or the history has the focus.")
        self._hint.setText(hint)
        self.change_button.setText(self.tr("Change shortcuts…"))
        self._close.setText(self.tr("Close"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setSpacing(px(8))
        self._column.setContentsMargins(px(20), px(20), px(20), px(16))
        self._column.setSpacing(px(10))
        self.list.doItemsLayout()

    def _fill(self) -> None:
        current = self.list.current
        self.rows.fill(self._actions.keys, self.filter.text())
        self.list.choose(current)

    def _on_change_wanted(self) -> None:
        self.close()
        self.change_requested.emit()
