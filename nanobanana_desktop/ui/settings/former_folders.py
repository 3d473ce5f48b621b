"""Settings: earlier image folders that are not there, and whether the bin waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.settings.page import GAP, GROUP_GAP
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button

_GAP: Final = 6
_ROW_GAP: Final = 12


class FormerFolder(NamedTuple):
    """A folder that is not there. `held` images of the bin may lie in it."""

    path: Path
    is_given_up: bool
    held: int


class FormerFolders(QWidget):
    """A paragraph for each folder; no file is ever touched from here.

    Signals: `given_up(Path, bool)` – whether the bin is to wait for it no longer, or again.
    """

    given_up = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folders: tuple[FormerFolder, ...] = ()
        self.rows: list[FolderRow] = []
        self._label = plain_label(role="label", wrap=True)
        self._outer = QVBoxLayout(self)
        self._column = QVBoxLayout()
        self._outer.addWidget(self._label)
        self._outer.addLayout(self._column)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Earlier folders"))
        for row in self.rows:
            row.retranslate()

    def show_folders(self, folders: Sequence[FormerFolder]) -> None:
        if tuple(folders) == self._folders:
            return
        focused = next((row.folder.path for row in self.rows if row.button.hasFocus()), None)
        self._folders = tuple(folders)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FolderRow(self._theme, folder, self) for folder in folders]
        for row in self.rows:
            row.button.clicked.connect(
                lambda _=False, folder=row.folder: self.given_up.emit(
                    folder.path, not folder.is_given_up
                )
            )
            self._column.addWidget(row)
            row.show()
            if row.folder.path == focused:
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)
                announce(self, row.sentence.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        px = self._theme.px
        self._outer.setContentsMargins(0, px(GROUP_GAP), 0, 0)
        self._outer.setSpacing(px(GAP))
        self._column.setSpacing(px(_ROW_GAP))


class FolderRow(QWidget):
    """One folder: where it was, what that means, and the button that changes it."""

    def __init__(self, theme: Theme, folder: FormerFolder, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder = folder
        path = plain_label(role="secondary", wrap=True)
        # Long names without spaces must be able to wrap.
        path.setText(str(folder.path).replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self.sentence = plain_label(role="hint", wrap=True)
        self.button = Button(theme, " ")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(_GAP))
        column.addWidget(path)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        held = self.folder.held
        if self.folder.is_given_up:
            text = self.tr(
                "Not there, and not waited for. Emptying the bin forgets its images there; no file "
                "is deleted."
            )
            button = self.tr("Wait for it again")
        else:
            text = self.tr("Not there. No image in the bin waits for it.")
            if held:
                text = self.tr(
                    "Not there. %Ln image(s) in the bin may lie in it and stay until it is there "
                    "again.",
                    "",
                    held,
                )
            button = self.tr("Forget its images in the bin")
        self.sentence.setText(text)
        self.button.setText(button)
        self.button.setAccessibleDescription(f"{self.folder.path}. {text}")
