"""What is dragged over the window and dropped: shown where it would go, and handed on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.create.drop_hint import DropHint
from nanobanana_desktop.ui.create.offered import offered_images, offers_images, one_file
from nanobanana_desktop.ui.theme.theme import Theme


class FormDrops(QObject):
    """For `pane`; its part `prompt` takes a single picture that tells how it was made.

    What is dropped is never moved away from where it came from.

    Signals: `images_dropped(Offered)`; `picture_dropped(Path)` and `tasks_dropped(tuple, bool)` –
    ids, and whether for their prompt.
    """

    images_dropped = Signal(object)
    picture_dropped = Signal(object)
    tasks_dropped = Signal(object, bool)

    def __init__(self, theme: Theme, pane: QWidget, prompt: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self._prompt = prompt
        self.hint = DropHint(theme, pane)

    def enter(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if not offers_images(mime, any_file=True):
            event.ignore()
            return
        self.hint.cover(self._prompt_part() if one_file(mime) else None)
        self.move(event)

    def move(self, event: QDragMoveEvent) -> None:
        self.hint.point_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        mime, place = event.mimeData(), event.position().toPoint()
        is_own = event.source() is not None
        for_prompt = one_file(mime) and self._prompt_part().contains(place)
        self.hint.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        if self.take(mime, is_own=is_own, for_prompt=for_prompt):
            event.accept()
        else:
            event.ignore()

    def take(
        self,
        mime: QMimeData,
        *,
        is_own: bool = False,
        for_prompt: bool = False,
        any_link: bool = False,
    ) -> bool:
        """Hand on what a drop or the clipboard holds; False when nothing in it is for the form.

        Only `is_own` drags speak of tasks of this window. `any_link`: the person says that an
        address is that of an image.
        """
        offered = offered_images(mime, any_file=True, any_link=any_link, with_tasks=is_own)
        if offered is None:
            return False
        if offered.tasks:
            self.tasks_dropped.emit(offered.tasks, for_prompt)
        elif for_prompt and offered.files:
            self.picture_dropped.emit(Path(offered.files[0]))
        else:
            self.images_dropped.emit(offered)
        return True

    def _prompt_part(self) -> QRect:
        top_left = self._prompt.mapTo(self._pane, QPoint(0, 0))
        return QRect(top_left, self._prompt.size())
