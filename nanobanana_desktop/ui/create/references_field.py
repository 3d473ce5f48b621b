"""The part of the form for reference images: tiles, links, notes and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import REFERENCE_LIMIT, Reference, ReferenceKind
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.offered import Offered
from nanobanana_desktop.ui.create.reference_items import (
    ReferenceItem,
    ReferenceRequest,
    ReferenceState,
    insert_item,
    item_for,
    same_picture,
)
from nanobanana_desktop.ui.create.reference_notes import notes_on
from nanobanana_desktop.ui.create.reference_strip import ReferenceStrip
from nanobanana_desktop.ui.create.trouble_line import TroubleLine
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce

if TYPE_CHECKING:
    from nanobanana_desktop.ui.create.link_entry import LinkEntry
    from nanobanana_desktop.ui.create.too_large import TooLargeNote


class ReferencesField(QWidget):
    """Holds up to six reference images in order. Images are prepared by somebody else.

    Signals: `references_requested(list[ReferenceRequest])` – answer each ticket with
    `add_reference` or `show_problem`; `changed()`; `files_wanted()`;
    `preview_requested(ReferenceItem)`, `folder_requested(ReferenceItem)`;
    `replacement_wanted(int)` – answer with `replace_by_file` and that ticket.
    """

    references_requested = Signal(list)
    changed = Signal()
    files_wanted = Signal()
    preview_requested = Signal(object)
    folder_requested = Signal(object)
    replacement_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._next_ticket = 1
        self._waiting: list[ReferenceRequest] = []
        """Without a place: they take that of an image that turns out to be a double."""
        self._trouble = TroubleLine()
        self._asked: dict[int, ReferenceRequest] = {}
        """What was asked for and not answered yet, by ticket."""
        self._former: dict[int, ReferenceItem] = {}
        """What a tile showed that is being replaced, by the ticket of what replaces it."""
        self._made_smaller: set[int] = set()
        self._too_large: TooLargeNote | None = None
        self._label = plain_label(role="label", wrap=True)
        self._count = plain_label(role="meta")
        self.strip = ReferenceStrip(theme, self)
        self._link_entry: LinkEntry | None = None
        self._note = plain_label(role="hint", wrap=True)
        self._note.hide()
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._trouble.label)
        self._column.addWidget(self._note)
        self.strip.files_wanted.connect(self.files_wanted)
        self.strip.link_wanted.connect(self.open_link_entry)
        self.strip.preview_requested.connect(self.preview_requested)
        self.strip.folder_requested.connect(self.folder_requested)
        self.strip.replacement_wanted.connect(self.replacement_wanted)
        self.strip.smaller_wanted.connect(lambda ticket: self._make_smaller([ticket]))
        self.strip.items_changed.connect(self._on_strip_items_changed)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    # -- what is there ---------------------------------------------------------------------------

    def references(self) -> tuple[Reference, ...]:
        """Those that are known, in order; images being prepared for the first time are not."""
        return tuple(i.reference for i in self.strip.items() if i.reference is not None)

    def is_preparing(self) -> bool:
        return any(i.state is ReferenceState.PREPARING for i in self.strip.items())

    def has_problem(self) -> bool:
        return any(i.state is ReferenceState.PROBLEM for i in self.strip.items())

    def has_too_large(self) -> bool:
        return any(i.state is ReferenceState.TOO_LARGE for i in self.strip.items())

    def unanswered(self) -> list[ReferenceRequest]:
        """For whoever comes late: a draft is restored before anybody prepares images."""
        tickets = {item.ticket for item in self.strip.items()}
        return [request for ticket, request in self._asked.items() if ticket in tickets]

    @property
    def note_text(self) -> str:
        """How the references travel, empty when there are none."""
        return self._note.text()

    @property
    def problem_text(self) -> str:
        note = self._too_large
        shown = [] if note is None or note.isHidden() else [note.text]
        return "\n".join(filter(None, [*shown, self._trouble.text]))

    # -- asking for more -------------------------------------------------------------------------

    def request_files(self, paths: Sequence[Path], before: int = 0) -> None:
        """`before` is the ticket of a tile; 0 is the end."""
        self._request([ReferenceRequest(0, path=path) for path in paths], before)

    def request_links(self, links: Sequence[str]) -> None:
        self._request([ReferenceRequest(0, link=link) for link in links])

    def request_offered(self, offered: Offered, before: int = 0) -> None:
        """Take all that is offered but tasks; `before` as in `request_files`."""
        wanted = [ReferenceRequest(0, data_link=link) for link in offered.data_links]
        if offered.files:
            wanted = [ReferenceRequest(0, path=path) for path in offered.files]
        elif offered.links:
            wanted = [ReferenceRequest(0, link=link) for link in offered.links]
        elif offered.image is not None:
            wanted = [ReferenceRequest(0, image=offered.image)]
        elif offered.encoded:
            wanted = [ReferenceRequest(0, encoded=offered.encoded)]
        self._request(wanted, before)

    def replace_by_file(self, ticket: int, path: Path) -> None:
        """Another image in the place of one; it comes back when the file cannot be used."""
        items = self.strip.items()
        index = next((i for i, item in enumerate(items) if item.ticket == ticket), None)
        if index is None:
            return
        self.clear_problem()
        request = ReferenceRequest(self._take_ticket(), path=path)
        self._former[request.ticket] = items[index]
        items[index] = ReferenceItem(request.ticket, path.name)
        self.strip.set_items(items)
        self._ask([request])
        self._tell()

    def append_known(self, references: Sequence[Reference]) -> None:
        """Add references that are kept already (Use as reference)."""
        self._request([ReferenceRequest(0, reference=reference) for reference in references])

    def set_references(self, references: Sequence[Reference]) -> None:
        """Replace all by references that are kept already (drafts, Reuse settings)."""
        self.clear_problem()
        self.strip.set_items([])
        self.append_known(references)
        self._tell()

    def open_link_entry(self) -> None:
        # Late: the first paint shows no link.
        from nanobanana_desktop.ui.create.link_entry import LinkEntry

        entry = self._link_entry
        if entry is None:
            entry = LinkEntry(self._theme, self)
            entry.link_given.connect(self._on_link_entry_link_given)
            entry.closed.connect(self._on_link_entry_closed)
            self._column.insertWidget(self._column.indexOf(self.strip) + 1, entry)
            self._link_entry = entry
        entry.show()
        entry.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- answers ---------------------------------------------------------------------------------

    def add_reference(
        self, reference: Reference, thumbnail: QImage | None, ticket: int | None = None
    ) -> None:
        """An image is ready. Without a ticket it is a new one. A double of another tile is dropped.

        Answers for tiles that were removed meanwhile are ignored.
        """
        request = self._asked.pop(ticket or 0, None)
        items = self.strip.items()
        if ticket is None:
            if len(items) >= REFERENCE_LIMIT:
                self.show_problem(ErrorCase.TOO_MANY_REFERENCES, {"n": 1})
                return
            items.append(ReferenceItem(self._take_ticket(), reference.name))
            ticket = items[-1].ticket
        item = next((i for i in items if i.ticket == ticket), None)
        if item is None:
            return
        twin = next(
            (i for i in items if i is not item and same_picture(i.reference, reference)), None
        )
        if twin is not None:
            self._put_back(items, item)
        else:
            self._former.pop(item.ticket, None)
            item.reference, item.name = reference, reference.name
            item.state = ReferenceState.READY
            item.thumbnail = None if thumbnail is None or thumbnail.isNull() else thumbnail
        self.strip.set_items(items)
        if twin is not None:
            self.strip.pulse(twin.ticket)
        elif request is not None and request.smaller:
            self._made_smaller.add(item.ticket)
            announce(self, notes_on([item], self._made_smaller)[0])
        self._fill_free_places()
        self._tell()

    def show_problem(
        self, case: ErrorCase, facts: Mapping[str, str | float], ticket: int | None = None
    ) -> None:
        """An image cannot be used. A new one goes again; a known one stays, marked.

        One that is too large stays too: what is to become of it is for the person to say.
        """
        request = self._asked.pop(ticket or 0, None)
        items = self.strip.items()
        item = next((i for i in items if i.ticket == ticket), None)
        if item is not None and request is not None and case is ErrorCase.REFERENCE_TOO_LARGE:
            self._ensure_too_large().add(item, request, facts)
            self.strip.set_items(items)
            self._tell()
            announce(self, self.problem_text)
            return
        if item is not None and item.reference is None:
            self._put_back(items, item)
        elif item is not None:
            item.state = ReferenceState.PROBLEM
        self.strip.set_items(items)
        known = {"name": item.name} if item is not None else {}
        self._trouble.say(case, {**known, **facts})
        if item is not None:
            self._fill_free_places()
        self._tell()

    def clear_problem(self) -> None:
        self._waiting.clear()
        self._trouble.clear()

    # -- images that are too large ---------------------------------------------------------------

    def _ensure_too_large(self) -> TooLargeNote:
        if self._too_large is None:
            # Late: hardly ever is an image too large.
            from nanobanana_desktop.ui.create.too_large import TooLargeNote

            self._too_large = note = TooLargeNote(self._theme, self)
            note.smaller_wanted.connect(self._make_smaller)
            note.removal_wanted.connect(self._remove_all)
            self._column.insertWidget(self._column.indexOf(self._trouble.label), note)
        return self._too_large

    def _make_smaller(self, tickets: Sequence[int]) -> None:
        items = self.strip.items()
        requests = self._ensure_too_large().begin(items, tickets)
        if requests:
            # The button that was pressed goes.
            self.strip.focus_tile(requests[0].ticket)
            self.strip.set_items(items)
            self._ask(requests)
            self._tell()

    def _remove_all(self, tickets: Sequence[int]) -> None:
        items = self.strip.items()
        for item in [i for i in items if i.ticket in tickets]:
            self._put_back(items, item)
        self.strip.focus_stop().setFocus(Qt.FocusReason.OtherFocusReason)
        self.strip.set_items(items)
        self._fill_free_places()
        self._tell()

    # -- texts -----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._label.setText(self.tr("Reference images"))
        self.strip.retranslate()
        if self._link_entry is not None:
            self._link_entry.retranslate()
        self._show_state()
        self._trouble.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _request(self, wanted: list[ReferenceRequest], before: int = 0) -> None:
        self.clear_problem()
        fresh = []
        for one in wanted:
            twin = self._twin_of(one)
            if twin is None:
                fresh.append(one._replace(before=before))
            else:
                self.strip.pulse(twin.ticket)
        self._waiting = fresh
        self._fill_free_places()
        if self._waiting:
            self._trouble.say(ErrorCase.TOO_MANY_REFERENCES, {"n": len(self._waiting)})
        self._tell()

    def _put_back(self, items: list[ReferenceItem], item: ReferenceItem) -> None:
        """What cannot be used goes; what it was to replace comes back to its place."""
        former = self._former.pop(item.ticket, None)
        index = items.index(item)
        items[index : index + 1] = [] if former is None else [former]

    def _fill_free_places(self) -> None:
        """Begin with what waits, as far as there are places; tell what is left without one."""
        items = self.strip.items()
        room = REFERENCE_LIMIT - len(items)
        begun, self._waiting = self._waiting[:room], self._waiting[room:]
        if not begun:
            return
        asked = [one._replace(ticket=self._take_ticket()) for one in begun]
        for request in asked:
            insert_item(items, item_for(request, self.tr("Pasted image")), request.before)
        self.strip.set_items(items)
        if self._trouble.says(ErrorCase.TOO_MANY_REFERENCES):
            self._say_how_many_wait()
        states = {item.ticket: item.state for item in items}
        requests = [r for r in asked if states[r.ticket] is ReferenceState.PREPARING]
        if requests:
            self._ask(requests)

    def _ask(self, requests: list[ReferenceRequest]) -> None:
        self._asked.update({request.ticket: request for request in requests})
        self.references_requested.emit(requests)

    def _say_how_many_wait(self) -> None:
        if self._waiting:
            self._trouble.say(ErrorCase.TOO_MANY_REFERENCES, {"n": len(self._waiting)})
        else:
            self._trouble.unsay(ErrorCase.TOO_MANY_REFERENCES)

    def _twin_of(self, wanted: ReferenceRequest) -> ReferenceItem | None:
        """A tile that is known to show the same, before anything was read."""
        known = wanted.reference
        if wanted.link:
            known = Reference(kind=ReferenceKind.LINK, name="", url=wanted.link)
        if known is None:
            return None
        return next((i for i in self.strip.items() if same_picture(i.reference, known)), None)

    def _take_ticket(self) -> int:
        self._next_ticket += 1
        return self._next_ticket

    def _on_strip_items_changed(self) -> None:
        self.clear_problem()
        self._tell()

    def _on_link_entry_link_given(self, link: str) -> None:
        if not link.lower().startswith(("https://", "http://")):
            self.show_problem(ErrorCase.REFERENCE_LINK_BAD, {"name": link})
            return
        self._on_link_entry_closed()
        self.request_links([link])
        twin = self._twin_of(ReferenceRequest(0, link=link))
        items = self.strip.items()
        if twin is not None or items:
            self.strip.focus_tile((twin or items[-1]).ticket)

    def _on_link_entry_closed(self) -> None:
        if self._link_entry is not None:
            self._link_entry.edit.clear()
            self._link_entry.hide()
        self.clear_problem()
        self.strip.focus_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if self._too_large is not None:
            self._too_large.show_of(self.strip.items())
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        items = self.strip.items()
        count = self.tr("{count} of {limit}")
        self._count.setText(count.format(count=len(items), limit=REFERENCE_LIMIT))
        notes = notes_on(items, self._made_smaller)
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._label.setMinimumHeight(self._theme.px(20))
