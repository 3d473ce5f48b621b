"""What lies between the header and the caption of the stage: one page at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Signals: `page_added()` – the order of Tab must be put right."""

    page_added = Signal()

    def show_page(self, page: QWidget) -> bool:
        """Bring `page` to the front; whether the focus was on the page before and is to follow."""
        if page is self.currentWidget():
            return False
        had_focus = self.has_focus()
        if self.indexOf(page) < 0:
            self.addWidget(page)
            self.page_added.emit()
        self.setCurrentWidget(page)
        return had_focus

    def has_focus(self) -> bool:
        """Whether the focus is on the page that is shown."""
        page = self.currentWidget()
        if page is None:
            return False
        return page.hasFocus() or any(child.hasFocus() for child in page.findChildren(QWidget))
