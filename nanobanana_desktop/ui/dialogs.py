"""The only place where modal windows open: always with `open()`, never with a nested loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMessageBox, QWidget

IMAGE_PATTERNS: Final = "*.png *.jpg *.jpeg *.jfif *.webp *.bmp *.gif *.tif *.tiff"


def open_image_files(
    parent: QWidget, on_chosen: Callable[[list[Path]], object], folder: str = ""
) -> QFileDialog:
    """Let the person choose image files; `on_chosen` is called unless they cancel."""
    title = QCoreApplication.translate("Dialogs", "Add reference images")
    return _open_images(parent, title, QFileDialog.FileMode.ExistingFiles, on_chosen, folder)


def open_one_image(
    parent: QWidget, on_chosen: Callable[[Path], object], folder: str = ""
) -> QFileDialog:
    """Let the person choose one image file; `on_chosen` is called unless they cancel."""
    title = QCoreApplication.translate("Dialogs", "Choose an image")
    mode = QFileDialog.FileMode.ExistingFile
    return _open_images(parent, title, mode, lambda paths: on_chosen(paths[0]), folder)


def _open_images(
    parent: QWidget,
    title: str,
    mode: QFileDialog.FileMode,
    on_chosen: Callable[[list[Path]], object],
    folder: str,
) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(mode)
    dialog.setNameFilters(
        [
            QCoreApplication.translate("Dialogs", "Images ({patterns})").format(
                patterns=IMAGE_PATTERNS
            ),
            QCoreApplication.translate("Dialogs", "All files (*)"),
        ]
    )
    _open(dialog, on_chosen)
    return dialog


def choose_folder(
    parent: QWidget, on_chosen: Callable[[Path], object], folder: str = ""
) -> QFileDialog:
    """Let the person choose a folder; `on_chosen` is called unless they cancel."""
    dialog = QFileDialog(parent, QCoreApplication.translate("Dialogs", "Choose a folder"), folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, lambda paths: on_chosen(paths[0]))
    return dialog


def save_image_as(
    parent: QWidget, suggestion: Path, on_chosen: Callable[[Path], object]
) -> QFileDialog:
    """Let the person choose where a copy goes; the dialog asks before a file is replaced."""
    title = QCoreApplication.translate("Dialogs", "Save image as")
    kind = QCoreApplication.translate("Dialogs", "Image ({patterns})")
    return _save_as(parent, title, kind, suggestion, on_chosen)


def save_list_as(
    parent: QWidget, suggestion: Path, on_chosen: Callable[[Path], object]
) -> QFileDialog:
    """Let the person choose where a list of tasks goes; replacing a file is asked about."""
    title = QCoreApplication.translate("Dialogs", "Save list as")
    kind = QCoreApplication.translate("Dialogs", "Table ({patterns})")
    return _save_as(parent, title, kind, suggestion, on_chosen)


def save_templates_as(
    parent: QWidget, suggestion: Path, on_chosen: Callable[[Path], object]
) -> QFileDialog:
    """Let the person choose where templates for others go; replacing a file is asked about."""
    title = QCoreApplication.translate("Dialogs", "Export templates")
    return _save_as(parent, title, _templates_kind(), suggestion, on_chosen)


def open_templates(
    parent: QWidget, on_chosen: Callable[[Path], object], folder: str = ""
) -> QFileDialog:
    """Let the person choose a file with templates; `on_chosen` is called unless they cancel."""
    title = QCoreApplication.translate("Dialogs", "Import templates")
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    kind = _templates_kind().format(patterns="*.json")
    dialog.setNameFilters([kind, QCoreApplication.translate("Dialogs", "All files (*)")])
    _open(dialog, lambda paths: on_chosen(paths[0]))
    return dialog


def _templates_kind() -> str:
    return QCoreApplication.translate("Dialogs", "Templates ({patterns})")


def save_archive_as(
    parent: QWidget, suggestion: Path, on_chosen: Callable[[Path], object]
) -> QFileDialog:
    """Let the person choose where a report about a problem goes."""
    title = QCoreApplication.translate("Dialogs", "Save diagnostics")
    kind = QCoreApplication.translate("Dialogs", "Archive ({patterns})")
    return _save_as(parent, title, kind, suggestion, on_chosen)


def _save_as(
    parent: QWidget, title: str, kind: str, suggestion: Path, on_chosen: Callable[[Path], object]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    suffix = suggestion.suffix
    if suffix:
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        pattern = kind.format(patterns=f"*{suffix}")
        dialog.setNameFilters([pattern, QCoreApplication.translate("Dialogs", "All files (*)")])
    dialog.selectFile(suggestion.name)
    _open(dialog, lambda paths: on_chosen(paths[0]))
    return dialog


def confirm(
    parent: QWidget,
    title: str,
    body: str,
    action_text: str,
    on_confirmed: Callable[[], object],
    *,
    cancel_text: str = "",
    other: tuple[str, Callable[[], object]] | None = None,
    tick: QCheckBox | None = None,
) -> QMessageBox:
    """Ask before something that cannot be undone; the buttons name the acts, Cancel is default.

    `other` is the text of one more act, and the act; Esc cancels both. `tick` stands above the
    buttons, for instance "Don't show again".
    """
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.applicationName() or title)
    box.setText(title)
    box.setInformativeText(body)
    action = box.addButton(action_text, QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(
        cancel_text or QCoreApplication.translate("Dialogs", "Cancel"),
        QMessageBox.ButtonRole.RejectRole,
    )
    if other is not None:
        other_text, on_other = other

        def on_other_clicked() -> None:
            on_other()

        other_button = box.addButton(other_text, QMessageBox.ButtonRole.ActionRole)
        other_button.clicked.connect(on_other_clicked)
    if tick is not None:
        box.setCheckBox(tick)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_action_clicked() -> None:
        on_confirmed()

    action.clicked.connect(on_action_clicked)
    box.open()
    return box


def tell(title: str, body: str, on_closed: Callable[[], object]) -> QMessageBox:
    """Say why the program cannot start, in a window of its own."""
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.applicationName() or title)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setText(title)
    box.setInformativeText(body)
    box.addButton(QCoreApplication.translate("Dialogs", "Quit"), QMessageBox.ButtonRole.AcceptRole)

    def on_finished(_result: int) -> None:
        on_closed()

    box.finished.connect(on_finished)
    box.open()
    return box


def _open(dialog: QFileDialog, on_chosen: Callable[[list[Path]], object]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_finished(result: int) -> None:
        chosen = [Path(name) for name in dialog.selectedFiles() if name]
        if result == QFileDialog.DialogCode.Accepted and chosen:
            on_chosen(chosen)

    dialog.finished.connect(on_finished)
    dialog.open()
