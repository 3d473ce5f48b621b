"""The foot of the create pane: Generate, how many, and what will be sent or what is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.params import COUNT_LIMIT
from nanobanana_desktop.ui.labels import Role, plain_label, plain_tooltip, set_label_role
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

GENERATE_KEY = "Ctrl+Enter"
"""Unless the person chose another one."""
_HEIGHT = 88
_BUTTON_HEIGHT = 38
_COUNT_WIDTH = 58
_CHEVRON = 13


class CountCombo(Combo):
    """How many images, 1 to 4: the number in the middle with its chevron beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setProperty("kind", "count")
        for count in range(1, COUNT_LIMIT + 1):
            self.addItem(str(count), count)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_COUNT_WIDTH), self._theme.px(_BUTTON_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        # The style sheet makes Qt's own text invisible; asking the style for the frame alone would
        # load all its enumerations before the first paint.
        QComboBox.paintEvent(self, event)
        theme = self._theme
        with QPainter(self) as painter:
            token = "text2" if self.isEnabled() else "disabled"
            font = theme.font(1.05)
            painter.setFont(font)
            text_width = QFontMetrics(font).horizontalAdvance(self.currentText())
            edge, gap = theme.px(_CHEVRON), 1
            left = (self.width() - text_width - gap - edge) // 2
            painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
            text_rect = QRect(left, 0, text_width + 2, self.height())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text_rect, flags, self.currentText())
            pixmap = theme.pixmap("chevron-down", token, edge, self.devicePixelRatioF())
            corner = QPoint(left + text_width + gap, (self.height() - edge) // 2 + 1)
            painter.drawPixmap(corner, pixmap)


class CreateFooter(LinedFrame):
    """Shows what it is told; the pane decides.

    Signals: `generate_pressed()`, `count_changed()`.
    """

    generate_pressed = Signal()
    count_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self._press_allowed = True
        self._generate_key = GENERATE_KEY
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.generate = Button(
            theme, " ", kind="primary", icon="sparkles", icon_size=18, gap=5, parent=self
        )
        self.generate.setProperty("scale", "large")
        self.generate.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.generate.clicked.connect(self.generate_pressed)
        self.count_box = CountCombo(theme, self)
        # As high as its neighbour.
        self.count_box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.count_box.currentIndexChanged.connect(self._on_count_box_current_index_changed)
        QWidget.setTabOrder(self.generate, self.count_box)
        self._line = plain_label(role="meta", wrap=True)
        self._key = plain_label(role="meta")
        self._cost = plain_label(role="meta", wrap=True)
        self._cost.hide()
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.generate, 1)
        self._buttons.addWidget(self.count_box)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._line, 1)
        self._foot.addWidget(self._key, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._buttons)
        self._column.addLayout(self._foot)
        self._column.addWidget(self._cost)
        self._column.addStretch(1)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def line_text(self) -> str:
        return self._line.text()

    @property
    def cost_text(self) -> str:
        return self._cost.text()

    def show_cost(self, text: str) -> None:
        """What similar images cost; empty when it is not known."""
        if text != self._cost.text():
            self._cost.setText(text)
            self._cost.setVisible(bool(text))

    def count(self) -> int:
        return int(self.count_box.currentData())

    def set_count(self, count: int) -> None:
        self.count_box.setCurrentIndex(count - 1)

    def show_line(self, text: str, *, role: Role = "meta", can_send: bool) -> None:
        """The line below the button: a summary, a question, or why Generate is disabled."""
        if text != self._line.text():
            self._line.setText(text)
        set_label_role(self._line, role)
        self.generate.setEnabled(can_send)
        self.generate.setAccessibleDescription("" if can_send else text)
        self._key.setVisible(can_send and role == "meta")

    def set_generate_key(self, key: str) -> None:
        """The key that is told beside the button, in portable words; empty when there is none."""
        self._generate_key = key
        self.retranslate()

    def retranslate(self) -> None:
        count = self.count()
        if count == 1:
            self.generate.setText(self.tr("Generate"))
        else:
            self.generate.setText(self.tr("Generate {count} images").format(count=count))
        self.generate.setAccessibleName(self.generate.text())
        sequence = QKeySequence.fromString(self._generate_key)
        key = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        tip = self.tr("Send this prompt ({key})").format(key=key)
        plain_tooltip(self.generate, tip if key else "")
        self._key.setText(key)
        self.count_box.set_name(self.tr("Number of images"))
        plain_tooltip(self.count_box, self.tr("Each image is a separate paid task"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_count_box_current_index_changed(self) -> None:
        self.retranslate()
        self.count_changed.emit()

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(8))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        # Not fixed: Chinese letters are taller than the line of the design.
        self.generate.setMinimumHeight(px(_BUTTON_HEIGHT))
        self.count_box.setFixedWidth(px(_COUNT_WIDTH))
        self.setMinimumHeight(px(_HEIGHT))
