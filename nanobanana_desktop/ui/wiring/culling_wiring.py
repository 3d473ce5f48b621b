"""Sorting out, from the command to what is carried out at the end."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from nanobanana_desktop.domain.culling import Culling, CullScope
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.marks_service import MarkResult
from nanobanana_desktop.services.picture_loaders import PictureLoader
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.wiring.culling_scopes import (
    can_be_sorted,
    pictures_of_scopes,
    rows_of_scopes,
    still_there,
)

if TYPE_CHECKING:
    from nanobanana_desktop.ui.culling.window import CullingWindow
    from nanobanana_desktop.ui.culling.words import CullingWords
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts

SAVE_MS: Final = 1_000
"""After a decision; a crash forgets no more than this."""
READING_SECONDS: Final = 6.0


class CullingWiring(QObject):
    """Opens the window for sorting out, keeps what is decided in it, and carries it out once."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._panes = parts.panes
        self._toast = parts.panes.window.toast
        self._window: CullingWindow | None = None
        self._loader: PictureLoader | None = None
        self._culling: Culling | None = None
        """What was decided and neither carried out nor thrown away."""
        self._thrown: Culling | None = None
        self._found: dict[CullScope, list[str]] = {}
        self._is_loaded = self._is_beginning = False
        self._offered = 0
        """The ticket of the message that offers to go on."""
        self._save = QTimer(self)
        self._save.setObjectName("culling")
        self._save.setSingleShot(True)
        self._save.setInterval(SAVE_MS)
        self._save.timeout.connect(self.save_now)
        parts.panes.actions.triggered.connect(self._on_actions_triggered)
        parts.tasks.tasks_removed.connect(self._on_tasks_tasks_removed)
        parts.marks.marks_changed.connect(self._on_marks_marks_changed)
        parts.marks.many_changed.connect(self._look_again)
        parts.trash.emptied.connect(self._look_again)

    # -- life ------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Tell of what an earlier session left in the middle, if it did."""
        self._start(self._offer())

    def begin(self) -> None:
        """Sort out: go on with what is there, or ask what."""
        if self._window is not None:
            self._window.activateWindow()
        elif not self._is_beginning:
            self._is_beginning = True
            self._start(self._begin())

    def save_now(self) -> None:
        """Keep what is decided."""
        self._save.stop()
        if self._is_loaded:
            culling = self._culling
            has_any = culling is not None and bool(culling.decided)
            self._parts.culling.save(culling if has_any else None)

    def close(self) -> None:
        """The program ends; what was decided is kept."""
        if self._window is not None or self._save.isActive():
            self.save_now()
        self._close_window()
        if self._loader is not None:
            self._loader.stop()

    # -- beginning -------------------------------------------------------------------------------

    async def _load(self) -> None:
        """What was kept; what is gone since then is known to be."""
        if not self._is_loaded:
            kept = await self._parts.culling.load()
            if not self._is_loaded:
                self._culling, self._is_loaded = kept, True
        culling = self._culling
        if culling is None:
            return
        await self._find_away(culling)
        # Who sorts out meanwhile decides yet.
        if culling is self._culling and self._window is None and not culling.decided:
            self._culling = None

    async def _offer(self) -> None:
        await self._load()
        if self._culling is None or self._window is not None:
            return
        self._offer_to_go_on(self._words.kept_question(self._culling))

    async def _begin(self) -> None:
        try:
            await self._load()
            if self._window is not None:
                return
            if self._culling is not None:
                self._opened().ask_to_go_on(self._culling)
            else:
                await self._ask_what()
        finally:
            self._is_beginning = False

    async def _ask_what(self) -> None:
        history = self._panes.history
        scopes = rows_of_scopes(history, self._panes.stage.compared.surveyed)
        numbers = {scope: history.model.numbers(rows) for scope, rows in scopes.items()}
        self._found = await pictures_of_scopes(self._parts.history, numbers)
        if not self._found:
            text = self.tr("There are no images to sort out here.")
            self._toast.show_message(text, seconds=READING_SECONDS)
            self._close_window()
        elif self._thrown is None and (only := self._only_choice):
            self._begin_with(only)
        else:
            counts = {scope: len(ids) for scope, ids in self._found.items()}
            self._opened().ask_what(counts, can_take_back=self._thrown is not None)

    @property
    def _only_choice(self) -> CullScope | None:
        """What is meant without a question; the window shows it, and nothing is decided yet."""
        for scope in (CullScope.SELECTED, CullScope.SURVEY):
            if scope in self._found:
                return scope
        return next(iter(self._found)) if len(self._found) == 1 else None

    def _begin_with(self, scope: CullScope) -> None:
        self._thrown = None
        self._culling = Culling(scope, self._found.get(scope, ()))
        self._opened().begin(self._culling)

    def _offer_to_go_on(self, text: str) -> None:
        self._offered = self._toast.show_message(text, self.tr("Go on"), self._go_on)

    def _go_on(self) -> None:
        if self._culling is not None:
            self._opened().begin(self._culling)

    # -- the window ------------------------------------------------------------------------------

    def _opened(self) -> CullingWindow:
        if self._window is not None:
            return self._window
        from nanobanana_desktop.ui.culling.window import CullingWindow

        if self._loader is None:
            # Its own: the one of the stage answers whoever asked last.
            self._loader = PictureLoader(self)
            self._loader.start(self._parts.shelf)
        main, stage = self._panes.window, self._panes.stage
        if stage.pages.window() is not main:
            # The other full screen would lie between the two.
            stage.toggle_full_screen()
        window = CullingWindow(
            self._panes.theme,
            self._loader,
            self._panes.previews,
            self._panes.thumbnails,
            self._task_of,
            main,
        )
        window.letters = stage.keys.letters
        window.chosen.connect(self._begin_with)
        window.go_on_wanted.connect(self._go_on)
        window.throw_away_wanted.connect(self._on_window_throw_away_wanted)
        window.take_back_wanted.connect(self._take_back)
        window.carry_out_wanted.connect(self._on_window_carry_out_wanted)
        window.decided.connect(self._save.start)
        window.ended.connect(lambda: self._start(self._count_starred()))
        window.left.connect(self._on_window_left)
        self._window = window
        self._toast.withdraw(self._offered)
        # A new window would open on the first screen otherwise.
        window.setGeometry(main.screen().geometry())
        self._toast.stay_above(window.picture_page)
        main.float_toast(window)
        window.showFullScreen()
        window.activateWindow()
        return window

    def _close_window(self) -> None:
        if self._window is None:
            return
        window, self._window = self._window, None
        window.stop()
        self._panes.window.float_toast(None)
        self._toast.stay_above(self._panes.stage.pages)
        window.hide()
        window.deleteLater()
        self._panes.window.activateWindow()

    def _on_window_left(self) -> None:
        culling = self._culling
        self._close_window()
        self.save_now()
        if culling is not None and culling.decided:
            self._offer_to_go_on(self._words.left(culling))
        else:
            self._culling = None

    # -- the end ---------------------------------------------------------------------------------

    async def _count_starred(self) -> None:
        """What has a star goes to the bin as well, but not without a word."""
        culling, count = self._culling, 0
        if culling is None:
            return
        ids = culling.for_bin
        for begin in range(0, len(ids), 500):
            read = self._parts.history.tasks(ids[begin : begin + 500])
            count += sum(task.starred for task in read)
        if self._window is not None and self._culling is culling:
            self._window.end.show_starred(count)

    def _on_window_carry_out_wanted(self) -> None:
        culling = self._culling
        self._close_window()
        if culling is None:
            return
        changes = culling.changes()
        if not changes:
            self._forget()
            self._toast.show_message(self.tr("Nothing was changed."))
            return

        # On disk it stays until it is carried out; here nobody can go on with it meanwhile.
        self._save.stop()
        self._culling = None
        # What is carried out is away, and counted nowhere any more.
        text = self._words.carried_out(culling)

        def end(result: MarkResult) -> None:
            self._tell_carried_out(culling, text, result)

        self._parts.marks.change_together(changes, end)

    def _tell_carried_out(self, culling: Culling, text: str, result: MarkResult) -> None:
        reason = ""
        if result.problem is not None:
            # What was not carried out is still decided.
            self._culling = self._culling or culling
            self._look_again()
            reason = error_text(result.problem.case).title
            text = self._words.carried_out_in_part(reason, result.count)
        else:
            self.save_now()
        if result.count:
            self._toast.show_undo(text, lambda: self._parts.marks.undo(result))
        elif reason:
            self._toast.show_message(reason, seconds=READING_SECONDS)
        else:
            self._toast.show_message(self.tr("Nothing was changed."))

    def _forget(self) -> None:
        self._culling = None
        self.save_now()

    def _on_window_throw_away_wanted(self) -> None:
        """At the beginning the question is asked anew; at the end it is over. Both with Undo."""
        window, thrown = self._window, self._culling
        asks_again = window is not None and window.culling is None
        self._thrown = thrown
        self._forget()
        if asks_again:
            self._start(self._ask_what())
            return
        self._close_window()
        self._thrown = None

        def undo() -> None:
            self._culling = self._culling or thrown
            self.save_now()
            self._go_on()

        self._toast.show_undo(self.tr("Decisions thrown away"), undo)

    def _take_back(self) -> None:
        self._culling, self._thrown = self._thrown, None
        self.save_now()
        self._go_on()

    # -- what happens elsewhere ------------------------------------------------------------------

    async def _find_away(self, culling: Culling) -> None:
        there = await still_there(self._parts.history, culling.pictures)
        culling.set_there(there)
        culling.set_away(set(culling.pictures).difference(there))

    def _look_again(self, *_what: object) -> None:
        if self._culling is not None:
            self._start(self._find_changed(self._culling))

    async def _find_changed(self, culling: Culling) -> None:
        before = culling.total
        await self._find_away(culling)
        self._tell_changed(culling, before)

    def _on_tasks_tasks_removed(self, task_ids: Sequence[str]) -> None:
        culling = self._culling
        if culling is not None:
            before = culling.total
            if culling.set_away(task_ids):
                self._tell_changed(culling, before)

    def _on_marks_marks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        culling = self._culling
        if culling is None:
            return
        before = culling.total
        gone = culling.set_away(task.id for task in tasks if not can_be_sorted(task))
        if culling.set_there([task.id for task in tasks if can_be_sorted(task)]) or gone:
            self._tell_changed(culling, before)

    def _tell_changed(self, culling: Culling, before: int) -> None:
        window = self._window
        if window is None or window.culling is not culling:
            return
        if not culling.total:
            self._close_window()
            self._toast.show_message(self._words.gone(before), seconds=READING_SECONDS)
            return
        window.refresh()
        if culling.total < before:
            text = self._words.gone(before - culling.total)
            self._toast.show_message(text, seconds=READING_SECONDS)

    # -- inside ----------------------------------------------------------------------------------

    @property
    def _words(self) -> CullingWords:
        from nanobanana_desktop.ui.culling.words import CullingWords

        return CullingWords()

    def _task_of(self, task_id: str) -> GenerationTask | None:
        return next(iter(self._parts.history.tasks([task_id])), None)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._parts.jobs.start("culling", work)

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.CULL:
            self.begin()
