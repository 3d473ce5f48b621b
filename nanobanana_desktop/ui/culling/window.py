"""The window for sorting out: the question before, the pictures, the question at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nanobanana_desktop.domain.culling import BIN, KEEP, Culling, CullScope
from nanobanana_desktop.ui.culling.bin_list import TaskOf
from nanobanana_desktop.ui.culling.cull_keys import CullStep, step_of
from nanobanana_desktop.ui.culling.deck_page import DeckPage
from nanobanana_desktop.ui.culling.end_card import EndCard
from nanobanana_desktop.ui.culling.pictures_ahead import PicturesAhead
from nanobanana_desktop.ui.culling.start_card import StartCard
from nanobanana_desktop.ui.culling.words import CullingWords
from nanobanana_desktop.ui.ports import PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.card_page import CardPage
from nanobanana_desktop.ui.stage.stage_ground import BLACK, StageGround
from nanobanana_desktop.ui.tab_order import put_in_order
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.widgets.announce import announce

S = CullStep

_SPOKEN: Final = 80
"""Code points of a prompt."""


class CullingWindow(QWidget):
    """Decides in the `Culling` it is given; carrying out and keeping are left to others.

    `task_of` reads one task by id. Esc leads from the pictures to the end, and out from there.

    Signals: `chosen(CullScope)`, `go_on_wanted()`, `throw_away_wanted()`, `take_back_wanted()`,
    `carry_out_wanted()`; `decided()` – after every decision –, `ended()` – the question at the end
    is asked –, `left()` – the person leaves, the decisions stay.
    """

    chosen = Signal(object)
    go_on_wanted = Signal()
    throw_away_wanted = Signal()
    take_back_wanted = Signal()
    carry_out_wanted = Signal()
    decided = Signal()
    ended = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        pictures: PictureSource,
        previews: ThumbnailSource,
        cache: ThumbnailCache,
        task_of: TaskOf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("culling")
        self._task_of = task_of
        self._words = CullingWords(self)
        self._culling: Culling | None = None
        self.letters = True
        """Whether letters and digits act as keys."""
        self.deck = DeckPage(theme, self._words)
        self.start = StartCard(theme, self._words)
        self.end = EndCard(theme, self._words, cache, task_of)
        self._ahead = PicturesAhead(self.deck.picture, pictures, previews, self)
        self._pages = QStackedWidget(self)
        self._start_page, self._end_page = (
            CardPage(theme, card) for card in (self.start, self.end)
        )
        for page in (self._start_page, self.deck, self._end_page):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        for card_page in (self._start_page, self._end_page):
            ground = card_page.widget()
            if isinstance(ground, StageGround):
                ground.set_ground(BLACK)
        put_in_order(self.deck.tab_stops())
        put_in_order(self.end.tab_stops())
        self._connect()
        self.retranslate()

    # -- what others ask -------------------------------------------------------------------------

    @property
    def culling(self) -> Culling | None:
        """What is being sorted out."""
        return self._culling

    @property
    def picture_page(self) -> QWidget:
        """The widget that shows the pictures."""
        return self.deck.picture

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    def ask_to_go_on(self, culling: Culling) -> None:
        self.start.ask_to_go_on(culling)
        self._show_start()

    def ask_what(self, counts: Mapping[CullScope, int], *, can_take_back: bool = False) -> None:
        """See `StartCard.ask_what`."""
        self.start.ask_what(counts, can_take_back=can_take_back)
        self._show_start()

    def begin(self, culling: Culling) -> None:
        """Show the pictures of `culling`, from an undecided one on; the end if there is none."""
        self._culling = culling
        culling.go_on()
        self.deck.retranslate(letters=self.letters)
        if culling.is_complete and culling.decided:
            self.ask_at_the_end()
        else:
            self._show_deck()

    def ask_at_the_end(self) -> None:
        """Say what is to happen, and ask whether it is."""
        if self._culling is None:
            return
        self.end.show_end(self._culling)
        self._pages.setCurrentWidget(self._end_page)
        self._end_page.refit()
        self.end.carry_out.setFocus(Qt.FocusReason.OtherFocusReason)
        told = self._words.end_facts(self._culling)
        announce(self, "\n".join([self._words.end_title(self._culling), *told]))
        self.ended.emit()

    def refresh(self) -> None:
        """Pictures went, or came back."""
        culling = self._culling
        if culling is None or self._pages.currentWidget() is self._start_page:
            return
        if self._pages.currentWidget() is self._end_page:
            self.end.show_end(culling)
            self.ended.emit()
        elif culling.is_complete and culling.decided:
            self.ask_at_the_end()
        else:
            self._show_picture()

    def stop(self) -> None:
        """Nothing is shown any more."""
        self._ahead.stop()
        self._culling = None

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sort out images"))
        self.start.retranslate()
        self.end.retranslate()
        self.deck.retranslate(letters=self.letters)

    def take(self, step: CullStep) -> None:
        """Do what a key or a button says about the picture in view."""
        culling = self._culling
        if culling is None or self._pages.currentWidget() is not self.deck:
            return
        if step is S.END:
            self._end_or_leave(culling)
        elif step is S.ZOOM:
            self.deck.picture.toggle_at_pointer()
        elif step in (S.PREVIOUS, S.NEXT):
            if culling.look(1 if step is S.NEXT else -1):
                self._show_picture()
                self._announce()
        elif step is S.BACK:
            if culling.back():
                self._changed(self.tr("Taken back"))
        else:
            self._decide(culling, step)

    # -- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pages.currentWidget() is self.deck:
            step = step_of(event, letters=self.letters)
            if step is not None:
                self.take(step)
        elif event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh()

    # -- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.deck.step_taken.connect(self.take)
        self.deck.picture.step_requested.connect(self._on_picture_step_requested)
        start, end = self.start, self.end
        start.chosen.connect(self.chosen)
        start.go_on_wanted.connect(self.go_on_wanted)
        start.throw_away_wanted.connect(self.throw_away_wanted)
        start.take_back_wanted.connect(self.take_back_wanted)
        start.cancelled.connect(self.left)
        end.carry_out_wanted.connect(self.carry_out_wanted)
        end.throw_away_wanted.connect(self.throw_away_wanted)
        end.go_on_wanted.connect(self._on_end_go_on_wanted)
        end.list.look_wanted.connect(self._on_list_look_wanted)

    def _decide(self, culling: Culling, step: CullStep) -> None:
        task_id = culling.current
        if step.rating:
            culling.rate(step.rating)
        elif step is S.STAR:
            culling.star()
        else:
            culling.decide(BIN if step is S.BIN else KEEP)
        decision = culling.decision(task_id)
        if decision is not None:
            self._changed(self._words.decision(decision))

    def _changed(self, news: str) -> None:
        self.decided.emit()
        culling = self._culling
        if culling is not None and culling.is_complete:
            announce(self, news)
            self.ask_at_the_end()
            return
        self._show_picture()
        self._announce(news)

    def _show_start(self) -> None:
        self._pages.setCurrentWidget(self._start_page)
        put_in_order(self.start.tab_stops())
        self._start_page.refit()
        self.start.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_deck(self) -> None:
        self._pages.setCurrentWidget(self.deck)
        self._show_picture()
        self.deck.picture.setFocus(Qt.FocusReason.OtherFocusReason)
        self._announce()

    def _show_picture(self) -> None:
        culling = self._culling
        task = None if culling is None else self._task_of(culling.current)
        if culling is None or task is None:
            return
        following = self._task_of(culling.following) if culling.following else None
        self._ahead.show(task, following)
        self.deck.show_state(culling)

    def _announce(self, news: str = "") -> None:
        culling = self._culling
        if culling is None:
            return
        known = culling.decision(culling.current)
        told = [news, shortened(self.deck.picture.accessibleName(), _SPOKEN)]
        told += [
            self._words.progress(culling),
            "" if known is None else self._words.decision(known),
        ]
        announce(self, ". ".join(filter(None, told)))

    def _end_or_leave(self, culling: Culling) -> None:
        """Who decided nothing has nothing to be asked."""
        if culling.decided:
            self.ask_at_the_end()
        else:
            self.left.emit()

    def _on_picture_step_requested(self, distance: int) -> None:
        self.take(S.NEXT if distance > 0 else S.PREVIOUS)

    def _on_end_go_on_wanted(self) -> None:
        if self._culling is not None:
            self._culling.go_on()
            self._show_deck()

    def _on_list_look_wanted(self, task_id: str) -> None:
        if self._culling is not None and self._culling.look_at(task_id):
            self._show_deck()
