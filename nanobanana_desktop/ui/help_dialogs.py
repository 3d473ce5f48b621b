"""Help: what is new, what the program is made of, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSlider,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop import __version__
from nanobanana_desktop.ui.key_card import AppGlyph
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.news import NEWS
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_BULLET: Final = "•"
_SCROLLING: Final = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class _HelpDialog(QDialog):
    """A dialog with a column of content and Close below it; Esc closes too.

    The content is short and made anew when language or size of the text change. Subclasses give
    `fill` and call `show_content` when they have all that it needs.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._content: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> None:
        """Put the content into `column`, and Close below it."""
        raise NotImplementedError

    def show_content(self) -> None:
        """Make the content now, and whenever its words or its sizes are others."""
        self._fill_anew()
        self._theme.theme_changed.connect(self._fill_anew)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._content is not None:
            self._fill_anew()

    def _fill_anew(self) -> None:
        px, before = self._theme.px, self._content
        if before is not None:
            before.setParent(None)
            before.deleteLater()
        self._content = QWidget(self)
        self._whole.addWidget(self._content)
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(px(24), px(24), px(24), px(16))
        self.column.setSpacing(px(12))
        self._close = Button(self._theme, self.tr("Close"))
        self._close.clicked.connect(self.accept)
        self.fill()

    def add_close(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(self._theme.px(8))
        self._row.addStretch(1)
        self._row.addWidget(self._close)
        self.column.addLayout(self._row)
        self._close.setFocus()

    def add_button(self, button: Button) -> None:
        """Beside Close, at the left; called after `add_close`."""
        self._row.insertWidget(0, button)

    def add_text(self, text: str, name: str) -> QPlainTextEdit:
        """A text to be read and copied, with what room there is."""
        field = QPlainTextEdit(text)
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setAccessibleName(name)
        self.column.addWidget(field, 1)
        return field


class _Notes(QScrollArea):
    """Titles, and sentences with bullets below them.

    Keys scroll it from anywhere in its window: it has no focus, as there is nothing to be done.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, theme.px(8), 0)
        self._list.setSpacing(theme.px(10))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self.setAccessibleName(name)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for key, action in _SCROLLING.items():
            scroll = partial(self.verticalScrollBar().triggerAction, action)
            QShortcut(QKeySequence(key), self).activated.connect(scroll)

    def add_title(self, text: str) -> None:
        self._list.addWidget(plain_label(text, role="title"))

    def add_notes(self, texts: Iterable[str]) -> None:
        for text in texts:
            row = QHBoxLayout()
            row.setSpacing(self._theme.px(8))
            sign = plain_label(_BULLET, role="secondary")
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(plain_label(text, role="body", wrap=True), 1)
            self._list.addLayout(row)

    def add_rest(self) -> None:
        """What is above stays at the top."""
        self._list.addStretch(1)


class NewsDialog(_HelpDialog):
    """What is new, the newest version first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("news dialog")
        self.show_content()
        TextSized(theme, self, 500, 420)

    def fill(self) -> None:
        self.setWindowTitle(self.tr("What's new"))
        notes = _Notes(self._theme, self.tr("What's new"))
        for version, texts in NEWS:
            notes.add_title(self.tr("Version {version}").format(version=version))
            notes.add_notes(QCoreApplication.translate("News", text) for text in texts)
        notes.add_rest()
        self.column.addWidget(notes, 1)
        self.add_close()


class UpdateDialog(_HelpDialog):
    """A newer version and what is new in it; nothing is fetched from here.

    Signals: `page_requested()`, `skip_requested()`.
    """

    page_requested = Signal()
    skip_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        version: str,
        day: Callable[[], str],
        notes: Callable[[], Iterable[str]],
        parent: QWidget,
    ) -> None:
        """`day` is when it was released and `notes` what is new, both in the language of now.

        Notes are shown as plain text.
        """
        super().__init__(theme, parent)
        self._version = version
        self._day = day
        self._told_notes = notes
        self.setObjectName("update dialog")
        self.show_content()
        TextSized(theme, self, 500, 380)

    def fill(self) -> None:
        theme = self._theme
        self.setWindowTitle(self.tr("Update"))
        title = self.tr("Version {version} is available").format(version=self._version)
        self.column.addWidget(plain_label(title, role="title", wrap=True))
        told = self.tr("Released on {day}. You have version {version}.")
        text = told.format(day=self._day(), version=__version__)
        self.column.addWidget(plain_label(text, role="secondary", wrap=True))
        shown = _Notes(theme, self.tr("What's new"))
        shown.add_notes(self._told_notes())
        shown.add_rest()
        self.column.addWidget(shown, 1)
        hint = self.tr("Your images, history and settings stay when you install it.")
        self.column.addWidget(plain_label(hint, role="hint", wrap=True))
        self.add_close()
        skip = Button(theme, self.tr("Skip this version"))
        skip.clicked.connect(self.skip_requested)
        skip.clicked.connect(self.accept)
        self.add_button(skip)
        page = Button(theme, self.tr("Open download page"), icon="external-link")
        page.clicked.connect(self.page_requested)
        self.add_button(page)
        page.setFocus()


class AboutDialog(_HelpDialog):
    """Name, version, and whose work is inside.

    Signals: `licences_requested()`.
    """

    licences_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("about dialog")
        self.show_content()

    def fill(self) -> None:
        theme = self._theme
        self.setFixedWidth(theme.px(420))
        # As high as its words, once they have their new font.
        QTimer.singleShot(0, self, self.adjustSize)
        self.setWindowTitle(self.tr("About NanoBanana Desktop"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        head.addWidget(AppGlyph(theme, self))
        words = QVBoxLayout()
        words.addWidget(plain_label(self.tr("NanoBanana Desktop"), role="title"))
        version = self.tr("Version {version}").format(version=__version__)
        words.addWidget(plain_label(version, role="hint"))
        head.addLayout(words, 1)
        self.column.addLayout(head)
        body = self.tr(
            "Makes images with the Nano Banana image service and keeps every one of them. "
            "Free software under the MIT licence."
        )
        self.column.addWidget(plain_label(body, role="secondary", wrap=True))
        rule = QFrame()
        rule.setProperty("surface", "rule")
        self.column.addWidget(rule)
        parts = self.tr(
            "With Qt {qt} (LGPL 3), PySide6, qasync, httpx, keyring, and icons by Lucide (ISC)."
        ).format(qt=qVersion())
        self.column.addWidget(plain_label(parts, role="hint", wrap=True))
        self.add_close()
        licences = Button(theme, self.tr("Licences"))
        licences.clicked.connect(self.licences_requested)
        self.add_button(licences)


class LicencesDialog(_HelpDialog):
    """The licences of what is inside, as their authors wrote them."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._text = text
        self.setObjectName("licences dialog")
        self.show_content()
        TextSized(theme, self, 620, 480)

    def fill(self) -> None:
        self.setWindowTitle(self.tr("Licences"))
        self.add_text(self._text, self.tr("Licences"))
        self.add_close()


class BugDialog(_HelpDialog):
    """Something unforeseen: a report that can be read and copied, nothing is sent."""

    def __init__(self, theme: Theme, report: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._report = report
        self.show_content()
        TextSized(theme, self, 560, 420)

    def fill(self) -> None:
        theme, report = self._theme, self._report
        self.setWindowTitle(self.tr("Something went wrong"))
        self.column.addWidget(plain_label(self.tr("Something went wrong"), role="title"))
        body = self.tr(
            "The program goes on, and your tasks are safe. Copy the report when you tell us about "
            "it; it holds no key and no prompts."
        )
        self.column.addWidget(plain_label(body, role="secondary", wrap=True))
        self.add_text(report, self.tr("Report"))
        copy = Button(theme, self.tr("Copy report"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        self.column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_close()
