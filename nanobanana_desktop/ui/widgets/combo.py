"""The drop-down list of the forms."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListView, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.accessible_combo import make_accessible_combo

_CHEVRON = 14
_CHEVRON_INSET = 9

QAccessible.installFactory(make_accessible_combo)


class Combo(QComboBox):
    """A combo box with our chevron; the wheel changes it only while it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list: QListView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def set_name(self, name: str) -> None:
        """What screen readers call the box and its list."""
        self.setAccessibleName(name)
        if self._list is not None:
            self._list.setAccessibleName(name)

    def view(self) -> QAbstractItemView:
        """The list of the choices, made when it is first needed."""
        if self._list is None:
            # Without a view of its own Fusion opens a menu-like list that ignores the style sheet.
            self._list = QListView(self)
            self._list.setAccessibleName(self.accessibleName())
            self.setView(self._list)
        return self._list

    def showPopup(self) -> None:
        """Open the whole list, below the box or above it; only the screen may cut it."""
        self.view()
        super().showPopup()
        view = self.view()
        popup = view.window()
        rows = min(self.count(), self.maxVisibleItems())
        frame = popup.height() - view.viewport().height()
        height = sum(view.sizeHintForRow(row) for row in range(rows)) + frame
        screen = self.screen().availableGeometry()
        top = self.mapToGlobal(QPoint(0, 0)).y()
        below, above = screen.bottom() + 1 - (top + self.height()), top - screen.top()
        opens_down = height <= below or below >= above
        height = min(height, below if opens_down else above)
        place = QRect(popup.geometry())
        place.setTop(top + self.height() if opens_down else top - height)
        place.setHeight(height)
        popup.setGeometry(place)
        view.scrollTo(self.model().index(max(0, self.currentIndex()), self.modelColumn()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = self._theme.px(_CHEVRON)
        left = self.width() - edge - self._theme.px(_CHEVRON_INSET)
        token = "text2" if self.isEnabled() else "disabled"
        pixmap = self._theme.pixmap("chevron-down", token, edge, self.devicePixelRatioF())
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(left, (self.height() - edge) // 2), pixmap)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
