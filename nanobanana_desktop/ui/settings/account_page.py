"""Settings: the API key and the service's address."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from nanobanana_desktop.errors import ErrorCase, ValidationError
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.key_texts import key_result, offers_session_only, saved_note, store_name
from nanobanana_desktop.ui.labels import set_label_role
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.key_field import KeyField

ParseAddress = Callable[[str], str]
"""Returns the address to use, or raises ValidationError(BAD_BASE_URL)."""


class AccountPage(SettingsPage):
    """Signals: `check_requested(str)`, `session_only_accepted(str)`, `store_retry_requested()`,
    `removal_requested()` – to be confirmed first; `address_chosen(str)` – empty for the default.
    """

    check_requested = Signal(str)
    session_only_accepted = Signal(str)
    store_retry_requested = Signal()
    removal_requested = Signal()
    address_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        default_address: str,
        parse_address: ParseAddress,
        address_is_fixed: bool = False,
        demo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`address_is_fixed`: it was given for this run and cannot be changed here.

        `demo`: there is neither a key nor a service; everything is shown and nothing changed.
        """
        super().__init__(theme, parent)
        self._default_address = default_address
        self._parse_address = parse_address
        self._address_is_fixed = address_is_fixed or demo
        self._demo = demo
        self._was_tried = False
        self._is_asked = False
        """Whether a key was given here: what comes of it is told where it was."""
        self._outcome_due = False
        self._busy = BusySign(self)
        self._address = default_address
        self._state = KeyState(KeyStatus.LOADING)
        self.key_field = KeyField(theme)
        self.check_button = Button(theme, " ")
        self._key_label = self.add_label(buddy=self.key_field.edit)
        self.add_row(self.key_field, self.check_button, first_stretches=True)
        self._result = self.add_label(role="hint")
        self.session_button = Button(theme, " ")
        self.retry_button = Button(theme, " ")
        self.add_row(self.session_button, self.retry_button)
        self._store_hint = self.add_label(role="hint")
        self.address_edit = QLineEdit()
        self.address_edit.setEnabled(not self._address_is_fixed)
        self._address_label = self.add_label(buddy=self.address_edit)
        self.reset_button = Button(theme, " ", kind="quiet")
        self.add_row(self.address_edit, self.reset_button, first_stretches=True)
        self._address_line = self.add_label(role="hint")
        self.add_rest()
        self.remove_button = Button(theme, " ", kind="danger")
        self.add_row(self.remove_button)
        self.key_field.setEnabled(not demo)
        self._connect()
        self.retranslate()
        self._show_address()

    def title(self) -> str:
        return self.tr("Account")

    def show_key_state(self, state: KeyState) -> None:
        checking = state.status is KeyStatus.CHECKING
        self._outcome_due |= self._is_asked and self._state.status is KeyStatus.CHECKING
        self._state = state
        self._was_tried = self._was_tried or checking
        if state.usable and not checking:
            self.key_field.clear()
        self._busy.set_busy(checking)
        self._show_outcome()

    def _show_outcome(self) -> None:
        """A sign that has only just come goes before what came of the check."""
        buttons = (self.check_button, self.session_button, self.retry_button)
        pressed = next((button for button in buttons if button.hasFocus()), None)
        self._show_key()
        if pressed is not None and not (pressed.isVisible() and pressed.isEnabled()):
            # What was pressed is gone or waits; the focus would fall on whatever comes next.
            self.key_field.edit.setFocus()
        if self._outcome_due and not self._is_checking:
            self._outcome_due = self._is_asked = False
            announce(self, self._result.text())

    def _on_asked(self) -> None:
        self._is_asked = True

    @property
    def _is_checking(self) -> bool:
        """As far as the person has seen."""
        return self._state.status is KeyStatus.CHECKING or self._busy.is_shown

    def show_address(self, address: str) -> None:
        """The address in force; the default one when empty."""
        self._address = address or self._default_address
        self._show_address()

    @property
    def result_text(self) -> str:
        return self._result.text()

    @property
    def address_text(self) -> str:
        """What is said below the address."""
        return self._address_line.text()

    def retranslate(self) -> None:
        super().retranslate()
        self._key_label.setText(self.tr("API key"))
        self.session_button.setText(self.tr("Use until I quit"))
        self.retry_button.setText(self.tr("Try again"))
        hint = self.tr("Kept in {store}. It is never written to a file or a log.")
        self._store_hint.setText(hint.format(store=store_name()))
        self._address_label.setText(self.tr("Service address"))
        self.address_edit.setAccessibleName(self.tr("Service address"))
        self.reset_button.setText(self.tr("Use default"))
        self.remove_button.setText(self.tr("Remove key…"))
        self._show_key()
        self._show_address_line()

    def _connect(self) -> None:
        self.key_field.submitted.connect(self._on_check_wanted)
        self.key_field.edited.connect(self._show_key_result)
        self.check_button.clicked.connect(self._on_check_wanted)
        self.session_button.clicked.connect(
            lambda: self.session_only_accepted.emit(self.key_field.key())
        )
        self.retry_button.clicked.connect(self.store_retry_requested)
        for asked in (self.check_requested, self.store_retry_requested):
            asked.connect(self._on_asked)
        self.address_edit.editingFinished.connect(self._on_address_edit_editing_finished)
        self._busy.changed.connect(self._show_outcome)
        self.reset_button.clicked.connect(self._on_reset_button_clicked)
        self.remove_button.clicked.connect(self.removal_requested)

    def _show_key(self) -> None:
        state = self._state
        says_so = self._busy.is_shown
        self.check_button.setText(self.tr("Checking…") if says_so else self.tr("Check and save"))
        self.check_button.setEnabled(not self._is_checking and not self._demo)
        self.remove_button.setEnabled(state.usable and not self._demo)
        self.key_field.show_saved("" if self._demo else saved_note(state))
        self._show_key_result()

    def _show_key_result(self) -> None:
        state = self._state
        no_store = state.status is KeyStatus.STORE_UNAVAILABLE
        # A password store that does not answer is no news before there is a key to keep.
        matters = not no_store or self._was_tried or bool(self.key_field.key())
        tells = matters and not self._busy.is_shown
        text, role = key_result(state) if tells else ("", "hint")
        if self._demo:
            text, role = self.tr("The demo needs no key."), "hint"
        self._result.setText(text)
        set_label_role(self._result, role)
        self._result.setVisible(bool(text))
        for button in (self.session_button, self.retry_button):
            button.setVisible(offers_session_only(state) and matters and not self._demo)
        is_kept = not state.session_only and not (no_store and matters)
        self._store_hint.setVisible(is_kept and not self._demo)

    def _show_address(self) -> None:
        if self._demo:
            self.address_edit.clear()
            self.reset_button.hide()
            self._show_address_line()
            return
        if not self.address_edit.hasFocus() or self.address_edit.text() != self._address:
            self.address_edit.setText(self._address)
            self.address_edit.setCursorPosition(0)
        self.reset_button.setVisible(
            not self._address_is_fixed and self._address != self._default_address
        )
        self._show_address_line()

    def _show_address_line(self, problem: str = "") -> None:
        text = problem
        if self._demo:
            text = self.tr("The demo asks no service: images are drawn on this computer.")
        elif not problem and self._address_is_fixed:
            text = self.tr("Given on the command line for this run.")
        self._address_line.setText(text)
        set_label_role(self._address_line, "error" if problem else "hint")
        self._address_line.setVisible(bool(text))

    def _on_check_wanted(self) -> None:
        key = self.key_field.key()
        if key and self._state.status is not KeyStatus.CHECKING:
            self.check_requested.emit(key)
        else:
            self.key_field.edit.setFocus()

    def _on_address_edit_editing_finished(self) -> None:
        text = self.address_edit.text().strip()
        if not text:
            self._on_reset_button_clicked()
            return
        try:
            address = self._parse_address(text)
        except ValidationError:
            self._show_address_line(error_text(ErrorCase.BAD_BASE_URL).sentence)
            announce(self, self._address_line.text())
            return
        self._show_address_line()
        if address != self._address:
            self.show_address(address)
            self.address_chosen.emit("" if address == self._default_address else address)

    def _on_reset_button_clicked(self) -> None:
        changed = self._address != self._default_address
        self.show_address("")
        if changed:
            self.address_chosen.emit("")
