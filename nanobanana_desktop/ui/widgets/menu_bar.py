"""The menus of a window: their letters are underlined only while Alt is held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.hairline import draw_line
from nanobanana_desktop.ui.widgets.shapes import draw_box
from nanobanana_desktop.ui.window_activity import WindowActivity

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionMenuItem

_LETTER: Final = re.compile(r"\(&[^&]\)|&(&?)")
"""Inside a Latin word, or in brackets of its own after Chinese ones."""
_RADIUS: Final = 6


def without_letter(text: str) -> str:
    """The words of an action without the sign for its letter; a doubled `&` stays one to read."""
    return _LETTER.sub(lambda found: "&&" if found[1] else "", text)


class MenuBar(QMenuBar):
    """Its owner tells it when Alt goes down and up; the letters work all the time.

    It paints itself, with a line below: a style that hides the letters would be asked 500 times
    before the first paint. Qt leaves room for them, so that nothing moves when they come.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alt_held = False
        WindowActivity(self, self._on_activity_changed)

    @property
    def shows_letters(self) -> bool:
        """Also while one walks through the bar by keys."""
        return self._alt_held or self.hasFocus()

    def set_alt_held(self, held: bool) -> None:
        if held != self._alt_held:
            self._alt_held = held
            self.update()

    def add(self, title: str) -> Menu:
        """A new menu at the end."""
        menu = Menu(self, title)
        self.addMenu(menu)
        return menu

    def menu_closed(self) -> None:
        """A menu heard of Alt going up, the window did not; another menu may open in its place."""
        QTimer.singleShot(0, self, self._end_without_menu)

    def _end_without_menu(self) -> None:
        menus = (action.menu() for action in self.actions())
        if not any(isinstance(menu, QMenu) and menu.isVisible() for menu in menus):
            self.set_alt_held(False)

    def shown_text(self, action: QAction) -> str:
        """What is painted for it now; an `&` stands before an underlined letter."""
        return action.text() if self.shows_letters else without_letter(action.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setBackground(self._theme.color("bg"))
            painter.eraseRect(event.rect())
            active = self.activeAction()
            for action in self.actions():
                place = self.actionGeometry(action)
                if action.isVisible() and place.intersects(event.rect()):
                    self._paint(painter, place, action, chosen=action is active)
        draw_line(self, self._theme)

    def _paint(self, painter: QPainter, place: QRect, action: QAction, *, chosen: bool) -> None:
        theme, menu, text = self._theme, action.menu(), self.shown_text(action)
        if text != action.text():
            # The room of a letter that Chinese words have behind them is empty, not around them.
            metrics = self.fontMetrics()
            room = metrics.size(Qt.TextFlag.TextShowMnemonic, action.text()).width()
            width = metrics.size(Qt.TextFlag.TextShowMnemonic, text).width()
            place = place.adjusted(0, 0, width - room, 0)
        is_open = isinstance(menu, QMenu) and menu.isVisible()
        token = "text" if chosen or is_open else "text2"
        if not (self.isEnabled() and action.isEnabled()):
            token = "disabled"
        elif chosen or is_open:
            fill = theme.color("held" if is_open else "pressed")
            draw_box(painter, QRectF(place), theme.px(_RADIUS), fill=fill)
        painter.setPen(theme.color(token))
        painter.setFont(self.font())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(place, flags, text)

    def _on_activity_changed(self) -> None:
        if not self.isActiveWindow():
            # Alt and Tab: it goes up elsewhere.
            self._end_without_menu()


class Menu(QMenu):
    """A menu of the bar, or one in it: opened by Alt or by keys it shows its letters."""

    def __init__(self, bar: MenuBar, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent or bar)
        self._bar = bar
        self._shows_letters = False
        self.aboutToShow.connect(self._on_about_to_show)
        self.aboutToHide.connect(bar.menu_closed)

    def add_inner(self) -> Menu:
        """A menu in this one, at its end."""
        inner = Menu(self._bar, "", self)
        self.addMenu(inner)
        return inner

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        if not self._shows_letters:
            option.text = without_letter(option.text)

    def _on_about_to_show(self) -> None:
        held = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        self._shows_letters = held or self._bar.shows_letters
