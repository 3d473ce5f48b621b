"""The fields of an export: where to, under which names, in which format, with which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from nanobanana_desktop.domain.export_plan import DEFAULT_QUALITY, QUALITIES
from nanobanana_desktop.domain.name_template import (
    DEFAULT_TEMPLATE,
    TEMPLATE_LIMIT,
    NameTemplate,
    TemplateError,
    name_values,
)
from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.settings import ExportFormat
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.export_texts import FIELD_WORDS, problem_text
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.tab_order import put_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.segments import SegmentButtons

_BOX_WIDTH: Final = 168
_ENCODED: Final = frozenset({ExportFormat.JPEG, ExportFormat.WEBP})
_WITH_WORDS: Final = "details"
_BARE: Final = "nothing"
_BREAKS: Final = re.compile(r"([/\\_.\-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is chosen. `template` is as it was typed and may be unusable."""

    folder: Path
    template: str = DEFAULT_TEMPLATE
    format: ExportFormat = ExportFormat.SAME
    quality: int = DEFAULT_QUALITY
    details: bool = True
    as_zip: bool = False
    table: bool = False


class ExportForm(SettingsPage):
    """Shows what would come of the choices for one picture.

    `is_usable` tells whether an export can begin. Signals: `usable_changed()`.
    """

    usable_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._count = 0
        self._first: GenerationTask | None = None
        self._folder = Path()
        self.is_usable = False
        self._folder_label = self.add_label()
        self._path = plain_label(role="secondary", wrap=True)
        self.change_button = Button(theme, " ", icon="folder-open")
        self.add_row(self._path, self.change_button, first_stretches=True)
        self.template_edit = QLineEdit()
        self.template_edit.setMaxLength(TEMPLATE_LIMIT)
        self._template_label = self.add_label(buddy=self.template_edit)
        self.fields_button = Button(theme, " ", icon="plus")
        self.add_row(self.template_edit, self.fields_button, first_stretches=True)
        self.example = self.add_label(role="hint")
        self.format_box = Combo(theme)
        self._format_label = self.add_label(buddy=self.format_box)
        self.quality_box = Combo(theme)
        self.add_row(self.format_box, self.quality_box)
        self._words_label = self.add_label()
        self.words_buttons = SegmentButtons(theme)
        self.add_field(self.words_buttons)
        self._words_hint = self.add_label(role="hint")
        self._extras_label = self.add_label()
        self.zip_box = TickBox(theme)
        self.add_field(self.zip_box)
        self.table_box = TickBox(theme)
        self.add_field(self.table_box)
        self.add_rest()
        self._fill()
        self._connect()
        self.retranslate()
        self._fit()

    def title(self) -> str:
        return self.tr("Export %Ln image(s)", "", self._count)

    def show_options(
        self, options: ExportOptions, count: int, first: GenerationTask | None
    ) -> None:
        """`count` pictures are to be exported; `first` is the one for the example."""
        self._count, self._first = count, first
        self._show_folder(options.folder)
        self.format_box.setCurrentIndex(self.format_box.findData(options.format.value))
        nearest = min(QUALITIES, key=lambda quality: abs(quality - options.quality))
        self.quality_box.setCurrentIndex(QUALITIES.index(nearest))
        self.words_buttons.set_value(_WITH_WORDS if options.details else _BARE)
        self.zip_box.setChecked(options.as_zip)
        self.table_box.setChecked(options.table)
        self.template_edit.setText(options.template)
        self.retranslate()
        self._show_example()

    def options(self) -> ExportOptions:
        return ExportOptions(
            folder=self._folder,
            template=self.template_edit.text(),
            format=self._format,
            quality=QUALITIES[self.quality_box.currentIndex()],
            details=self.words_buttons.value() == _WITH_WORDS,
            as_zip=self.zip_box.isChecked(),
            table=self.table_box.isChecked(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self._folder_label.setText(self.tr("Folder"))
        self.change_button.setText(self.tr("Change…"))
        self._template_label.setText(self.tr("Name of the copies"))
        self.template_edit.setAccessibleName(self.tr("Name of the copies"))
        self.fields_button.setText(self.tr("Insert field"))
        self._format_label.setText(self.tr("Format"))
        self.format_box.set_name(self.tr("Format"))
        self.format_box.setItemText(0, self.tr("Same as the original"))
        self.quality_box.set_name(self.tr("Quality"))
        for index, quality in enumerate(QUALITIES):
            text = self.tr("Quality {number}").format(number=QLocale().toString(quality))
            self.quality_box.setItemText(index, text)
        self._words_label.setText(self.tr("Written into the copies"))
        self.words_buttons.set_text(_WITH_WORDS, self.tr("Prompt and settings"))
        self.words_buttons.set_text(_BARE, self.tr("Nothing"))
        self._extras_label.setText(self.tr("Also"))
        self.zip_box.setText(self.tr("Put everything into one ZIP file"))
        self.table_box.setText(self.tr("Add a list of the tasks (CSV)"))
        self._show_words_hint()
        self._show_example()

    @property
    def _format(self) -> ExportFormat:
        return ExportFormat(self.format_box.currentData())

    def _fill(self) -> None:
        self.format_box.addItem("", ExportFormat.SAME.value)
        for name, value in (
            ("PNG", ExportFormat.PNG),
            ("JPEG", ExportFormat.JPEG),
            ("WebP", ExportFormat.WEBP),
        ):
            self.format_box.addItem(name, value.value)
        for quality in QUALITIES:
            self.quality_box.addItem("", quality)
        for key in (_WITH_WORDS, _BARE):
            self.words_buttons.add(key, "")
        self.words_buttons.set_value(_WITH_WORDS)
        self.quality_box.hide()

    def _connect(self) -> None:
        self.change_button.clicked.connect(self._on_change_button_clicked)
        self.fields_button.clicked.connect(self._on_fields_button_clicked)
        self.template_edit.textChanged.connect(self._show_example)
        self.format_box.currentIndexChanged.connect(self._on_format_box_current_index_changed)
        self.words_buttons.chosen.connect(self._show_words_hint)
        choices = [self.words_buttons.group.choice(key) for key in (_WITH_WORDS, _BARE)]
        put_in_order(
            (
                self.change_button,
                self.template_edit,
                self.fields_button,
                self.format_box,
                self.quality_box,
                *choices,
                self.zip_box,
                self.table_box,
            )
        )

    def _fit(self) -> None:
        super()._fit()
        for box in self.findChildren(Combo):
            box.setMinimumWidth(self.theme.px(_BOX_WIDTH))

    def _show_folder(self, folder: Path) -> None:
        self._folder = folder
        self._path.setText(_breakable(str(folder)))

    def _show_words_hint(self) -> None:
        if self.words_buttons.value() == _BARE:
            text = self.tr(
                "All texts, camera data and content credentials are left out. Colours and "
                "orientation stay right."
            )
        elif self._format is ExportFormat.SAME:
            text = self.tr(
                "The originals stay as they are. Those that carry content credentials are copied "
                "unchanged."
            )
        else:
            text = self.tr(
                "The originals stay as they are. Copies in another format carry no content "
                "credentials."
            )
        self._words_hint.setText(text)

    def _show_example(self) -> None:
        """What the first copy would be called, or why there is no such name."""
        try:
            template = NameTemplate(self.template_edit.text())
        except TemplateError as error:
            set_label_role(self.example, "error")
            self.example.setText(problem_text(error))
            self._tell_usable(False)
            return
        set_label_role(self.example, "hint")
        self.example.setText(_breakable(self._example(template)))
        self._tell_usable(True)

    def _tell_usable(self, usable: bool) -> None:
        if usable is not self.is_usable:
            self.is_usable = usable
            self.usable_changed.emit()

    def _example(self, template: NameTemplate) -> str:
        if self._first is None:
            return ""
        folder, stem = template.render(name_values(self._first, 1))
        name = f"{stem}.{self._ending(self._first)}"
        return self.tr("Example: {name}").format(name=f"{folder}/{name}" if folder else name)

    def _ending(self, task: GenerationTask) -> str:
        if self._format is not ExportFormat.SAME:
            return PictureFormat(self._format.value).extension
        known = None if task.image is None else PictureFormat.from_mime(task.image.mime)
        return (known or PictureFormat.PNG).extension

    def _on_format_box_current_index_changed(self) -> None:
        self.quality_box.setVisible(self._format in _ENCODED)
        self._show_words_hint()
        self._show_example()

    def _on_change_button_clicked(self) -> None:
        dialogs.choose_folder(self.window(), self._show_folder, str(self._folder))

    def _on_fields_button_clicked(self) -> None:
        menu = QMenu(self)
        for field, words in FIELD_WORDS.items():
            text = QCoreApplication.translate("Export", words)
            action = menu.addAction(f"{text}\t{{{field}}}")
            action.triggered.connect(lambda _=False, field=field: self._insert(field))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.fields_button.mapToGlobal(self.fields_button.rect().bottomLeft()))

    def _insert(self, field: str) -> None:
        self.template_edit.insert(f"{{{field}}}")
        self.template_edit.setFocus()


def _breakable(text: str) -> str:
    """Long names without spaces must be able to wrap."""
    return _BREAKS.sub("\\1\u200b", text)
