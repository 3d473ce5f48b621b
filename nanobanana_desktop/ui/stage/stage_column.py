"""The parts of the stage below each other: header, bar, pages, captions, and the order of Tab."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nanobanana_desktop.ui.stage.page_stack import PageStack
from nanobanana_desktop.ui.stage.stage_header import StageHeader
from nanobanana_desktop.ui.tab_order import put_in_order, with_children
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.caption import Caption
    from nanobanana_desktop.ui.widgets.info_bar import InfoBar


class StageColumn(QVBoxLayout):
    """Bar and caption come when they are first wanted."""

    def __init__(self, theme: Theme, header: StageHeader, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._header = header
        self._caption: Caption | None = None
        self.pages = PageStack()
        self.pages.page_added.connect(self._put_tabs_in_reading_order)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self.addWidget(header)
        self.addWidget(self.pages, 1)

    @cached_property
    def bar(self) -> InfoBar:
        from nanobanana_desktop.ui.widgets.info_bar import InfoBar

        bar = InfoBar(self._theme, self.parentWidget())
        self.insertWidget(1, bar)
        self._put_tabs_in_reading_order(bar)
        return bar

    @property
    def has_caption(self) -> bool:
        return self._caption is not None

    def add_caption(self, caption: Caption) -> None:
        self._caption = caption
        self.addWidget(caption)
        self._put_tabs_in_reading_order()

    def focused_caption_button(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        if self._caption is None or focused is None or not self._caption.isAncestorOf(focused):
            return None
        return focused

    def _put_tabs_in_reading_order(self, bar: InfoBar | None = None) -> None:
        """Header, bar, page, caption: the order of Tab is that of creation, and these come late."""
        stops = [self._header.history_button, *with_children(bar or vars(self).get("bar"))]
        for index in range(self.pages.count()):
            stops += with_children(self.pages.widget(index))
        if self._caption is not None:
            stops += self._caption.tab_stops()
        put_in_order(stops)
