"""The create pane: the whole form, from the prompt to Generate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import GenerationParams, Reference
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.footer import CreateFooter
from nanobanana_desktop.ui.create.form import CreateForm, FormGap
from nanobanana_desktop.ui.create.form_state import (
    EMPTY_FORM,
    FormState,
    OrderManner,
    form_from_draft,
    form_to_draft,
)
from nanobanana_desktop.ui.create.header import CreateHeader
from nanobanana_desktop.ui.create.send_guard import SendGuard, Verdict
from nanobanana_desktop.ui.formats import ratio_label, resolution_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce

if TYPE_CHECKING:
    from nanobanana_desktop.ui.create.file_choice import FileChoice
    from nanobanana_desktop.ui.create.form_drops import FormDrops

_MINIMUM_WIDTH = 300


class CreatePane(QFrame):
    """Collects an order. It prepares and sends nothing itself.

    Commands with keys are slots for the window's menus: `submit`, `clear`, `focus_prompt`,
    `choose_reference_files`, `paste_reference`.

    Signals: `submitted(GenerationParams, int, OrderManner)`;
    `references_requested(list[ReferenceRequest])` – answer with `add_reference` or
    `show_reference_problem`; `draft_changed()` after every change; `cleared(dict)` with the draft
    that Undo brings back; `blocked_elsewhere()` when the person wants to generate but the reason
    of `set_block_reason` forbids it; `preview_requested(ReferenceItem)` and
    `folder_requested(ReferenceItem)`; `prompt_picture_chosen(Path, bool)` – its prompt and settings
    are wanted, and whether it is a reference image when it tells none –,
    `tasks_dropped(tuple[str, ...], bool, int)` – to be reference images before the tile of that
    ticket, or to be told their prompt.
    """

    submitted = Signal(object, int, object)
    references_requested = Signal(list)
    draft_changed = Signal()
    cleared = Signal(object)
    blocked_elsewhere = Signal()
    preview_requested = Signal(object)
    folder_requested = Signal(object)
    prompt_picture_chosen = Signal(object, bool)
    tasks_dropped = Signal(object, bool, int)

    def __init__(
        self,
        theme: Theme,
        *,
        clock: Callable[[], float] = monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._guard = SendGuard(clock)
        self._block_reason = ""
        self._remark = ""
        self._notice = ""
        self._usual_cost: Callable[[GenerationParams], float | None] | None = None
        self._question_end = QTimer(self)
        self._question_end.setObjectName("same order question")
        self._question_end.setSingleShot(True)
        self._question_end.timeout.connect(self._on_question_end_timeout)
        self._filling = False
        self._previous = EMPTY_FORM
        self.setProperty("surface", "pane")
        self.setAcceptDrops(True)
        self.setObjectName("create pane")
        self.header = CreateHeader(theme, self)
        self._form = CreateForm(theme, self)
        self.prompt = self._form.prompt
        self.references = self._form.references
        self.ratio = self._form.ratio
        self.resolution = self._form.resolution
        self.model = self._form.model
        self.footer = CreateFooter(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._form, 1)
        column.addWidget(self.footer)
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    # -- the form as a value -----------------------------------------------------------------------

    def state(self) -> FormState:
        return FormState(self._form.params(), self.footer.count())

    def draft(self) -> dict[str, object]:
        """The form in plain values that JSON can hold."""
        return form_to_draft(self.state())

    def restore_draft(self, draft: Mapping[str, object]) -> None:
        """Fill the form from `draft()` of any age, or from the undo data of `cleared`."""
        self._set_state(form_from_draft(draft))

    def fill(
        self, params: GenerationParams, count: int = 0, *, keep_references: bool = False
    ) -> dict[str, object]:
        """Replace the form by the settings of a task; returns the draft for Undo.

        `count` 0 leaves the number of images; `keep_references` leaves the reference images as
        they are, those that are being prepared too.
        """
        before = self.draft()
        self._set_state(FormState(params, count or self.footer.count()), keep_references)
        return before

    def clear(self) -> None:
        """Empty prompt and references, keep model, resolution and ratio as chosen."""
        state = self.state()
        if not state.params.prompt and not self.references.strip.items():
            return
        params = replace(state.params, prompt="", references=())
        self._set_state(FormState(params, 1))
        self.prompt.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cleared.emit(form_to_draft(state))

    def reset_to_defaults(self) -> None:
        """Model, resolution, ratio and count as at the first start; the prompt stays."""
        kept = self.state().params
        defaults = EMPTY_FORM.params
        params = replace(defaults, prompt=kept.prompt, references=kept.references)
        self._set_state(FormState(params, 1))

    def swap_with_previous(self) -> None:
        """Exchange the form with what it held before it was last filled or cleared."""
        self._set_state(self._previous)

    def set_custom_models(self, names: Sequence[str]) -> None:
        self.model.set_custom_models(names)

    # -- references --------------------------------------------------------------------------------

    def add_reference(
        self, reference: Reference, thumbnail: QImage | None, ticket: int | None = None
    ) -> None:
        """An image is ready to be sent; see `ReferencesField.add_reference`."""
        self.references.add_reference(reference, thumbnail, ticket)

    def show_reference_problem(
        self, case: ErrorCase, facts: Mapping[str, str | float], ticket: int | None = None
    ) -> None:
        """An image cannot be used; see `ReferencesField.show_problem`."""
        self.references.show_problem(case, facts, ticket)

    def choose_reference_files(self) -> None:
        """Open the file dialog for more reference images."""
        self.choice.choose_references()

    def paste_reference(self, *, any_link: bool = True) -> bool:
        """Take the image on the clipboard as reference; False when there is none.

        `any_link` takes every address for that of an image.
        """
        # An empty clipboard has no data at all, whatever its type says.
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        return mime is not None and self.drops.take(mime, any_link=any_link)

    @cached_property
    def choice(self) -> FileChoice:
        """The dialogs in which files for the form are chosen."""
        # Late: the first paint opens none.
        from nanobanana_desktop.ui.create.file_choice import FileChoice

        choice = FileChoice(self)
        choice.references_chosen.connect(self.references.request_files)
        choice.replacement_chosen.connect(self.references.replace_by_file)
        choice.prompt_chosen.connect(lambda path: self.prompt_picture_chosen.emit(path, False))
        return choice

    @cached_property
    def drops(self) -> FormDrops:
        """What is dropped here, or elsewhere in the window."""
        # Late: nothing is dragged before the first paint.
        from nanobanana_desktop.ui.create.form_drops import FormDrops

        drops = FormDrops(self._theme, self, self._form.prompt, self.references.strip)
        drops.images_dropped.connect(self.references.request_offered)
        drops.picture_dropped.connect(lambda path: self.prompt_picture_chosen.emit(path, True))
        drops.tasks_dropped.connect(self.tasks_dropped)
        return drops

    # -- sending -----------------------------------------------------------------------------------

    def set_block_reason(self, reason: str) -> None:
        """Why nothing can be sent for a cause outside this pane; empty when there is none."""
        if reason != self._block_reason:
            self._block_reason = reason
            self._show_line()

    def set_remark(self, remark: str) -> None:
        """What becomes of an order that is given now, said instead of the summary."""
        if remark != self._remark:
            self._remark = remark
            self._show_line()

    def set_cost_source(self, usual_cost: Callable[[GenerationParams], float | None]) -> None:
        """Who tells what one image of a kind cost lately; `refresh_cost` when it is another."""
        self._usual_cost = usual_cost

    def refresh_cost(self) -> None:
        params = self._form.params()
        cost = self._usual_cost(params) if self._usual_cost is not None else None
        if cost is None:
            self.footer.show_cost("")
            return
        # Nothing is known of the cost before the first paint.
        from nanobanana_desktop.ui.cost_texts import similar_text

        self.footer.show_cost(similar_text(cost, self.footer.count()))

    def submit(self, *, first: bool = False) -> None:
        """What Generate and its key do: send, ask, or lead to the cause that forbids it.

        `first` sends before all that wait.
        """
        if not self.prompt.editor.finish_composing():
            self._show_notice(self.tr("Finish typing first"))
            return
        gap = self._gap()
        if gap is not None:
            self._lead_to(gap)
            return
        state = self.state()
        verdict = self._guard.press(state)
        if verdict is Verdict.ASK:
            self._show_notice(self.tr("Same as the last one. Send again?"))
            self._question_end.start(round(self._guard.seconds_left * 1000))
        elif verdict is not Verdict.TOO_SOON:
            self._question_end.stop()
            self._notice = ""
            self._show_line()
            manner = OrderManner(first, verdict is Verdict.SEND_AGAIN)
            self.submitted.emit(state.params, state.count, manner)

    def ask_again(self, params: GenerationParams, count: int, question: str) -> None:
        """The order repeats another one and was not sent; Generate once more sends it."""
        self._question_end.stop()
        self._guard.ask(FormState(params, count))
        self._show_notice(question)

    def forget_order(self) -> None:
        """The last order was taken back: nothing stands against sending it again."""
        self._guard.forget_order()

    def focus_prompt(self) -> None:
        self.prompt.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- texts -------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Create"))
        self._show_line()
        self.refresh_cost()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    # -- inner workings ----------------------------------------------------------------------------

    def _connect(self) -> None:
        self._form.changed.connect(self._on_field_changed)
        self.footer.count_changed.connect(self._on_field_changed)
        self.footer.generate_pressed.connect(self.submit)
        self.references.references_requested.connect(self.references_requested)
        self.references.files_wanted.connect(self.choose_reference_files)
        self.references.preview_requested.connect(self.preview_requested)
        self.references.folder_requested.connect(self.folder_requested)
        self.references.replacement_wanted.connect(self._on_references_replacement_wanted)
        self.header.clear_requested.connect(self.clear)
        self.header.reset_requested.connect(self.reset_to_defaults)
        self.header.swap_requested.connect(self.swap_with_previous)
        self.header.prompt_picture_wanted.connect(self._on_header_prompt_picture_wanted)

    def _on_references_replacement_wanted(self, ticket: int) -> None:
        self.choice.choose_replacement(ticket)

    def _on_header_prompt_picture_wanted(self) -> None:
        self.choice.choose_for_prompt()

    def _set_state(self, state: FormState, keep_references: bool = False) -> None:
        self._previous = self.state()
        self._filling = True
        self.footer.set_count(state.count)
        self._form.set_params(state.params, keep_references=keep_references)
        self._filling = False
        self._on_field_changed()

    def _gap(self) -> FormGap | None:
        if self._block_reason:
            return FormGap(self._block_reason, None)
        return self._form.first_gap()

    def _lead_to(self, gap: FormGap) -> None:
        announce(self, gap.reason)
        if gap.place is not None:
            gap.place.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._form.ensureWidgetVisible(gap.place)
        else:
            self.blocked_elsewhere.emit()

    def _show_notice(self, text: str) -> None:
        self._notice = text
        self._show_line()
        announce(self, text)

    def _show_line(self) -> None:
        gap = self._gap()
        if self._notice:
            self.footer.show_line(self._notice, role="warn", can_send=gap is None)
        elif gap is not None:
            self.footer.show_line(gap.reason, role="meta", can_send=False)
        else:
            self.footer.show_line(self._remark or self._summary(), can_send=True)

    def _summary(self) -> str:
        count = len(self.references.references())
        if count == 0:
            text = self.tr("{ratio}, {resolution}")
        elif count == 1:
            text = self.tr("{ratio}, {resolution}, 1 reference")
        else:
            text = self.tr("{ratio}, {resolution}, {count} references")
        return text.format(
            ratio=ratio_label(self.ratio.value()),
            resolution=resolution_label(self.resolution.value()),
            count=count,
        )

    def _on_question_end_timeout(self) -> None:
        """The order is no longer a moment ago: a press is a wish again and is not asked about."""
        self._notice = ""
        self._guard.forget_question()
        self._show_line()

    def _on_field_changed(self) -> None:
        if self._filling:
            return
        self._question_end.stop()
        self._notice = ""
        self._guard.forget_question()
        self._show_line()
        self.refresh_cost()
        self.draft_changed.emit()

    def _fit(self) -> None:
        self.setMinimumWidth(self._theme.px(_MINIMUM_WIDTH))
