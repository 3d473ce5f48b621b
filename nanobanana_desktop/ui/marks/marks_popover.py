"""A small box over the stage in which tags or a note are written; it never stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.marks_service import TagUse
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.marks.many_notes import ManyNotes
from nanobanana_desktop.ui.marks.note_field import NoteField
from nanobanana_desktop.ui.marks.tag_field import ShownTag, TagField, counted_tags
from nanobanana_desktop.ui.texts import heading, shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.shapes import draw_box

_RADIUS: Final = 8
_WIDTH: Final = 380
_NOTE_HEIGHT: Final = 110
_MARGIN: Final = 16
_MESSAGES: Final = 66
"""Design pixels at the bottom of the host in which messages appear; they must hide no button."""
_NAME_LENGTH: Final = 40


class MarksPopover(QFrame):
    """Lies over `host`, at its bottom; Esc or its button closes it, and what was written is kept.

    No window of its own, so that input methods work as in any other field.

    Signals: `change_wanted(task_ids: list[str], change: MarkChange)`;
    `many_wanted(change: MarkChange)` – for all tasks of `edit_notes`.
    """

    change_wanted = Signal(list, object)
    many_wanted = Signal(object)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._tasks: dict[str, GenerationTask] = {}
        self._total = 0
        self._before: QWidget | None = None
        self.setObjectName("marks popover")
        self._title = plain_label(role="label")
        self._title.setMinimumWidth(1)
        self.close_button = IconButton(theme, "x", size=24, icon_size=14)
        self.tags = TagField(theme, self)
        self.note = NoteField(self)
        self.notes = ManyNotes(theme, self)
        self._hint = plain_label(role="hint", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for part in (self.tags, self.note, self.notes, self._hint):
            self._column.addWidget(part)
        self.close_button.clicked.connect(self.dismiss)
        self.tags.added.connect(self._on_tags_added)
        self.tags.removed.connect(self._on_tags_removed)
        self.note.written.connect(self._on_note_written)
        self.notes.change_wanted.connect(self._on_notes_change_wanted)
        host.installEventFilter(self)
        theme.theme_changed.connect(self._fit)
        self.hide()
        self._fit()
        self.retranslate()

    def edit_tags(
        self,
        tasks: Sequence[GenerationTask],
        total: int,
        known: Sequence[TagUse],
        used: Sequence[TagUse] | None = None,
    ) -> None:
        """Edit the tags of `total` tasks, of which `tasks` are known.

        `known` are offered while one is written; `used` are the tags of all, counted here if None.
        """
        self._begin(tasks, total)
        self._show_only(self.tags)
        self.tags.set_known([use.name for use in known])
        self._show_tags(used)
        self._open(self.tags.line)

    def edit_note(self, task: GenerationTask) -> None:
        """Edit the note of one task."""
        self._begin([task], 1)
        self._show_only(self.note)
        self.note.show_note(task.id, task.note)
        self._open(self.note)

    def edit_notes(self, tasks: Sequence[GenerationTask], total: int) -> None:
        """Write one note for `total` tasks, of which `tasks` are known."""
        self._begin(tasks, total)
        self._show_only(self.notes)
        self._open(self.notes.edit)

    def tasks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        """The history has other marks of these tasks now."""
        own = [task for task in tasks if task.id in self._tasks]
        if not own:
            return
        self._tasks.update((task.id, task) for task in own)
        if len(self._tasks) == self._total:
            self._show_tags(None)
        for task in own:
            if task.id == self.note.task_id:
                self.note.show_note(task.id, task.note)
        self._place()

    def save_now(self) -> None:
        """Keep what is being written."""
        self.note.save_now()
        if self.tags.isVisible():
            self.tags.take_text()

    def dismiss(self) -> None:
        """Close, and give the focus back to where it was."""
        if self.isHidden():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.save_now()
        self.hide()
        if had_focus and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.close_button.set_name(self.tr("Close"))
        self._hint.setText(self.tr("Enter adds a tag, Backspace removes the last one."))
        self._show_title()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What an editor does not take must not reach the stage behind it as a command.
        if event.key() == Qt.Key.Key_Escape:
            if self.tags.isVisible() and self.tags.line.text():
                self.tags.line.clear()
            else:
                self.dismiss()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge = self._theme.color("overlay"), self._theme.color("control_edge")
        with QPainter(self) as painter:
            radius = self._theme.px(_RADIUS)
            draw_box(painter, QRectF(self.rect()), radius, fill=fill, edge=edge)

    # -- inside ----------------------------------------------------------------------------------

    def _begin(self, tasks: Sequence[GenerationTask], total: int) -> None:
        self.save_now()
        self._tasks = {task.id: task for task in tasks}
        self._total = max(total, len(self._tasks))

    def _show_only(self, editor: QWidget) -> None:
        for part in (self.tags, self.note, self.notes):
            part.setVisible(part is editor)

    def _open(self, editor: QWidget) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self._hint.setVisible(self.tags.isVisibleTo(self))
        self._show_title()
        self.show()
        self.raise_()
        self._place()
        editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_title(self) -> None:
        is_note = self.note.isVisibleTo(self)
        if not self._tasks:
            return
        if self._total > 1:
            text = self.tr("Tags of %Ln image(s)", "", self._total)
            if self.notes.isVisibleTo(self):
                text = self.tr("Note on %Ln image(s)", "", self._total)
            self._title.setText(text)
        else:
            name = shortened(heading(next(iter(self._tasks.values()))), _NAME_LENGTH)
            words = self.tr("Note on “{name}”") if is_note else self.tr("Tags of “{name}”")
            text = words.format(name=name)
            self._title.setText(words.format(name=self._fitting(name, words)))
        self.setAccessibleName(text)

    def _fitting(self, name: str, words: str) -> str:
        """As much of `name` as has room in the title beside what `words` says around it."""
        margins = self._column.contentsMargins()
        taken = margins.left() + margins.right() + self._head.spacing()
        taken += self.close_button.sizeHint().width()
        metrics = self._title.fontMetrics()
        room = self._width() - taken - metrics.horizontalAdvance(words.format(name=""))
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, 0))

    def _show_tags(self, used: Sequence[TagUse] | None) -> None:
        if used is not None:
            self.tags.set_tags((ShownTag(use.name, use.tasks) for use in used), self._total)
            return
        self.tags.set_tags(counted_tags(self._tasks.values()), self._total)

    def _place(self) -> None:
        px = self._theme.px
        if self.width() != self._width():
            self.setFixedWidth(self._width())
            self._show_title()
        self._column.activate()
        height = max(self.heightForWidth(self.width()), self.sizeHint().height())
        left = (self._host.width() - self.width()) // 2
        top = max(0, self._host.height() - height - px(_MESSAGES))
        self.setGeometry(left, top, self.width(), height)

    def _width(self) -> int:
        px = self._theme.px
        return max(min(px(_WIDTH), self._host.width() - 2 * px(_MARGIN)), px(200))

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(14), px(10), px(10), px(14))
        self._column.setSpacing(px(8))
        self.note.setFixedHeight(px(_NOTE_HEIGHT))
        if not self.isHidden():
            # The title has its new font only when all that changed has been told.
            QTimer.singleShot(0, self, self._fit_title)

    def _fit_title(self) -> None:
        self._show_title()
        self._place()

    def _on_tags_added(self, tags: list[str]) -> None:
        self.change_wanted.emit(list(self._tasks), MarkChange(add_tags=tuple(tags)))

    def _on_tags_removed(self, tag: str) -> None:
        self.change_wanted.emit(list(self._tasks), MarkChange(remove_tags=(tag,)))

    def _on_notes_change_wanted(self, change: MarkChange) -> None:
        self.dismiss()
        self.many_wanted.emit(change)

    def _on_note_written(self, task_id: str, text: str) -> None:
        self.change_wanted.emit([task_id], MarkChange(note=text))
