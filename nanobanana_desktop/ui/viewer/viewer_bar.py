"""Below the picture of the viewer: what it is, whether it stays, and its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.history.elided_label import ElidedLabel
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.stage.zoom import Zoom
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame


class ViewerBar(LinedFrame):
    """Signals: `pin_toggled(bool)` – the person wants this picture to stay, or not any more –;
    `zoom_in_requested()`, `zoom_out_requested()`, `zoom_toggled()`, `full_screen_toggled()`.
    """

    pin_toggled = Signal(bool)
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    zoom_toggled = Signal()
    full_screen_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self._zoom: Zoom | None = None
        self.heading = ElidedLabel("secondary", self)
        self.pin = IconButton(theme, "pin", parent=self)
        self.pin.setCheckable(True)
        self.zoom_out = IconButton(theme, "zoom-out", parent=self)
        self.scale = Button(theme, " ", kind="quiet", parent=self)
        self.zoom_in = IconButton(theme, "zoom-in", parent=self)
        self.full_screen = IconButton(theme, "maximize", parent=self)
        self.pin.clicked.connect(self.pin_toggled)
        self.zoom_out.clicked.connect(self.zoom_out_requested)
        self.scale.clicked.connect(self.zoom_toggled)
        self.zoom_in.clicked.connect(self.zoom_in_requested)
        self.full_screen.clicked.connect(self.full_screen_toggled)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.heading, 1)
        for button in (self.pin, self.zoom_out, self.scale, self.zoom_in, self.full_screen):
            self._row.addWidget(button)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_heading(self, text: str) -> None:
        self.heading.setText(text)

    def show_pinned(self, pinned: bool) -> None:
        self.pin.setChecked(pinned)
        self._name_pin()

    def show_zoom(self, zoom: Zoom | None) -> None:
        """How large the picture is; None while there is none."""
        self._zoom = zoom
        for button in (self.zoom_out, self.scale, self.zoom_in):
            button.setEnabled(zoom is not None)
        fits = zoom is None or zoom.is_fit
        text = self.tr("Fit") if zoom is None or fits else formats.percent_of(zoom.shown_scale)
        self.scale.setText(text)
        self.scale.setAccessibleName(self.tr("Zoom: {size}").format(size=text))
        tip = self.tr("Show at 100 % (Z)") if fits else self.tr("Fit to the window (Z)")
        plain_tooltip(self.scale, tip)

    def retranslate(self) -> None:
        self.zoom_out.set_name(self.tr("Zoom out"), self.tr("Zoom out (Ctrl+-)"))
        self.zoom_in.set_name(self.tr("Zoom in"), self.tr("Zoom in (Ctrl++)"))
        self.full_screen.set_name(self.tr("Full screen"), self.tr("Full screen (F)"))
        self._name_pin()
        self.show_zoom(self._zoom)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _name_pin(self) -> None:
        tip = self.tr("Keep this image: show it also when another one is selected")
        if self.pin.isChecked():
            tip = self.tr("This image is kept. Press to follow the selection again")
        self.pin.set_name(self.tr("Keep this image"), tip)

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(7), px(11), px(7))
        self._row.setSpacing(px(5))
