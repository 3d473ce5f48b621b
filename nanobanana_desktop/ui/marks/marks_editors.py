"""Rating, tags and note of what is described in the details, to be changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.marks import RATING_LIMIT, MarkChange
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.marks.note_field import NoteField
from nanobanana_desktop.ui.marks.tag_field import TagField, counted_tags
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class RatingStar(IconButton):
    """Signals: `stepped(int)` – on to another star, by an arrow key."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class RatingRow(QWidget):
    """Five stars; pressing the last filled one takes the rating away.

    They are one stop: Tab comes to the last filled one, arrows walk.

    Signals: `rated(int)`.
    """

    rated = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.stars = [RatingStar(theme, "star", size=28) for _ in range(RATING_LIMIT)]
        for rating, star in enumerate(self.stars, 1):
            row.addWidget(star)
            star.clicked.connect(self._asker(rating))
            star.stepped.connect(partial(self._step, rating - 1))
        row.addStretch(1)
        self._rove(0)
        self.retranslate()

    def show_rating(self, rating: int) -> None:
        self._rating = rating
        for place, star in enumerate(self.stars, 1):
            star.set_icon("star-filled" if place <= rating else "star")
        if not any(star.hasFocus() for star in self.stars):
            self._rove(max(0, rating - 1))
        self.retranslate()

    def retranslate(self) -> None:
        for rating, star in enumerate(self.stars, 1):
            name = self.tr("Rate %Ln star(s)", "", rating)
            if rating == self._rating:
                name = self.tr("Remove rating")
            star.set_name(name, self.tr("{name} ({key})").format(name=name, key=rating))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _step(self, place: int, step: int) -> None:
        wanted = min(max(place + step, 0), len(self.stars) - 1)
        self._rove(wanted)
        self.stars[wanted].setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self, stop: int) -> None:
        """Tab comes to this star."""
        for place, star in enumerate(self.stars):
            policy = Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus
            star.setFocusPolicy(policy)

    def _asker(self, rating: int) -> Callable[[], object]:
        return lambda: self.rated.emit(0 if rating == self._rating else rating)


class MarksEditors(QWidget):
    """Shows the marks of the tasks it is told; hidden while there are none.

    Signals: `change_wanted(task_ids: list[str], change: MarkChange)`, `left()` – Esc;
    `notes_wanted(list[GenerationTask])` – one note is to be written for all of these.
    """

    change_wanted = Signal(list, object)
    notes_wanted = Signal(list)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks: list[GenerationTask] = []
        self.rating = RatingRow(theme)
        self.tags = TagField(theme)
        self.note = NoteField()
        self.notes_button = Button(theme, " ", icon="pencil")
        self._tags_label = plain_label(role="hint")
        self._note_label = plain_label(role="hint")
        self._column = QVBoxLayout(self)
        for part in (self.rating, self._tags_label, self.tags, self._note_label, self.note):
            self._column.addWidget(part)
        self._column.addWidget(self.notes_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.notes_button.clicked.connect(lambda: self.notes_wanted.emit(list(self._tasks)))
        self.rating.rated.connect(self._on_rating_rated)
        self.tags.added.connect(self._on_tags_added)
        self.tags.removed.connect(self._on_tags_removed)
        self.note.written.connect(self._on_note_written)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()
        self.hide()

    def show_tasks(self, tasks: Sequence[GenerationTask]) -> None:
        """Edit the marks of these tasks; what was being written for others is kept with them."""
        if {task.id for task in tasks} != {task.id for task in self._tasks}:
            self.save_now()
        self._tasks = list(tasks)
        self.setVisible(bool(tasks))
        if not tasks:
            return
        ratings = {task.rating for task in tasks}
        self.rating.show_rating(ratings.pop() if len(ratings) == 1 else 0)
        self.tags.set_tags(counted_tags(tasks), len(tasks))
        single = len(tasks) == 1
        self.note.setVisible(single)
        self.notes_button.setVisible(not single)
        if single:
            self.note.show_note(tasks[0].id, tasks[0].note)

    def tasks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        """The history has other marks of these tasks now."""
        changed = {task.id: task for task in tasks}
        if any(task.id in changed for task in self._tasks):
            self.show_tasks([changed.get(task.id, task) for task in self._tasks])

    def save_now(self) -> None:
        """Keep what is being written."""
        self.note.save_now()
        self.tags.take_text()

    def retranslate(self) -> None:
        self._tags_label.setText(self.tr("Tags"))
        self._note_label.setText(self.tr("Note"))
        self.notes_button.setText(self.tr("Write a note for all…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.tags.line.hasFocus() and self.tags.line.text():
            self.tags.line.clear()
        else:
            self.left.emit()

    def _ids(self) -> list[str]:
        return [task.id for task in self._tasks]

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(2), 0, px(2), px(10))
        self._column.setSpacing(px(4))
        self.note.setFixedHeight(px(76))

    def _on_rating_rated(self, rating: int) -> None:
        self.change_wanted.emit(self._ids(), MarkChange(rating=rating))

    def _on_tags_added(self, tags: list[str]) -> None:
        self.change_wanted.emit(self._ids(), MarkChange(add_tags=tuple(tags)))

    def _on_tags_removed(self, tag: str) -> None:
        self.change_wanted.emit(self._ids(), MarkChange(remove_tags=(tag,)))

    def _on_note_written(self, task_id: str, text: str) -> None:
        self.change_wanted.emit([task_id], MarkChange(note=text))
