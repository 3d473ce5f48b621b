"""The history pane: header, search, filters, and the list of every task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.ui.history.active_tally import ActiveTally
from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.elided_label import ElidedLabel
from nanobanana_desktop.ui.history.kept_selection import KeptSelection
from nanobanana_desktop.ui.history.list_place import ListPlace
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.new_chip import NewChip
from nanobanana_desktop.ui.history.search_panel import SearchPanel
from nanobanana_desktop.ui.history.view import HistoryList
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.ports import HistorySource, HoldView, Prospects
from nanobanana_desktop.ui.tab_order import put_in_order
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import RowAction
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

if TYPE_CHECKING:
    from nanobanana_desktop.ui.task_menu import TaskMenus

ANNOUNCE_MS: Final = 500
COUNTS_MS: Final = 100
"""News come in bursts; the numbers in the filters follow at most so often."""

Flag = QItemSelectionModel.SelectionFlag


class HistoryPane(QWidget):
    """Shows the history and keeps the selection that all views share.

    `show_history` reads the first page. The slots `tasks_added`, `tasks_changed`, `tasks_removed`,
    `set_progress` and `set_holds` take the news of the task service. What a person asks for is
    emitted by the `TaskRequests` that were handed in.

    Signals: `current_changed(object)` – the GenerationTask that is current now, or None –,
    `active_count_changed(int)`, `hide_requested()`.
    """

    current_changed = Signal(object)
    active_count_changed = Signal(int)
    hide_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        source: HistorySource,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        requests: TaskRequests,
        now: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._source = source
        self._thumbnails = thumbnails
        self._requests = requests
        self._tally = ActiveTally()
        self._current_id = ""
        self._announces = False
        self.model = HistoryModel(source, now, self)
        self.keys = TaskKeys(requests)
        self._delegate = HistoryDelegate(theme, thumbnails, ticker, now, self)
        self.list = HistoryList(theme, self.model, self._delegate, ticker, self.keys, self)
        self._delegate.is_selected = self.list.selectionModel().isSelected
        self._kept = KeptSelection(self.model, self.list.selectionModel(), self)
        self.place = ListPlace(theme, self.model, self.list, self)
        self.panel = SearchPanel(theme, self)
        self.search, self.filters = self.panel.field, self.panel.filters
        self._title = plain_label(role="pane")
        self._summary = ElidedLabel("hint")
        self._hide_button = IconButton(theme, "panel-right")
        self._new_chip = NewChip(theme, self.list)
        self._counts_wait = self._single_shot("history counts", COUNTS_MS, self._update_counts)
        self._announce_wait = self._single_shot("search result", ANNOUNCE_MS, self._announce)
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @cached_property
    def menus(self) -> TaskMenus:
        from nanobanana_desktop.ui.task_menu import TaskMenus

        return TaskMenus(
            self._requests,
            self,
            is_missing=self.model.is_file_missing,
            cost=lambda task: self.model.prospects.usual_cost(task.params),
        )

    @property
    def summary(self) -> str:
        """What the header says about active tasks."""
        return self._summary.text()

    @property
    def selection_model(self) -> QItemSelectionModel:
        return self.list.selectionModel()

    # -- what others ask -------------------------------------------------------------------------

    def show_history(self, *, anew: bool = True) -> None:
        """Read the counts and the rows, from the top or with what stays where it is."""
        counts = self._source.counts()
        self.filters.set_counts(counts)
        if counts.active:
            query = HistoryQuery(filter=HistoryFilter.ACTIVE)
            numbers = self._source.first_page(query).numbers
            self._tally.restart([task for _, task in self._source.tasks_at(numbers)])
            self._show_summary()
        self.model.reload(anew=anew)

    def current_task(self) -> GenerationTask | None:
        index = self.list.currentIndex()
        return self.model.task_at(index.row()) if index.isValid() else None

    def selected_tasks(self) -> Sequence[GenerationTask]:
        """What commands act on: the selected tasks, the current one first."""
        return self.list.selected_tasks()

    def select(self, task_id: str) -> bool:
        """Make the task current and bring it into view; False when it is not in the list."""
        row = self.model.row_of(task_id)
        if row is not None:
            self._select_row(row)
        return row is not None

    def step(self, distance: int) -> None:
        """Go to the neighbour in the order shown."""
        row = self.list.currentIndex().row() + distance
        if 0 <= row < self.model.rowCount():
            self._select_row(row)

    def focus_search(self) -> None:
        self.panel.focus_search()

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self._select_row(0)

    # -- news ------------------------------------------------------------------------------------

    def tasks_added(self, tasks: Sequence[GenerationTask]) -> None:
        is_new = not self.list.is_at_top
        self.tasks_changed(tasks)
        if is_new:
            self._new_chip.add(sum(self.model.row_of(task.id) is not None for task in tasks))

    def task_changed(self, task: GenerationTask) -> None:
        self.tasks_changed((task,))

    def tasks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        self.model.tasks_changed(tasks)
        if self._tally.note(tasks):
            self._show_summary()
        if not self._counts_wait.isActive():
            self._counts_wait.start()
        for task in tasks:
            if task.id == self._current_id and self.model.row_of(task.id) is not None:
                self.current_changed.emit(task)

    def tasks_removed(self, task_ids: Sequence[str]) -> None:
        self.model.tasks_removed(task_ids)
        for task_id in task_ids:
            self._thumbnails.forget(task_id)
        self._tally.forget(task_ids)
        self._show_summary()
        self._counts_wait.start()

    def set_progress(self, task_id: str, received: int, total: int | None) -> None:
        self.model.set_progress(task_id, received, total)

    def set_holds(self, hold: HoldView | None) -> None:
        self.model.set_holds(hold)

    def set_prospects(self, prospects: Prospects) -> None:
        self.model.set_prospects(prospects)

    def refresh_rows(self) -> None:
        """What is expected of tasks is something else now, or time went on."""
        self.model.tell_active_rows()
        self.list.viewport().update()

    # -- words -----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._title.setText(self.tr("History"))
        self.list.setAccessibleName(self.tr("History"))
        self._hide_button.set_name(self.tr("Hide history"), self.tr("Hide history (Ctrl+J)"))
        self._show_summary()
        if self.isVisible():
            self._show_page()
        self.list.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._put_tabs_in_reading_order()
        self._show_page()

    # -- inside ----------------------------------------------------------------------------------

    def _select_row(self, row: int) -> None:
        index = self.model.index(row)
        self.selection_model.setCurrentIndex(index, Flag.ClearAndSelect)
        self.list.scrollTo(index)

    def _lay_out(self) -> None:
        self._header = LinedFrame(self._theme, "header")
        self._head = head = QHBoxLayout(self._header)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        head.addWidget(self._hide_button)
        self._above = QVBoxLayout()
        self._above.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(self._above)
        column.addWidget(self.place, 1)
        for part in (self._header, self.panel, self.place):
            # Screen readers are told the children in stacking order.
            part.raise_()

    def _put_tabs_in_reading_order(self) -> None:
        # The order of Tab is that of creation otherwise, and the list comes first there.
        stops = self.panel.tab_stops()
        put_in_order((self._hide_button, *stops, self.list, self._new_chip))

    def _connect(self) -> None:
        self._hide_button.clicked.connect(self.hide_requested)
        self.panel.query_changed.connect(self._on_query_changed)
        self.panel.left.connect(self.focus_list)
        self.filters.letter_pressed.connect(lambda e: self.keys.handle(e, self.selected_tasks()))
        self.panel.stops_changed.connect(self._put_tabs_in_reading_order)
        self._new_chip.clicked.connect(self._on_new_chip_clicked)
        self.list.follow(self._thumbnails)
        self._delegate.button_clicked.connect(self._on_delegate_button_clicked)
        self.list.order_dropped.connect(self._requests.move_before_requested)
        self.list.files_wanted.connect(self._requests.files_wanted)
        self.list.menu_requested.connect(self._on_list_menu_requested)
        self.list.doubleClicked.connect(self._on_list_double_clicked)
        self.list.scrolled.connect(self._on_list_scrolled)
        self.selection_model.currentChanged.connect(self._on_selection_current_changed)
        self.selection_model.selectionChanged.connect(self._on_selection_changed)
        for changed in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            changed.connect(self._show_page)
        self.model.modelReset.connect(self._on_model_reset)
        self.model.listing_changed.connect(self._on_model_listing_changed)
        self.model.listing_failed.connect(self._show_page)
        self.place.action_triggered.connect(self._on_place_action_triggered)
        self.place.clear_filters_triggered.connect(self._on_place_clear_filters_triggered)

    def _fit(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(px(48))
        self._head.setContentsMargins(px(16), 0, px(11), 0)
        self._head.setSpacing(px(12))
        self._above.setContentsMargins(px(12), px(12), px(12), px(9))
        self.setMinimumWidth(px(260))

    def _single_shot(self, name: str, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _show_summary(self) -> None:
        working, queued = self._tally.in_progress, self._tally.queued
        if working and queued:
            text = self.tr("{working} in progress, {queued} queued")
        elif queued:
            text = self.tr("{queued} queued")
        else:
            text = self.tr("{working} in progress") if working else ""
        number = QLocale().toString
        self._summary.setText(text.format(working=number(working), queued=number(queued)))
        self.active_count_changed.emit(working + queued)

    def _show_page(self) -> None:
        """The list or what to say instead of it, and how many there are."""
        self.panel.show_found(self.model.rowCount() if self.model.is_complete else None)
        self.place.refresh()

    def _update_counts(self) -> None:
        # A history that is just being set aside cannot be counted; the next change asks again.
        with suppress(StorageError):
            self.filters.set_counts(self._source.counts())

    def _announce(self) -> None:
        announce(self, "\n".join([self.panel.count.text(), *self.panel.problem_texts]))

    def _on_query_changed(self) -> None:
        query = self.panel.query
        if query == self.model.query:
            return
        self._delegate.set_marked_words(query.words)
        self._announces = bool(query.text)
        # A history that cannot be read yet is shown later, for the same search.
        with suppress(StorageError):
            self.model.set_query(query)

    def _on_model_reset(self) -> None:
        self._new_chip.clear()
        index = self.model.index_of(self._current_id)
        if index.isValid():
            self.selection_model.setCurrentIndex(index, Flag.ClearAndSelect)
        self._kept.restore()

    def _on_model_listing_changed(self) -> None:
        self._show_page()
        if self._announces and self.model.is_complete:
            self._announces = False
            self._announce_wait.start()

    def _on_place_action_triggered(self) -> None:
        if self.search.text():
            self.search.clear_search()
            self.search.setFocus()
        else:
            self.filters.set_value(HistoryFilter.ALL)

    def _on_place_clear_filters_triggered(self) -> None:
        self.panel.clear_filters()
        self.search.setFocus()

    def _on_new_chip_clicked(self) -> None:
        self.list.scrollToTop()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._new_chip.clear()

    def _on_list_scrolled(self) -> None:
        if self.list.is_at_top:
            self._new_chip.clear()

    def _on_delegate_button_clicked(self, task_id: str, action: RowAction) -> None:
        if action is RowAction.RUN_AGAIN:
            self._requests.run_again_requested.emit(task_id)
        elif action is RowAction.DOWNLOAD_AGAIN:
            self._requests.download_again_requested.emit(task_id)
        elif action is RowAction.CANCEL:
            self._requests.stop_watching_requested.emit(task_id)

    def _on_list_menu_requested(self, place: QPoint) -> None:
        tasks = self.selected_tasks()
        if tasks:
            self.menus.menu(tasks, self).popup(place)

    def _on_list_double_clicked(self) -> None:
        task = self.current_task()
        if task is not None:
            self._requests.open_requested.emit(task.id)

    def _on_selection_changed(self) -> None:
        """A screen reader selects a row without making it current; it is looked at all the same."""
        rows = self.list.selected_ranges()
        if len(rows) == 1 and len(rows[0]) == 1 and rows[0].start != self.list.currentIndex().row():
            self.selection_model.setCurrentIndex(self.model.index(rows[0].start), Flag.NoUpdate)

    def _on_selection_current_changed(self) -> None:
        task = self.current_task()
        self._current_id = task.id if task is not None else ""
        self.current_changed.emit(task)
