"""The small note before something is ordered again: it costs money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.shapes import draw_box

_RADIUS: Final = 8


class RunAgainNote(QFrame):
    """Opens beside what was pressed; a click elsewhere or Esc is "Cancel".

    Signals: `silenced()` – the person runs the task again and wants no note from now on.
    """

    silenced = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._on_confirmed: Callable[[], object] | None = None
        self._question = ""
        self._cost = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._text = plain_label(role="label")
        self.run_button = Button(theme, " ", icon="rotate-cw")
        self.cancel_button = Button(theme, " ")
        self.silence = TickBox(theme)
        self._row = QHBoxLayout()
        self._row.addWidget(self.run_button)
        self._row.addWidget(self.cancel_button)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._text)
        self._column.addLayout(self._row)
        self._column.addWidget(self.silence)
        self.run_button.clicked.connect(self._on_run_button_clicked)
        self.cancel_button.clicked.connect(self.close)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def ask(
        self,
        on_confirmed: Callable[[], object],
        place: QPoint | None = None,
        *,
        question: str = "",
        cost: str = "",
    ) -> None:
        """Open at `place` (global) or at the pointer; `on_confirmed` is called on "Run again".

        A `question` of its own is asked every time; the usual one can be silenced. `cost` is a
        sentence on what it will probably cost.
        """
        self._on_confirmed = on_confirmed
        self._question = question
        self._cost = cost
        self.silence.setChecked(False)
        self.silence.setVisible(not question)
        self.retranslate()
        self.adjustSize()
        spot = place or QCursor.pos()
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        area = QRect(spot, self.size())
        area.moveLeft(max(room.left(), min(area.left(), room.right() - area.width())))
        area.moveTop(max(room.top(), min(area.top(), room.bottom() - area.height())))
        self.move(area.topLeft())
        self.show()
        self.run_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        text = self._question or self.tr("This sends a new paid task.")
        if self._cost:
            text = self.tr("{text} {more}").format(text=text, more=self._cost)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.run_button.setText(self.tr("Run again"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.silence.setText(self.tr("Don't show again"))
        self._fit_size_soon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge = self._theme.color("overlay"), self._theme.color("control_edge")
        radius = self._theme.px(_RADIUS)
        with QPainter(self) as painter:
            draw_box(painter, QRectF(self.rect()), radius, fill=fill, edge=edge)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(12))
        self._row.setSpacing(px(8))
        self._fit_size_soon()

    def _fit_size_soon(self) -> None:
        """As large as its words, once they have their new font."""
        if not self.isHidden():
            QTimer.singleShot(0, self, self.adjustSize)

    def _on_run_button_clicked(self) -> None:
        confirmed, self._on_confirmed = self._on_confirmed, None
        self.close()
        if self.silence.isChecked() and not self._question:
            self.silenced.emit()
        if confirmed is not None:
            confirmed()
