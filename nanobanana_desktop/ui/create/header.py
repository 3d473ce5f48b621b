"""The head of the create pane: its title and the buttons for the whole form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

_HEIGHT = 48


class CreateHeader(LinedFrame):
    """Signals: `clear_requested()`, `reset_requested()`, `swap_requested()`,
    `prompt_picture_wanted()`, `templates_wanted()`, `save_template_wanted()`.
    """

    clear_requested = Signal()
    reset_requested = Signal()
    swap_requested = Signal()
    prompt_picture_wanted = Signal()
    templates_wanted = Signal()
    save_template_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "header", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = plain_label(role="pane")
        self._clear = IconButton(theme, "rotate-ccw")
        self._clear.clicked.connect(self.clear_requested)
        self._more = IconButton(theme, "ellipsis")
        self._more.clicked.connect(self._on_more_clicked)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self._row.addWidget(self._clear)
        self._row.addWidget(self._more)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Create"))
        self._clear.set_name(self.tr("Clear form"))
        self._more.set_name(self.tr("More"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Templates…"), self.templates_wanted.emit)
        menu.addAction(self.tr("Save as template…"), self.save_template_wanted.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Paste prompt from image…"), self.prompt_picture_wanted.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Reset to defaults"), self.reset_requested.emit)
        menu.addAction(self.tr("Swap with previous"), self.swap_requested.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), 0, px(11), 0)
        self._row.setSpacing(px(5))
        self.setFixedHeight(px(_HEIGHT))
