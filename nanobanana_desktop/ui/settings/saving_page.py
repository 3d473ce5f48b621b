"""Settings: where pictures are kept, and what is kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.formats import byte_size
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.settings.former_folders import FormerFolder, FormerFolders
from nanobanana_desktop.ui.settings.name_fields import NameFields
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button


class SavingPage(SettingsPage):
    """Signals: `folder_chosen(Path)`, `folder_show_requested()`.

    `setting_chosen(str, object)` – a field of `Settings` and its new value.
    """

    setting_chosen = Signal(str, object)
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
        self._space = self.add_label(role="hint")
        self._hint = self.add_label(role="hint")
        self._free: int | None = None
        self.former = FormerFolders(theme)
        self.add_group(self.former)
        self.show_former([])
        self.names = NameFields(theme)
        self._names_label = self.add_label(buddy=self.names.edit)
        self.add_field(self.names, stretch=True)
        self._names_hint = self.add_label(role="hint")
        self._sidecar_label = self.add_label()
        self.sidecar_box = TickBox(theme)
        self.add_field(self.sidecar_box)
        self._sidecar_hint = self.add_label(role="hint")
        self.add_rest()
        self.change_button.clicked.connect(self._on_change_button_clicked)
        self.show_button.clicked.connect(self.folder_show_requested)
        self.names.setting_chosen.connect(self.setting_chosen)
        self.sidecar_box.clicked.connect(self._on_sidecar_box_clicked)
        self.retranslate()

    def title(self) -> str:
        return self.tr("Saving")

    def show_settings(self, settings: Settings) -> None:
        self.names.show_settings(settings)
        self.sidecar_box.setChecked(settings.sidecars)

    def show_folder(self, folder: Path) -> None:
        """The folder in force."""
        self._folder = folder
        # Long names without spaces must be able to wrap.
        self.names.show_root(len(str(folder)))
        self._path.setText(str(folder).replace("/", "/\u200b").replace("\\", "\\\u200b"))

    def show_free_space(self, free: int | None) -> None:
        """Bytes that are free where the folder is; None while that is not known."""
        self._free = free
        self._show_space()

    def show_former(self, folders: Sequence[FormerFolder]) -> None:
        """The earlier folders that are not there."""
        self.former.show_folders(folders)
        self.former.setVisible(bool(folders))

    @property
    def space_text(self) -> str:
        return self._space.text()

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
        self._show_space()
        self._names_label.setText(self.tr("File names"))
        self._names_hint.setText(
            self.tr(
                "For new images; a “/” begins a folder. The end of each name stays: by it the "
                "image is known again after a crash."
            )
        )
        self._sidecar_label.setText(self.tr("Prompts"))
        self.sidecar_box.setText(
            self.tr("Write a small file with prompt and settings beside each image")
        )
        self._sidecar_hint.setText(
            self.tr("A history that was lost can be made again from these files.")
        )

    def _show_space(self) -> None:
        text = ""
        if self._free is not None:
            text = self.tr("{size} free there").format(size=byte_size(self._free))
        self._space.setText(text)
        self._space.setVisible(bool(text))

    def _on_sidecar_box_clicked(self) -> None:
        self.setting_chosen.emit("sidecars", self.sidecar_box.isChecked())

    def _on_change_button_clicked(self) -> None:
        dialogs.choose_folder(self.window(), self.folder_chosen.emit, str(self._folder))
