"""Walking through earlier prompts in the editor; what was being written is the newest of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from nanobanana_desktop.ui.create.prompt_editor import PromptEditor
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.widgets.announce import announce

_SPOKEN: Final = 160
"""Code points of a prompt that is spoken."""


class PromptWalk(QObject):
    """`prompts` gives the earlier ones, newest first; it is asked anew for each walk.

    A walk begins with the first step from a text of the person's own and ends with any other
    change of the text.
    """

    def __init__(
        self,
        editor: PromptEditor,
        prompts: Callable[[], Iterator[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._prompts = prompts
        self._earlier: Iterator[str] = iter(())
        self._texts: list[str] = []
        """The draft, and the prompts that the walk came by."""
        self._place = 0
        self._is_stepping = False
        editor.step_requested.connect(self.step)
        editor.textChanged.connect(self._on_editor_text_changed)

    def step(self, distance: int) -> None:
        """To an earlier prompt (1) or back towards the draft (-1)."""
        if self._editor.is_composing():
            return
        if not self._texts:
            self._texts = [self._editor.prompt()]
            self._earlier = self._prompts()
        place = self._place + distance
        if place < 0 or not self._reaches(place):
            return
        self._place = place
        self._is_stepping = True
        self._editor.set_prompt(self._texts[place])
        self._editor.moveCursor(QTextCursor.MoveOperation.End)
        self._is_stepping = False
        announce(self._editor, shortened(self._texts[place], _SPOKEN))

    def _reaches(self, place: int) -> bool:
        while len(self._texts) <= place:
            earlier = next((text for text in self._earlier if text not in self._texts), None)
            if earlier is None:
                return False
            self._texts.append(earlier)
        return True

    def _on_editor_text_changed(self) -> None:
        if not self._is_stepping:
            self._texts, self._place = [], 0
