"""The filters of the history in a box beside it; what is chosen is in the search field at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.history_query import HistoryQuery
from nanobanana_desktop.domain.search_filters import filters_in
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.filter_form import FilterForm
from nanobanana_desktop.ui.history.saved_list import SavedList
from nanobanana_desktop.ui.history.syntax_help import SyntaxHelp
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.shapes import draw_box

_RADIUS: Final = 10
_WIDTH: Final = 360
_MARGIN: Final = 10
_PLACED: Final = (QEvent.Type.Resize, QEvent.Type.Move)


class FilterPopover(QFrame):
    """Lies in the window left of the pane of `button`, so that the hits are seen meanwhile.

    Esc, its button, a press elsewhere or the focus elsewhere closes it. No window of its own, so
    that input methods work as in any other field.

    Signals: `text_wanted(str)`, `sort_wanted(HistorySort)`, `query_wanted(str, HistorySort)`,
    `clear_wanted()`, `shown_changed(bool)`.
    """

    text_wanted = Signal(str)
    sort_wanted = Signal(object)
    query_wanted = Signal(str, object)
    clear_wanted = Signal()
    shown_changed = Signal(bool)

    def __init__(self, theme: Theme, button: QWidget) -> None:
        super().__init__(button.window())
        self._theme = theme
        self._button = button
        self.setObjectName("filters")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = plain_label(role="pane")
        self.clear_button = Button(theme, " ", kind="link")
        self.help_button = Button(theme, "?", kind="quiet")
        self.help_button.setCheckable(True)
        self.close_button = IconButton(theme, "x", size=28, icon_size=14)
        self.form = FilterForm(theme)
        self.help = SyntaxHelp(theme)
        self.saved = SavedList(theme)
        self.help.hide()
        self._lay_out()
        self._connect()
        self.hide()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_query(self, query: HistoryQuery) -> None:
        """What is searched for now."""
        self.form.show_query(query)
        self.saved.show_query(query)
        self.clear_button.setEnabled(bool(filters_in(query.text)))

    def open(self) -> None:
        """Open with the focus in it."""
        self.setParent(self._button.window())
        self._place()
        self.show()
        self.raise_()
        self._place()
        self.form.state.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._on_focus_changed)
        self.shown_changed.emit(True)

    def dismiss(self) -> None:
        """Close; the focus goes back to the button if it is in here."""
        if self.isHidden():
            return
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._on_focus_changed)
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.shown_changed.emit(False)

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        head = [self.clear_button, self.help_button, self.close_button]
        return [*head, *self.help.examples, *self.form.tab_stops(), *self.saved.tab_stops()]

    def retranslate(self) -> None:
        self._title.setText(self.tr("Filters"))
        self.setAccessibleName(self.tr("Filters"))
        self.clear_button.setText(self.tr("Clear filters"))
        self.help_button.setAccessibleName(self.tr("How searches are written"))
        plain_tooltip(self.help_button, self.tr("How searches are written"))
        self.close_button.set_name(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What no field takes must not reach the window behind it as a command.
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if isinstance(watched, QWidget) and self._is_elsewhere(watched):
                self.dismiss()
        elif kind in _PLACED and watched in (self.parentWidget(), self._panel):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge = self._theme.color("overlay"), self._theme.color("control_edge")
        with QPainter(self) as painter:
            radius = self._theme.px(_RADIUS)
            draw_box(painter, QRectF(self.rect()), radius, fill=fill, edge=edge)

    # -- inside ----------------------------------------------------------------------------------

    @property
    def _panel(self) -> QWidget:
        """What the button is part of."""
        return self._button.parentWidget() or self._button

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        for button in (self.clear_button, self.help_button, self.close_button):
            self._head.addWidget(button)
        self._inner = QWidget()
        self._inner.setObjectName("filters inside")
        self._inside = QVBoxLayout(self._inner)
        line = QFrame()
        line.setProperty("surface", "rule")
        for part in (self.help, self.form, line, self.saved):
            self._inside.addWidget(part)
        self._inside.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._scroll, 1)
        tell_in_order(self._column)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.dismiss)
        self.clear_button.clicked.connect(self._on_clear_button_clicked)
        self.help_button.toggled.connect(self._on_help_button_toggled)
        self.help.example_chosen.connect(self.text_wanted)
        self.form.text_wanted.connect(self.text_wanted)
        self.form.sort_wanted.connect(self.sort_wanted)
        self.saved.open_wanted.connect(self.query_wanted)
        self.saved.resized.connect(self._place_soon)
        self.form.text_wanted.connect(self._place_soon)

    def _is_elsewhere(self, widget: QWidget) -> bool:
        """In this window, but neither in here nor on the button, which closes it itself."""
        if widget.window() is not self.window() or widget is self.window():
            return False
        return not (widget is self or self.isAncestorOf(widget) or widget is self._button)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._is_elsewhere(now):
            self.dismiss()
        elif now is not None and self._inner.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now)

    def _on_clear_button_clicked(self) -> None:
        self.form.state.setFocus(Qt.FocusReason.OtherFocusReason)
        self.clear_wanted.emit()

    def _on_help_button_toggled(self, shown: bool) -> None:
        self.help.setVisible(shown)
        self._scroll.verticalScrollBar().setValue(0)
        self._place_soon()

    def _place_soon(self) -> None:
        # What was shown or hidden just now has not told its size yet.
        if not self.isHidden():
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        """Beside the pane where there is room for it, else below the button."""
        host, px = self.parentWidget(), self._theme.px
        if host is None:
            return
        margin, margins = px(_MARGIN), self._column.contentsMargins()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        needed = self._inside.minimumSize().width() + margins.left() + margins.right() + bar
        width = min(max(px(_WIDTH), needed), host.width() - 2 * margin)
        panel = self._panel
        pane = panel.parentWidget() or panel
        left = pane.mapTo(host, QPoint(0, 0)).x() - margin - width
        top = panel.mapTo(host, QPoint(0, 0)).y()
        if left < margin:
            left = min(max(margin, left), host.width() - width - margin)
            top = self._button.mapTo(host, QPoint(0, self._button.height())).y() + px(4)
        self.setFixedWidth(width)
        self._inside.activate()
        inner = width - margins.left() - margins.right() - bar
        content = max(self._inside.heightForWidth(inner), self._inner.sizeHint().height())
        frame = margins.top() + margins.bottom() + self._column.spacing()
        height = content + frame + self._head.sizeHint().height()
        self.setGeometry(left, top, width, min(height, host.height() - top - margin))

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(10), px(8), px(14))
        self._column.setSpacing(px(8))
        self._head.setSpacing(px(2))
        self._inside.setContentsMargins(0, 0, px(8), px(2))
        self._inside.setSpacing(px(14))
        if not self.isHidden():
            self._place_soon()
