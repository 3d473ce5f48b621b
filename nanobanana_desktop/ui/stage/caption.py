"""Below the picture: prompt, star, what it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.history.elided_label import ElidedLabel
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.stage.prompt_label import PromptLabel
from nanobanana_desktop.ui.stage.size_note import size_note
from nanobanana_desktop.ui.stage.star_button import StarButton
from nanobanana_desktop.ui.stage.word_button import WordButton, fit_words
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import has_picture, is_active, is_kept_aside
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

_TOOL_GAP: Final = 1
_SEPARATOR: Final = "   ·   "
_STOPPABLE: Final = POLLED | {TaskState.RESULT_READY}


class Caption(LinedFrame):
    """Shows one task; its buttons emit the requests of `TaskRequests`.

    Signals: `menu_requested(QPoint)` in global coordinates.
    """

    menu_requested = Signal(object)

    def __init__(self, theme: Theme, requests: TaskRequests, parent: QWidget | None = None) -> None:
        super().__init__(theme, "footer", parent)
        self._requests = requests
        self._task: GenerationTask | None = None
        self._now = 0.0
        self._folder = ""
        self.file_missing = False
        """Whether the picture's file is gone; set before `show_task`."""
        self.prompt = PromptLabel(theme, self)
        self.meta = ElidedLabel("meta", self)
        self.note = plain_label(role="warn", wrap=True, parent=self)
        self.star = StarButton(theme)
        self.whole = Button(theme, " ", kind="link", parent=self)
        self.whole.hide()
        self.restore = self._button("undo-2", lambda t: requests.restore_requested.emit([t.id]))
        self.reuse = self._button("corner-up-left", requests.reuse_requested.emit)
        self.use = self._button("image-plus", requests.use_as_reference_requested.emit)
        self.copy = self._button("copy", requests.copy_requested.emit)
        self.save = self._button("save", requests.save_as_requested.emit)
        self.check = self._button("rotate-cw", lambda t: requests.check_now_requested.emit(t.id))
        self.stop = self._button("ban", lambda t: requests.stop_watching_requested.emit(t.id))
        self.cancel = self._button("x", lambda t: requests.stop_watching_requested.emit(t.id))
        self.save_again = self._button(
            "rotate-cw", lambda t: requests.download_again_requested.emit(t.id)
        )
        self.change_folder = self._button(
            "folder-open", lambda _task: requests.change_folder_requested.emit()
        )
        self.folder = IconButton(theme, "folder-open")
        self.bin = IconButton(theme, "trash-2")
        self.more = IconButton(theme, "ellipsis")
        self._worded = (
            self.restore,
            self.reuse,
            self.use,
            self.copy,
            self.save,
            self.check,
            self.stop,
            self.cancel,
            self.save_again,
            self.change_folder,
        )
        self._connect()
        self._lay_out()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_task(self, task: GenerationTask, now: float, folder: str) -> None:
        """The task at `now`; `folder` is where pictures are saved, empty when not known."""
        self._task, self._now, self._folder = task, now, folder
        blocked = task.state is TaskState.SAVE_BLOCKED and is_kept_aside(task)
        self.prompt.set_prompt(texts.heading(task))
        self._offer_whole()
        parts = [*texts.meta_parts(task), texts.link_text(task, now)]
        self.meta.setText(_SEPARATOR.join(part for part in parts if part))
        note = self._kept_text() if blocked else size_note(task)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._show_star(task)
        # What lies in the bin comes out of it or goes for good, as in its menu.
        trashed = task.trashed_at is not None
        finished = has_picture(task) and not self.file_missing and not trashed
        self.restore.setVisible(trashed)
        self.reuse.setVisible(bool(task.params.prompt) and not trashed)
        # What is kept aside has two buttons more; the rest is in the menu.
        self.use.setVisible(finished and not blocked)
        self.copy.setVisible(finished and not blocked)
        self.save.setVisible(finished)
        self.folder.setVisible(finished and not is_kept_aside(task))
        self.save_again.setVisible(blocked)
        self.change_folder.setVisible(blocked)
        self.check.setVisible(task.state in POLLED)
        self.stop.setVisible(task.state in _STOPPABLE)
        self.cancel.setVisible(task.state is TaskState.READY)
        self.bin.setVisible(not is_active(task))
        self._name_bin()
        self._fit_words()

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        return [self.star, self.whole, *self._worded, self.folder, self.bin, self.more]

    def retranslate(self) -> None:
        self.restore.set_words(self.tr("Restore"), self.tr("Take it out of the bin"))
        self.reuse.set_words(
            self.tr("Reuse settings"), self.tr("Put this prompt and its settings into the form (R)")
        )
        self.use.set_words(self.tr("Use as reference"), self.tr("Use as reference (U)"))
        self.copy.set_words(self.tr("Copy"), self.tr("Copy image (Ctrl+C)"))
        self.save.set_words(self.tr("Save as…"), self.tr("Save as… (Ctrl+S)"))
        self.check.set_words(self.tr("Check now"))
        self.stop.set_words(
            self.tr("Stop waiting"), self.tr("The service may still finish and charge this task.")
        )
        self.cancel.set_words(self.tr("Cancel task"))
        self.save_again.set_words(self.tr("Try again"))
        self.change_folder.set_words(self.tr("Change folder…"))
        self.folder.set_name(self.tr("Show in folder"), self.tr("Show in folder (Ctrl+Shift+E)"))
        self.more.set_name(self.tr("More"))
        self.whole.setText(self.tr("More", "the rest of a long prompt"))
        self.whole.setAccessibleName(self.tr("Show the whole prompt"))
        self._name_bin()
        if self._task is not None:
            self.show_task(self._task, self._now, self._folder)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()
        self._offer_whole()

    # -- inside ----------------------------------------------------------------------------------

    def _button(self, icon: str, ask: Callable[[GenerationTask], object]) -> WordButton:
        button = WordButton(self._theme, icon, self)
        button.clicked.connect(lambda: self._ask(ask))
        return button

    def _ask(self, ask: Callable[[GenerationTask], object]) -> None:
        if self._task is not None:
            ask(self._task)

    def _connect(self) -> None:
        requests = self._requests
        self.star.clicked.connect(
            lambda: self._ask(lambda t: requests.star_toggled.emit(t.id, not t.starred))
        )
        self.folder.clicked.connect(lambda: self._ask(requests.show_in_folder_requested.emit))
        self.bin.clicked.connect(
            lambda: self._ask(lambda t: requests.delete_requested.emit([t.id]))
        )
        self.more.clicked.connect(self._on_more_clicked)
        self.whole.clicked.connect(requests.details_requested)
        self.prompt.cut_changed.connect(self._offer_whole)

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self.prompt, 1)
        self._top.addWidget(self.star)
        self._actions = QHBoxLayout()
        for button in self._worded:
            self._actions.addWidget(button)
        self._actions.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(_TOOL_GAP)
        for tool in (self.folder, self.bin, self.more):
            tools.addWidget(tool)
        self._actions.addLayout(tools)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._facts = QHBoxLayout()
        self._facts.addWidget(self.meta, 1)
        self._facts.addWidget(self.whole)
        self._column.addLayout(self._facts)
        self._column.addWidget(self.note)
        self._column.addLayout(self._actions)
        tell_in_order(self._column)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(13), px(12))
        self._column.setSpacing(px(8))
        self._top.setSpacing(px(12))
        self._actions.setSpacing(px(6))
        self._fit_words()

    def _fit_words(self) -> None:
        tools = [tool for tool in (self.folder, self.bin, self.more) if not tool.isHidden()]
        taken = sum(tool.maximumWidth() + _TOOL_GAP for tool in tools) - _TOOL_GAP
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken
        fit_words(self._worded, room, self._actions.spacing())

    def _kept_text(self) -> str:
        if not self._folder:
            return self.tr("Kept in the app's own folder until it can be saved.")
        text = self.tr("Kept in the app's own folder until {folder} is available.")
        # Long names without spaces must be able to wrap.
        return text.format(folder=isolated(self._folder.replace("/", "/\u200b")))

    def _offer_whole(self) -> None:
        self.whole.setVisible(self.prompt.is_cut)

    def _show_star(self, task: GenerationTask) -> None:
        self.star.set_filled(task.starred)
        name = self.tr("Remove star") if task.starred else self.tr("Star")
        self.star.set_name(name, self.tr("{command} (S)").format(command=name))

    def _name_bin(self) -> None:
        name = self.tr("Move to bin")
        if self._task is not None and self._task.trashed_at is not None:
            name = self.tr("Delete for good…")
        self.bin.set_name(name, self.tr("{command} (Del)").format(command=name))

    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, 0)))
