"""The resolution, with a remark when the chosen model may ignore it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import (
    DEFAULT_RESOLUTION,
    RESOLUTIONS,
    model_label,
    resolution_is_advised,
)
from nanobanana_desktop.ui.formats import resolution_label
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.segments import SegmentButtons


class ResolutionField(QWidget):
    """Signals: `changed()`."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model_name = ""
        self._label = plain_label(role="label")
        self.segments = SegmentButtons(theme, stretch=True, parent=self)
        for resolution in RESOLUTIONS:
            self.segments.add(resolution, resolution_label(resolution))
        self.segments.set_value(DEFAULT_RESOLUTION)
        self._hint = plain_label(role="hint", wrap=True)
        self._hint.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.segments, self._hint):
            self._column.addWidget(widget)
        self.segments.chosen.connect(self._on_segments_chosen)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def hint_text(self) -> str:
        return "" if self._hint.isHidden() else self._hint.text()

    def value(self) -> str:
        return self.segments.value() or DEFAULT_RESOLUTION

    def set_value(self, resolution: str) -> None:
        self.segments.set_value(resolution if resolution in RESOLUTIONS else DEFAULT_RESOLUTION)

    def set_model(self, model_name: str) -> None:
        """Compare with what is advised for this model; nothing is ever disabled."""
        self._model_name = model_name
        self._show_hint()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Resolution"))
        self._show_hint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_segments_chosen(self) -> None:
        self._show_hint()
        self.changed.emit()

    def _show_hint(self) -> None:
        advised = resolution_is_advised(self._model_name, self.value())
        if not advised:
            text = self.tr("{model} may ignore 2K and 4K.")
            self._hint.setText(text.format(model=model_label(self._model_name)))
        self._hint.setVisible(not advised)

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._label.setMinimumHeight(self._theme.px(20))
