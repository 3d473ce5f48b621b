"""The picture of what two pictures differ in: asked for, shown, and said in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSize

from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.ports import Difference, Picture, PictureSource
from nanobanana_desktop.ui.stage.compare_view import CompareView
from nanobanana_desktop.ui.stage.zoom import Zoom
from nanobanana_desktop.ui.widgets.announce import announce

SCREEN_SIDE: Final = 1_536
"""Pixels of the longer side at which two pictures are compared first."""
SHARP_SIDE: Final = 3_072
"""And when they are looked at closely: more would take long and be hardly seen."""
_BLURRED: Final = 1.25
"""So many times a pixel of the difference may be stretched on the screen."""


class DifferenceLayer(QObject):
    """Fills the difference of `view` with that of its pictures, which another thread computes."""

    def __init__(
        self, view: CompareView, source: PictureSource, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = view
        self._view = view.difference
        self._source = source
        self._pair: tuple[Picture, Picture] | None = None
        self._side = 0
        self._token = 0
        self._difference: Difference | None = None
        source.difference_made.connect(self._on_source_difference_made)
        view.difference.zoom_changed.connect(self._sharpen)

    @property
    def words(self) -> str:
        """What is to be known about it; empty while nothing is compared."""
        found = self._difference
        if found is None:
            return self.tr("Comparing…") if self._pair is not None else ""
        if found.same:
            return self.tr("The images are the same.")
        if found.unseen:
            return self.tr("No difference to be seen at this size.")
        if found.gain == 1:
            return self.tr("Difference")
        return self.tr("Difference × {gain}").format(gain=formats.count_text(found.gain))

    def show(self) -> None:
        """Compare what the views show; nothing is computed again while it is the same."""
        a, b = self._whole.a.loaded, self._whole.b.loaded
        if a is None or b is None:
            self._show_nothing()
        elif self._pair is None or self._pair[0] is not a or self._pair[1] is not b:
            self._begin()
            self._pair = (a, b)
            self._request(SCREEN_SIDE)
            self._tell()

    def forget(self) -> None:
        """Another thing is looked at: the pictures are not kept."""
        self._pair, self._difference, self._token = None, None, 0

    def _show_nothing(self) -> None:
        self._begin()
        self.forget()
        trouble = self._whole.a.trouble or self._whole.b.trouble
        if trouble:
            self._view.show_trouble(trouble)
        self._tell()

    def _begin(self) -> None:
        """Nothing is seen yet, at the place where it will be."""
        self._difference = None
        size = _common_size(self._whole.a.zoom, self._whole.b.zoom)
        self._whole.begin(self._view, self.tr("Difference of A and B"), size)

    def _request(self, side: int, gain: int | None = None) -> None:
        if self._pair is not None:
            self._side = side
            self._token = self._source.request_difference(*self._pair, side, gain)

    def _sharpen(self) -> None:
        """Looked at closely, it is worth more pixels; it stays as bright as it is."""
        found = self._difference
        if found is None or self._side >= SHARP_SIDE:
            return
        has, wanted = found.image.width(), self._view.zoom.target[2]
        is_whole = has >= self._view.zoom.width
        if wanted > has * _BLURRED and not is_whole:
            self._request(SHARP_SIDE, found.gain)

    def _on_source_difference_made(self, token: int, difference: Difference) -> None:
        if token != self._token:
            return
        is_first = self._difference is None
        self._difference = difference
        self._view.set_preview(difference.image)
        if is_first:
            self._tell()
            announce(self._view, self.words)
            self._sharpen()

    def _tell(self) -> None:
        if not self._view.trouble:
            self._view.setAccessibleDescription(self.words)
        self._whole.show_note(self.words)


def _common_size(a: Zoom, b: Zoom) -> QSize:
    """Room for both when they are brought to the same length of their longer side."""
    longer = max(a.width, a.height, b.width, b.height, 1)
    sizes = [
        QSize(zoom.width, zoom.height) * (longer / max(zoom.width, zoom.height, 1))
        for zoom in (a, b)
    ]
    return sizes[0].expandedTo(sizes[1])
