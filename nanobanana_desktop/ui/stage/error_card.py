"""The card of a task that needs the person: what happened, why, and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.remote_text import ID_LIMIT, isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.card_actions import CardAction, action_word
from nanobanana_desktop.ui.cost_texts import with_cost
from nanobanana_desktop.ui.error_texts import ErrorText
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.ports import Prospects
from nanobanana_desktop.ui.stage.button_requests import ask
from nanobanana_desktop.ui.stage.card_notes import card_note
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import NOTHING_KNOWN, TaskStatus
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout
from nanobanana_desktop.ui.widgets.shapes import draw_box

WIDTH: Final = 460
_GLYPH: Final = 30
_QUOTE_RADIUS: Final = 7
_DEFAULT_STYLE: Final = "QPushButton { font-weight: 600; }"
_ICONS: Final = {
    CardAction.EDIT_PROMPT: "pencil",
    CardAction.EDIT: "pencil",
    CardAction.COPY_DETAILS: "copy",
    CardAction.DOWNLOAD_AGAIN: "arrow-down-to-line",
    CardAction.OPEN_SETTINGS: "settings",
}


class QuoteBox(QWidget):
    """The ground of words that are not ours."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground = self._theme.color("sunken")
        with QPainter(self) as painter:
            draw_box(painter, QRectF(self.rect()), self._theme.px(_QUOTE_RADIUS), fill=ground)


class ErrorCard(QFrame):
    """Shows an `ErrorText` for a task. Buttons emit requests; the first one is the default.

    Signals: `sized()` when its height may have changed.
    """

    sized = Signal()

    def __init__(self, theme: Theme, requests: TaskRequests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._requests = requests
        self._task: GenerationTask | None = None
        self._text: ErrorText | None = None
        self._prospects: Prospects = NOTHING_KNOWN
        self._buttons: dict[CardAction, Button] = {}
        self.setProperty("surface", "card")
        self.setObjectName("error card")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._glyph = PaintedIcon(theme, "circle-alert", "err", _GLYPH)
        self.title = plain_label(role="title", wrap=True)
        self.body = plain_label(role="secondary", wrap=True)
        self.words = plain_label(role="secondary", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = plain_label(role="hint", wrap=True)
        self._quote = QuoteBox(theme)
        self._quote_row = QVBoxLayout(self._quote)
        self._quote_row.addWidget(self.words)
        self._lay_out()
        self._make_id_row()
        requests.id_entry_requested.connect(self._on_requests_id_entry_requested)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_trouble(
        self,
        task: GenerationTask,
        text: ErrorText,
        status: TaskStatus,
        now: float,
        prospects: Prospects = NOTHING_KNOWN,
    ) -> None:
        """Show `text` for `task` at `now`; the service's own words stand in a quoted line."""
        is_same = self._task is not None and task.id == self._task.id and text == self._text
        self._task = task
        self._text = text
        self._glyph.show_icon(*card_glyph(status))
        self.title.setText(text.title)
        self.body.setText(text.body)
        self.body.setVisible(bool(text.body))
        self._prospects = prospects
        note = card_note(task, now, prospects.unconfirmed_endings())
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.words.setText(f"“{isolated(task.error_text)}”" if task.error_text else "")
        self._quote.setVisible(bool(task.error_text))
        if not is_same:
            self.id_row.hide()
            self.id_edit.clear()
            self._fill_buttons(text.actions)
        self._name_buttons()
        self.setAccessibleName(text.title)
        self.setAccessibleDescription(f"{text.body} {note}".strip())
        self.updateGeometry()
        self.sized.emit()

    def button(self, action: CardAction) -> Button:
        return self._buttons[action]

    @property
    def actions_shown(self) -> list[CardAction]:
        return list(self._buttons)

    def sizeHint(self) -> QSize:
        """The width of the design, and the height that the texts need at the width of now."""
        return QSize(self._theme.px(WIDTH), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        self._id_label.setText(self.tr("Task ID at the service"))
        self.id_edit.setAccessibleName(self.tr("Task ID at the service"))
        self.id_button.setText(self.tr("Use this ID"))
        self._name_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._column.addWidget(self._glyph)
        self._column.addWidget(self.title)
        self._column.addWidget(self.body)
        self._column.addWidget(self.note)
        self._column.addWidget(self._quote)
        self._row = QHBoxLayout()
        self._flow_host = QWidget()
        self._flow = FlowLayout(self._flow_host)
        self._row.addWidget(self._flow_host, 1)
        self._row_gap = QSpacerItem(0, 0)
        self._column.addSpacerItem(self._row_gap)
        self._column.addLayout(self._row)

    def _name_buttons(self) -> None:
        """The words of the language, with the price where something is ordered once more."""
        cost = None if self._task is None else self._prospects.usual_cost(self._task.params)
        for action, button in self._buttons.items():
            word = action_word(action)
            button.setText(with_cost(word, cost) if action is CardAction.RUN_AGAIN else word)

    def _make_id_row(self) -> None:
        self.id_row = QWidget()
        column = QVBoxLayout(self.id_row)
        column.setContentsMargins(0, 0, 0, 0)
        self._id_label = plain_label(role="label")
        self.id_edit = QLineEdit()
        self.id_edit.setMaxLength(ID_LIMIT)
        self._id_label.setBuddy(self.id_edit)
        self.id_button = Button(self._theme)
        self.id_button.setEnabled(False)
        self.id_edit.textChanged.connect(lambda text: self.id_button.setEnabled(bool(text.strip())))
        self.id_edit.returnPressed.connect(self._on_id_given)
        self.id_button.clicked.connect(self._on_id_given)
        line = QHBoxLayout()
        line.addWidget(self.id_edit, 1)
        line.addWidget(self.id_button)
        column.addWidget(self._id_label)
        column.addLayout(line)
        self.id_row.hide()
        self._column.addWidget(self.id_row)

    def _fill_buttons(self, actions: tuple[CardAction, ...]) -> None:
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        while self._flow.takeAt(0) is not None:
            pass
        self._buttons = {action: self._make_button(action, actions) for action in actions}
        for action, button in self._buttons.items():
            if action is CardAction.COPY_DETAILS and len(actions) > 1:
                self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._flow.addWidget(button)
            button.show()

    def _make_button(self, action: CardAction, actions: tuple[CardAction, ...]) -> Button:
        quiet = action is CardAction.COPY_DETAILS and len(actions) > 1
        button = Button(
            self._theme,
            action_word(action),
            kind="quiet" if quiet else "secondary",
            icon=_ICONS.get(action, ""),
            parent=self,
        )
        if action is actions[0]:
            button.setStyleSheet(_DEFAULT_STYLE)
        button.clicked.connect(lambda: self._on_button_clicked(action))
        return button

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(28), px(26), px(28), px(24))
        self._column.setSpacing(px(9))
        self._row_gap.changeSize(0, px(1))
        self._quote_row.setContentsMargins(px(10), px(7), px(10), px(7))
        self._flow.set_gaps(px(10), px(8))
        self.setFixedWidth(px(WIDTH))

    def _on_button_clicked(self, action: CardAction) -> None:
        if action is CardAction.ATTACH_ID:
            self.id_row.show()
            self.id_edit.setFocus()
            self.updateGeometry()
            self.sized.emit()
        elif self._task is not None:
            ask(action, self._requests, self._task)

    def _on_requests_id_entry_requested(self, task_id: str) -> None:
        if self._task is not None and self._task.id == task_id:
            self._on_button_clicked(CardAction.ATTACH_ID)

    def _on_id_given(self) -> None:
        remote_id = self.id_edit.text().strip()
        if remote_id and self._task is not None:
            self._requests.attach_id_requested.emit(self._task.id, remote_id)


def card_glyph(status: TaskStatus) -> tuple[str, str]:
    """Icon and colour token of the card for a status."""
    special = _CARD_GLYPHS.get(status.case) if status.case is not None else None
    return special or (status.look.glyph, status.look.colour)


_CARD_GLYPHS: Final = {
    ErrorCase.NETWORK_LOST: ("wifi-off", "info"),
    ErrorCase.NOT_SENT: ("wifi-off", "warn"),
    ErrorCase.RATE_LIMITED: ("hourglass", "warn"),
    ErrorCase.BALANCE_USED_UP: ("hourglass", "warn"),
    ErrorCase.INVALID_KEY: ("key-round", "err"),
    ErrorCase.KEY_MISSING: ("key-round", "warn"),
    ErrorCase.KEYRING_LOCKED: ("key-round", "warn"),
}
