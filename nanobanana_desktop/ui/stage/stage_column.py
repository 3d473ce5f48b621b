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
    from nanobanana_desktop.ui.stage.compare_caption import CompareCaption
    from nanobanana_desktop.ui.widgets.info_bar import InfoBar


class Captions(QWidget):
    """Holds the captions of all views; it takes no room while none is shown."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("captions")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add(self, caption: QWidget) -> None:
        self._column.addWidget(caption)


class StageColumn(QVBoxLayout):
    """Bar and captions come when they are first wanted."""

    def __init__(self, theme: Theme, header: StageHeader, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._header = header
        self._stops: list[QWidget] = []
        self._caption: Caption | None = None
        self._foot: QWidget | None = None
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

    @cached_property
    def captions(self) -> Captions:
        captions = Captions(self.parentWidget())
        self._put_above_foot(captions)
        # A layout shows what is put into it later only.
        captions.show()
        return captions

    @property
    def has_caption(self) -> bool:
        return self._caption is not None

    def add_caption(self, caption: Caption) -> None:
        self._caption = caption
        self._add(caption, caption.tab_stops())

    def add_compare_caption(self, caption: CompareCaption) -> None:
        self._add(caption, caption.tab_stops())

    def add_foot(self, foot: QWidget) -> None:
        """Below all other parts, and the last one that Tab reaches."""
        self._foot = foot
        self.addWidget(foot)
        self._put_tabs_in_reading_order()

    def take_back(self) -> None:
        """Pages and captions were lent: put them where they belong."""
        bar = vars(self).get("bar")
        self.insertWidget(1 if bar is None else 2, self.pages, 1)
        self._put_above_foot(self.captions)
        self.pages.show()
        self.captions.show()

    def focused_caption_button(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        if self._caption is None or focused is None or not self._caption.isAncestorOf(focused):
            return None
        return focused

    def _put_above_foot(self, captions: QWidget) -> None:
        place = self.count() if self._foot is None else self.indexOf(self._foot)
        self.insertWidget(place, captions)
        if self._foot is not None:
            # Screen readers are told the children in stacking order.
            self._foot.raise_()

    def _add(self, caption: QWidget, stops: list[QWidget]) -> None:
        self.captions.add(caption)
        self._stops += stops
        self._put_tabs_in_reading_order()

    def _put_tabs_in_reading_order(self, bar: InfoBar | None = None) -> None:
        """Header, bar, page, caption: the order of Tab is that of creation, and these come late."""
        stops = [self._header.history_button, *with_children(bar or vars(self).get("bar"))]
        for index in range(self.pages.count()):
            stops += with_children(self.pages.widget(index))
        put_in_order([*stops, *self._stops, *with_children(self._foot)])
