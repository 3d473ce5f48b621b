"""A button that shows the key for what it does, as it looks on a keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanobanana_desktop.ui.culling.cull_keys import CullStep
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.shortcuts.key_caps import KeyCaps
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, Kind

_PADDING: Final = 10
_GAP: Final = 10


class KeyButton(Button):
    """Words at the left, the key at the right; `bare` leaves only the key."""

    def __init__(
        self,
        theme: Theme,
        step: CullStep,
        *,
        icon: str = "",
        kind: Kind = "secondary",
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "" if bare else " ", kind=kind, icon=icon, parent=parent)
        self.step = step
        self._bare = bare
        self._caps = KeyCaps(theme)
        self._key = ""
        self.setProperty("align", "left")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def retranslate(self, *, letters: bool) -> None:
        """Say it in the language of now; without `letters` another key is shown."""
        self._key = self.step.key_text(letters=letters)
        words = self.step.text
        self.setAccessibleName(words)
        self.setText("" if self._bare else words)
        plain_tooltip(self, f"{words} ({self._key})" if self._bare and self._key else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px, hint = self._theme.px, super().sizeHint()
        width = self._caps.width(self._key)
        if self._bare:
            # Without letters there may be no key; the rating itself is shown then.
            return QSize((width or px(20)) + 2 * px(_PADDING), hint.height())
        return hint + QSize(width + px(_GAP), 0) if width else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        px = self._theme.px
        key = self._key or (str(self.step.rating) if self._bare else "")
        if not key:
            return
        right: float = self.width() - px(_PADDING)
        if self._bare:
            right = (self.width() + self._caps.width(key)) / 2
        with QPainter(self) as painter:
            token = "text2" if self.isEnabled() else "disabled"
            self._caps.paint(painter, key, right, self.height() / 2, token)
