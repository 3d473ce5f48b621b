"""The part of the form for reference images: tiles, links, notes and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
)
from nanobanana_desktop.ui.create.reference_strip import ReferenceStrip
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce

if TYPE_CHECKING:
    from nanobanana_desktop.ui.create.link_entry import LinkEntry

_MOST_TROUBLES: Final = 3
"""Sentences about images that cannot be used; of more only the number is told."""


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
        self._troubles: list[tuple[ErrorCase, Mapping[str, str | float]]] = []
        self._asked: dict[int, ReferenceRequest] = {}
        """What was asked for and not answered yet, by ticket."""
        self._former: dict[int, ReferenceItem] = {}
        """What a tile showed that is being replaced, by the ticket of what replaces it."""
        self._label = plain_label(role="label", wrap=True)
        self._count = plain_label(role="meta")
        self.strip = ReferenceStrip(theme, self)
        self._link_entry: LinkEntry | None = None
        self._problem = plain_label(role="error", wrap=True)
        self._problem.hide()
        self._note = plain_label(role="hint", wrap=True)
        self._note.hide()
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._problem)
        self._column.addWidget(self._note)
        self.strip.files_wanted.connect(self.files_wanted)
        self.strip.link_wanted.connect(self.open_link_entry)
        self.strip.preview_requested.connect(self.preview_requested)
        self.strip.folder_requested.connect(self.folder_requested)
        self.strip.replacement_wanted.connect(self.replacement_wanted)
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
        return "" if self._problem.isHidden() else self._problem.text()

    # -- asking for more -------------------------------------------------------------------------

    def request_files(self, paths: Sequence[Path]) -> None:
        self._request([ReferenceRequest(0, path=path) for path in paths])

    def request_links(self, links: Sequence[str]) -> None:
        self._request([ReferenceRequest(0, link=link) for link in links])

    def request_offered(self, offered: Offered) -> None:
        """Take all that is offered but tasks."""
        if offered.files:
            self.request_files(offered.files)
        elif offered.links:
            self.request_links(offered.links)
        elif offered.image is not None:
            self._request([ReferenceRequest(0, image=offered.image)])
        elif offered.encoded:
            self._request([ReferenceRequest(0, encoded=offered.encoded)])
        else:
            self._request([ReferenceRequest(0, data_link=link) for link in offered.data_links])

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
        self._asked.pop(ticket or 0, None)
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
        twin = next((i for i in items if i is not item and _same(i.reference, reference)), None)
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
        self._fill_free_places()
        self._tell()

    def show_problem(
        self, case: ErrorCase, facts: Mapping[str, str | float], ticket: int | None = None
    ) -> None:
        """An image cannot be used. A new one goes again; a known one stays, marked."""
        self._asked.pop(ticket or 0, None)
        items = self.strip.items()
        item = next((i for i in items if i.ticket == ticket), None)
        if item is not None and item.reference is None:
            self._put_back(items, item)
        elif item is not None:
            item.state = ReferenceState.PROBLEM
        self.strip.set_items(items)
        known = {"name": item.name} if item is not None else {}
        self._say(case, {**known, **facts})
        if item is not None:
            self._fill_free_places()
        self._tell()

    def clear_problem(self) -> None:
        self._waiting.clear()
        self._troubles.clear()
        self._show_troubles()

    # -- texts -----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._label.setText(self.tr("Reference images"))
        self.strip.retranslate()
        if self._link_entry is not None:
            self._link_entry.retranslate()
        self._show_state()
        self._show_troubles()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _request(self, wanted: list[ReferenceRequest]) -> None:
        self.clear_problem()
        fresh = []
        for one in wanted:
            twin = self._twin_of(one)
            if twin is None:
                fresh.append(one)
            else:
                self.strip.pulse(twin.ticket)
        self._waiting = fresh
        self._fill_free_places()
        if self._waiting:
            self._say(ErrorCase.TOO_MANY_REFERENCES, {"n": len(self._waiting)})
        self._tell()

    def _say(self, case: ErrorCase, facts: Mapping[str, str | float]) -> None:
        if case is ErrorCase.TOO_MANY_REFERENCES:
            self._unsay(case)
        self._troubles.append((case, facts))
        self._show_troubles()
        announce(self, self._problem.text())

    def _unsay(self, case: ErrorCase) -> None:
        self._troubles = [trouble for trouble in self._troubles if trouble[0] is not case]
        self._show_troubles()

    def _show_troubles(self) -> None:
        if not self._troubles:
            self._problem.hide()
            self._problem.setText("")
            return
        from nanobanana_desktop.ui.create.reference_troubles import trouble_sentences

        self._problem.setText("\n".join(trouble_sentences(self._troubles, _MOST_TROUBLES)))
        self._problem.show()

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
        prepared = [self._prepare(one) for one in begun]
        self.strip.set_items([*items, *(item for item, _ in prepared)])
        if any(case is ErrorCase.TOO_MANY_REFERENCES for case, _ in self._troubles):
            self._say_how_many_wait()
        requests = [r for item, r in prepared if item.state is ReferenceState.PREPARING]
        if requests:
            self._ask(requests)

    def _ask(self, requests: list[ReferenceRequest]) -> None:
        self._asked.update({request.ticket: request for request in requests})
        self.references_requested.emit(requests)

    def _say_how_many_wait(self) -> None:
        if self._waiting:
            self._say(ErrorCase.TOO_MANY_REFERENCES, {"n": len(self._waiting)})
        else:
            self._unsay(ErrorCase.TOO_MANY_REFERENCES)

    def _twin_of(self, wanted: ReferenceRequest) -> ReferenceItem | None:
        """A tile that is known to show the same, before anything was read."""
        known = wanted.reference
        if wanted.link:
            known = Reference(kind=ReferenceKind.LINK, name="", url=wanted.link)
        if known is None:
            return None
        return next((i for i in self.strip.items() if _same(i.reference, known)), None)

    def _prepare(self, wanted: ReferenceRequest) -> tuple[ReferenceItem, ReferenceRequest]:
        ticket = self._take_ticket()
        request = wanted._replace(ticket=ticket)
        known = wanted.reference
        if known is not None:
            ready = known.kind is ReferenceKind.LINK
            state = ReferenceState.READY if ready else ReferenceState.PREPARING
            return ReferenceItem(ticket, known.name, state, known), request
        if wanted.path is not None:
            return ReferenceItem(ticket, wanted.path.name), request
        return ReferenceItem(ticket, wanted.link or self.tr("Pasted image")), request

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
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        items = self.strip.items()
        count = self.tr("{count} of {limit}")
        self._count.setText(count.format(count=len(items), limit=REFERENCE_LIMIT))
        kinds = {i.reference.kind for i in items if i.reference is not None}
        notes: list[str] = []
        if ReferenceKind.FILE in kinds:
            notes.append(
                self.tr("Image files are sent inside the request, made smaller (experimental).")
            )
        if ReferenceKind.LINK in kinds:
            notes.append(self.tr("Links are fetched by the service itself."))
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._label.setMinimumHeight(self._theme.px(20))


def _same(first: Reference | None, second: Reference) -> bool:
    if first is None or first.kind is not second.kind:
        return False
    if second.kind is ReferenceKind.LINK:
        return first.url == second.url
    return first.sha256 == second.sha256
