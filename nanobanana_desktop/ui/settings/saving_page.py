"""Settings: where pictures are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button


class SavingPage(SettingsPage):
    """Signals: `folder_chosen(Path)`, `folder_show_requested()`."""

    folder_chosen = Signal(object)
    folder_show_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._folder = Path()
        self._label = self.add_label()
        self._path = plain_label(role="secondary", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_field(self._path, stretch=True)
        self.change_button = Button(theme, " ")
        self.show_button = Button(theme, " ", icon="folder-open")
        self.add_row(self.change_button, self.show_button)
        self._hint = self.add_label(role="hint")
        self.add_rest()
        self.change_button.clicked.connect(self._on_change_button_clicked)
        self.show_button.clicked.connect(self.folder_show_requested)
        self.retranslate()

    def title(self) -> str:
        return self.tr("Saving")

    def show_folder(self, folder: Path) -> None:
        """The folder in force."""
        self._folder = folder
        # Long names without spaces must be able to wrap.
        self._path.setText(str(folder).replace("/", "/\u200b").replace("\\", "\\\u200b"))

    @property
    def folder(self) -> Path:
        return self._folder

    def retranslate(self) -> None:
        super().retranslate()
        self._label.setText(self.tr("Image folder"))
        self.change_button.setText(self.tr("Change…"))
        self.show_button.setText(self.tr("Show"))
        self._hint.setText(
            self.tr("New images are saved there. Images saved before stay where they are.")
        )

    def _on_change_button_clicked(self) -> None:
        dialogs.choose_folder(self.window(), self.folder_chosen.emit, str(self._folder))
