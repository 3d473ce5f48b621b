"""The model: a list of known ones, and a line for any other name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import DEFAULT_MODEL, DEFAULT_MODELS
from nanobanana_desktop.domain.remote_text import clean
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip_text
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from nanobanana_desktop.domain.track_record import ModelRecord

_NAME_LIMIT = 200


class ModelPicker(QWidget):
    """Label, list and, for "Custom name…", a line to type it.

    A line below says so when many of the last tasks of the chosen model failed.

    Signals: `changed()`.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._custom_models: tuple[str, ...] = ()
        self._label = plain_label(role="label")
        self.combo = Combo(theme, self)
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.custom_name = QLineEdit(self)
        self.custom_name.setMaxLength(_NAME_LIMIT)
        self.custom_name.hide()
        self.hint = plain_label(role="hint", wrap=True)
        self.hint.hide()
        self._record: Callable[[str], ModelRecord | None] | None = None
        self._label.setBuddy(self.combo)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.combo, self.custom_name, self.hint):
            self._column.addWidget(widget)
        self._fill(DEFAULT_MODEL)
        self.combo.activated.connect(self._on_combo_activated)
        self.combo.currentIndexChanged.connect(self._on_combo_current_index_changed)
        self.custom_name.textChanged.connect(self.changed)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def value(self) -> str:
        """The model's name at the service; empty while a custom name is not typed yet."""
        if self._is_custom():
            return clean(self.custom_name.text(), _NAME_LIMIT)
        return str(self.combo.currentData())

    def set_value(self, model_name: str) -> None:
        index = self.combo.findData(model_name) if model_name else -1
        if index >= 0:
            self.combo.setCurrentIndex(index)
        else:
            self.combo.setCurrentIndex(self.combo.count() - 1)
            self.custom_name.setText(model_name)

    def set_custom_models(self, names: Sequence[str]) -> None:
        """Offer names that were used before, after the known models."""
        if tuple(names) != self._custom_models:
            chosen = self.value()
            self._custom_models = tuple(names)
            self._fill(chosen)

    def set_record(self, record: Callable[[str], ModelRecord | None]) -> None:
        """Who tells how often a model failed lately; `refresh_record` when that is news."""
        self._record = record
        self.refresh_record()

    def refresh_record(self) -> None:
        """Say of the chosen model and of each in the list whether it fails often."""
        if self._record is None:
            return
        for index in range(self.combo.count() - 1):
            text = plain_tooltip_text(self._failures_text(str(self.combo.itemData(index))))
            self.combo.setItemData(index, text, Qt.ItemDataRole.ToolTipRole)
        text = self._failures_text(self.value())
        self.hint.setText(text)
        self.hint.setHidden(not text)

    def _failures_text(self, model_name: str) -> str:
        record = self._record(model_name) if self._record is not None else None
        if record is None or not record.is_notable:
            return ""
        text = self.tr("{failed} of the last {total} tasks with this model failed.")
        return text.format(failed=count_text(record.failed), total=count_text(record.total))

    def focus_target(self) -> QWidget:
        """Where the person mends a missing name."""
        return self.custom_name if self._is_custom() else self.combo

    def retranslate(self) -> None:
        self._label.setText(self.tr("Model"))
        self.combo.set_name(self.tr("Model"))
        self.combo.setItemText(self.combo.count() - 1, self.tr("Custom name…"))
        self.custom_name.setAccessibleName(self.tr("Custom model name"))
        self.custom_name.setPlaceholderText(self.tr("Name of the model at the service"))
        self.refresh_record()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self, chosen: str) -> None:
        self.combo.blockSignals(True)
        self.combo.clear()
        for model in DEFAULT_MODELS:
            self.combo.addItem(model.label, model.name)
        for name in self._custom_models:
            self.combo.addItem(name, name)
        self.combo.addItem(self.tr("Custom name…"), None)
        self.set_value(chosen)
        self.combo.blockSignals(False)
        self.custom_name.setHidden(not self._is_custom())
        self.refresh_record()

    def _is_custom(self) -> bool:
        return self.combo.currentIndex() == self.combo.count() - 1

    def _on_combo_activated(self) -> None:
        if self._is_custom():
            self.custom_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_combo_current_index_changed(self) -> None:
        self.custom_name.setHidden(not self._is_custom())
        self.refresh_record()
        self.changed.emit()

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._label.setMinimumHeight(self._theme.px(20))
