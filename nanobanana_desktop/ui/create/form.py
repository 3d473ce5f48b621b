"""The fields of the create pane, from the prompt to the model, in one column that can scroll."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.ui.create.model_picker import ModelPicker
from nanobanana_desktop.ui.create.prompt_field import PromptField
from nanobanana_desktop.ui.create.ratio_picker import RatioPicker
from nanobanana_desktop.ui.create.references_field import ReferencesField
from nanobanana_desktop.ui.create.resolution_field import ResolutionField
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.spaced_column import SpacedColumn

_SPARE_HEIGHT = 36
_SPARE_STRETCH = 100
"""Against 1 of the prompt: the room for hints is filled first, then the prompt grows."""
_SIDE_MARGIN = 16


class FormGap(NamedTuple):
    """Why nothing can be sent, and the widget where that is mended, if it is in the form."""

    reason: str
    place: QWidget | None


class CreateForm(QScrollArea):
    """Signals: `changed()` after each change of a field; one for `set_params`."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filling = False
        self.prompt = PromptField(theme)
        self.references = ReferencesField(theme)
        self.ratio = RatioPicker(theme)
        self.resolution = ResolutionField(theme)
        self.model = ModelPicker(theme)
        self._lay_out()
        self.prompt.images_offered.connect(self.references.request_offered)
        for field in (self.prompt, self.references, self.ratio, self.resolution, self.model):
            field.changed.connect(self._on_field_changed)
        self.resolution.set_model(self.model.value())
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def params(self) -> GenerationParams:
        """What the fields hold; it need not be valid."""
        return GenerationParams(
            prompt=self.prompt.text(),
            model_name=self.model.value(),
            resolution=self.resolution.value(),
            aspect_ratio=self.ratio.value(),
            references=self.references.references(),
        )

    def set_params(self, params: GenerationParams, *, keep_references: bool = False) -> None:
        self._filling = True
        self.prompt.editor.set_prompt(params.prompt)
        self.ratio.set_value(params.aspect_ratio)
        self.resolution.set_value(params.resolution)
        self.model.set_value(params.model_name)
        if not keep_references:
            self.references.set_references(params.references)
        self._filling = False
        self._on_field_changed()

    def first_gap(self) -> FormGap | None:
        """The first thing that keeps the form from being sent, in reading order."""
        editor = self.prompt.editor
        if not self.prompt.text().strip():
            return FormGap(self.tr("Write a prompt first."), editor)
        excess = self.prompt.excess()
        if excess == 1:
            return FormGap(self.tr("Shorten the prompt by 1 character."), editor)
        if excess:
            text = self.tr("Shorten the prompt by {count} characters.")
            return FormGap(text.format(count=QLocale().toString(excess)), editor)
        strip = self.references.strip
        if self.references.is_preparing():
            text = self.tr("A reference image is still being prepared.")
            return FormGap(text, strip.focus_stop())
        if self.references.has_problem():
            text = self.tr("Remove the reference image that is not available any more.")
            return FormGap(text, strip.focus_stop())
        if self.references.has_too_large():
            text = self.tr("Make the reference image smaller, or remove it.")
            return FormGap(text, strip.focus_stop())
        if not self.model.value():
            return FormGap(self.tr("Enter the name of a model."), self.model.focus_target())
        return None

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Form"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        content = QWidget()
        self.setWidgetResizable(True)
        # Given while it is empty: a scroll area measures its widget at once.
        self.setWidget(content)
        self._column = SpacedColumn(self._theme, content)
        self._column.addWidget(self.prompt, 1)
        for gap, field in (
            (12, self.references),
            (10, self.ratio),
            (12, self.resolution),
            (12, self.model),
        ):
            self._column.add_gap(gap)
            self._column.addWidget(field)
        for part in (self.prompt, self.references, self.ratio, self.resolution, self.model):
            layout = part.layout()
            if layout is not None:
                tell_in_order(layout)
        self._spare = QWidget()
        self._column.addWidget(self._spare, _SPARE_STRETCH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._make_room_for_scroll_bar)

    def _on_field_changed(self) -> None:
        if not self._filling:
            self.resolution.set_model(self.model.value())
            self.changed.emit()

    def _fit(self) -> None:
        self._column.fit(_SIDE_MARGIN, 12, _SIDE_MARGIN, 12)
        self._spare.setMaximumHeight(self._theme.px(_SPARE_HEIGHT))
        self._make_room_for_scroll_bar()

    def _make_room_for_scroll_bar(self) -> None:
        """The bar stands in the margin, so that no field changes its width when it comes."""
        bar = self.verticalScrollBar()
        shown = bar.maximum() > bar.minimum()
        margins = self._column.contentsMargins()
        right = self._theme.px(_SIDE_MARGIN)
        margins.setRight(right - min(right, bar.sizeHint().width()) if shown else right)
        self._column.setContentsMargins(margins)
