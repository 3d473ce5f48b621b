"""What is dragged over the window and dropped: shown where it would go, and handed on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.params import REFERENCE_LIMIT
from nanobanana_desktop.ui.create.drop_hint import DropHint
from nanobanana_desktop.ui.create.offered import offered_images, offers_images, one_file
from nanobanana_desktop.ui.create.reference_strip import ReferenceStrip
from nanobanana_desktop.ui.theme.theme import Theme

_AROUND = 8
"""Above and below the tiles, where a hand that is not quite steady still means them."""


class FormDrops(QObject):
    """For `pane`; its part `prompt` takes a single picture that tells how it was made.

    What is dropped is never moved away from where it came from. On `strip` it comes in between the
    tiles there, elsewhere behind them.

    Signals: `images_dropped(Offered, int)` – the number is the ticket of the tile before which they
    come, 0 for the end –; `picture_dropped(Path)`; `tasks_dropped(tuple, bool, int)` – ids, whether
    for their prompt, and again before which tile.
    """

    images_dropped = Signal(object, int)
    picture_dropped = Signal(object)
    tasks_dropped = Signal(object, bool, int)

    def __init__(self, theme: Theme, pane: QWidget, prompt: QWidget, strip: ReferenceStrip) -> None:
        super().__init__(pane)
        self._pane = pane
        self._prompt = prompt
        self._strip = strip
        self._theme = theme
        self.hint = DropHint(theme, pane)

    def enter(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if not offers_images(mime, any_file=True):
            event.ignore()
            return
        self.hint.cover(self._prompt_part() if one_file(mime) else None)
        self.move(event)

    def move(self, event: QDragMoveEvent) -> None:
        place = event.position().toPoint()
        self.hint.point_at(place)
        # Asked anew each time: answers may come meanwhile, and move the tiles.
        self.hint.leave_free(self._part(self._strip) if self._strip.items() else QRect())
        self._strip.mark_place(self._place_between(place))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def leave(self) -> None:
        """The drag went away, or ended here."""
        self.hint.hide()
        self._strip.mark_place(None)

    def drop(self, event: QDropEvent) -> None:
        mime, place = event.mimeData(), event.position().toPoint()
        is_own = event.source() is not None
        for_prompt = one_file(mime) and self._prompt_part().contains(place)
        between = self._place_between(place)
        self.leave()
        event.setDropAction(Qt.DropAction.CopyAction)
        before = 0 if between is None else self._strip.ticket_at(between)
        if self.take(mime, is_own=is_own, for_prompt=for_prompt, before=before):
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
        before: int = 0,
    ) -> bool:
        """Hand on what a drop or the clipboard holds; False when nothing in it is for the form.

        Only `is_own` drags speak of tasks of this window. `any_link`: the person says that an
        address is that of an image.
        """
        offered = offered_images(mime, any_file=True, any_link=any_link, with_tasks=is_own)
        if offered is None:
            return False
        if offered.tasks:
            self.tasks_dropped.emit(offered.tasks, for_prompt, before)
        elif for_prompt and offered.files:
            self.picture_dropped.emit(Path(offered.files[0]))
        else:
            self.images_dropped.emit(offered, before)
        return True

    def _place_between(self, place: QPoint) -> int | None:
        """Before which tile this place of the pane is; None beside the tiles, or without room."""
        count, around = len(self._strip.items()), self._theme.px(_AROUND)
        part = self._part(self._strip).adjusted(0, -around, 0, around)
        if not part.contains(place) or not 0 < count < REFERENCE_LIMIT:
            return None
        return self._strip.place_at(self._strip.mapFrom(self._pane, place).x())

    def _prompt_part(self) -> QRect:
        return self._part(self._prompt)

    def _part(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._pane, QPoint(0, 0)), widget.size())
