"""Tags as chips with a line to write another one: Enter adds it, Backspace takes the last away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QWidget

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.marks import TAG_LENGTH, split_tags
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAS: Final = (",", "，", ";", "；", "、")


class ShownTag(NamedTuple):
    """A tag, and how many of the tasks that are edited have it."""

    name: str
    tasks: int


def counted_tags(tasks: Iterable[GenerationTask]) -> list[ShownTag]:
    """The tags of the tasks in the order of the alphabet."""
    counts: dict[str, ShownTag] = {}
    for task in tasks:
        for tag in task.tags:
            key = normalise_for_search(tag)
            number = counts[key].tasks + 1 if key in counts else 1
            counts[key] = ShownTag(tag, number)
    return [counts[key] for key in sorted(counts)]


class TagLine(QLineEdit):
    """Where a tag is written; knows whether an input method is composing.

    Signals: `entered()` – Enter –, `erased()` – Backspace in an empty line.
    """

    entered = Signal()
    erased = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(4 * TAG_LENGTH)
        self.is_composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing:
            # These end the composing, not what is around the line.
            if event.key() not in (*_ENTERS, Qt.Key.Key_Escape):
                super().keyPressEvent(event)
        elif event.key() in _ENTERS:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.erased.emit()
        else:
            super().keyPressEvent(event)


class TagField(QWidget):
    """Shows what it is told; a tag is there once the history has it.

    Signals: `added(list[str])`, `removed(str)`.
    """

    added = Signal(list)
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tags: tuple[ShownTag, ...] = ()
        self._total = 1
        self._chips: list[Button] = []
        self.line = TagLine(self)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._known = QStringListModel(self)
        self._completer = QCompleter(self._known, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(self._completer)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.line)
        self.line.entered.connect(self._on_line_entered)
        self.line.erased.connect(self._on_line_erased)
        self.line.textEdited.connect(self._on_line_text_edited)
        self._completer.activated.connect(self._on_completer_activated)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def tags(self) -> tuple[ShownTag, ...]:
        return self._tags

    def set_known(self, names: Sequence[str]) -> None:
        """Tags that are offered while one is written."""
        self._known.setStringList(list(names))

    def set_tags(self, tags: Iterable[ShownTag], total: int) -> None:
        """The tags of the tasks that are edited, `total` of them."""
        shown = tuple(tags)
        if (shown, total) == (self._tags, self._total):
            return
        self._tags, self._total = shown, total
        self._show_chips()

    def take_text(self) -> None:
        """Add what was written and not entered."""
        self._add(self.line.text())

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Add a tag"))
        self.line.setAccessibleName(self.tr("Add a tag"))
        self._show_chips()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_chips(self) -> None:
        # The chip that was pressed may be among them.
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.line)
        self._chips = [self._chip(tag) for tag in self._tags]
        for part in (*self._chips, self.line):
            self._flow.addWidget(part)
            part.show()
        self._fit_chips()
        self.updateGeometry()

    def _chip(self, tag: ShownTag) -> Button:
        text = isolated(tag.name)
        if tag.tasks < self._total:
            count = self.tr("{tag} ({count} of {total})")
            text = count.format(
                tag=text, count=count_text(tag.tasks), total=count_text(self._total)
            )
        # An ampersand in a button's text is the mark of a menu key otherwise.
        chip = Button(self._theme, text.replace("&", "&&"), icon="x", icon_size=12, parent=self)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setAccessibleName(self.tr("Remove tag {tag}").format(tag=tag.name))
        chip.clicked.connect(lambda: self._remove(tag.name))
        return chip

    def _remove(self, name: str) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.removed.emit(name)

    def _add(self, text: str) -> None:
        tags = split_tags(text)
        self.line.clear()
        if tags:
            self.added.emit(list(tags))

    def _on_line_entered(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        self._add(self.line.text())

    def _on_line_erased(self) -> None:
        if self._tags:
            self.removed.emit(self._tags[-1].name)

    def _on_line_text_edited(self, text: str) -> None:
        if text.endswith(_COMMAS) or "\n" in text:
            self._add(text)

    def _on_completer_activated(self, text: str) -> None:
        # The completer writes its word into the line after this.
        QTimer.singleShot(0, self, lambda: self._add(text))

    def _fit(self) -> None:
        px = self._theme.px
        self._flow.set_gaps(px(6), px(6))
        self.line.setMinimumWidth(px(120))
        self._fit_chips()

    def _fit_chips(self) -> None:
        """As high as the line: a name in another script would make its chip higher."""
        for chip in self._chips:
            chip.setFixedHeight(self.line.sizeHint().height())
