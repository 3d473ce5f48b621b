"""What the filters of the history get from the services: tags to choose from, saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.search_tags import with_tag_instead
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.marks_service import MarkResult, MarksService
from nanobanana_desktop.services.saved_searches import SavedSearch, SavedSearchService
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.search_panel import SearchPanel
from nanobanana_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from nanobanana_desktop.errors import AppError
    from nanobanana_desktop.ui.details.details_pane import DetailsPane
    from nanobanana_desktop.ui.history.filter_popover import FilterPopover


class SearchWiring(QObject):
    """Nothing is read before the filters are opened."""

    def __init__(
        self,
        panel: SearchPanel,
        searches: SavedSearchService,
        marks: MarksService,
        toast: Toast,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._searches = searches
        self._marks = marks
        self._toast = toast
        self._jobs = jobs
        panel.popover_made.connect(self._on_panel_popover_made)
        panel.popover_opened.connect(self._on_panel_popover_opened)
        self._asked_before: tuple[str, str] | None = None
        """What was searched for before a tag in it was renamed, and since."""
        marks.carried_out.connect(self._on_marks_carried_out)
        searches.removed.connect(self._on_searches_removed)
        searches.full.connect(self._on_searches_full)
        searches.trouble.connect(self._on_searches_trouble)

    def put_into(self, pane: DetailsPane) -> None:
        """Let the details mark what is searched for in the prompt."""
        prompt = pane.one.prompt.value

        def mark() -> None:
            prompt.mark_words(self._panel.query.words)

        self._panel.query_changed.connect(mark)
        mark()

    async def _offer_tags(self, popover: FilterPopover) -> None:
        names = [use.name for use in await self._marks.tags()]
        popover.form.set_known_tags(names)
        popover.saved.show_known_tags(names)

    def _on_panel_popover_made(self, popover: FilterPopover) -> None:
        saved, searches = popover.saved, self._searches
        searches.searches_changed.connect(saved.show_searches)
        saved.save_wanted.connect(searches.save)
        saved.rename_wanted.connect(searches.rename)
        saved.remove_wanted.connect(searches.remove)
        saved.order_wanted.connect(searches.put_in_order)

    def _on_panel_popover_opened(self) -> None:
        self._searches.load()
        self._jobs.start("tags", self._offer_tags(self._panel.popover))

    def _on_marks_carried_out(self, result: MarkResult, taken_back: MarkResult | None) -> None:
        """Who looks at what has a tag goes on doing so under its new name."""
        if not result.change.everywhere or not result.change.add_tags:
            return
        text, panel = self._panel.query.text, self._panel
        if taken_back is None:
            (new_name,) = result.change.add_tags
            new = with_tag_instead(text, result.change.remove_tags, new_name)
            self._asked_before = (text, new)
        elif self._asked_before is not None and self._asked_before[1] == text:
            # And back, or once more.
            new = self._asked_before[0]
            self._asked_before = (text, new)
        else:
            return
        if new != text:
            panel.ask(new, panel.query.sort)

    def _on_searches_removed(self, search: SavedSearch, place: int) -> None:
        text = self.tr("Search “{name}” deleted").format(name=isolated(search.name))
        self._toast.show_undo(text, lambda: self._searches.bring_back(search, place))

    def _on_searches_full(self) -> None:
        text = self.tr("There are too many saved searches. Delete one first.")
        self._toast.show_message(text, seconds=6)

    def _on_searches_trouble(self, error: AppError) -> None:
        self._toast.show_message(error_text(error.case).title, seconds=6)
