"""A toast about something under way: none for what is done at once, then long enough to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.toast import Toast

_AS_LONG_AS_NEEDED: Final = 3_600.0


class BusyToast(QObject):
    """Says what is going on by the rule of `BusySign`, and holds back what came of it till then."""

    def __init__(self, toast: Toast, window: QWidget) -> None:
        """`window` is where the person waits; what is under way behind it is not told."""
        super().__init__(window)
        self._toast = toast
        self._text = ""
        self._action: tuple[str, Callable[[], object]] | None = None
        self._ticket = 0
        self._then: Callable[[], object] | None = None
        self._sign = BusySign(window, self)
        self._sign.changed.connect(self._on_sign_changed)

    def tell(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Something is under way, or has come further."""
        self._text = text
        if action and on_action is not None:
            self._action = action, on_action
        if self._sign.is_shown:
            self._show()
        else:
            self._sign.set_busy(True)

    def end(self, then: Callable[[], object]) -> None:
        """It is done: `then` tells what came of it, at once or when the toast was long enough."""
        self._action = None
        self._then = then
        self._sign.set_busy(False)
        if not self._sign.is_shown:
            self._go_on()

    def _on_sign_changed(self) -> None:
        if self._sign.is_shown:
            self._show()
        else:
            self._go_on()
            self._toast.withdraw(self._ticket)

    def _show(self) -> None:
        if self._toast.change_text(self._ticket, self._text):
            return
        word, on_action = self._action or ("", None)
        self._ticket = self._toast.show_message(
            self._text, word, on_action, seconds=_AS_LONG_AS_NEEDED
        )

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
