"""Settings: the proxy; its address, and who we are to it, where it is one of the person's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from nanobanana_desktop.domain.settings import ProxyChoice, Settings
from nanobanana_desktop.errors import ErrorCase, ValidationError
from nanobanana_desktop.services.proxy_service import PasswordState
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.labels import Role, plain_label, set_label_role
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.spaced_column import SpacedColumn

ParseProxy = Callable[[str], str]
"""Returns the address to use, or raises ValidationError(BAD_PROXY)."""

_EXAMPLE: Final = "http://127.0.0.1:7890"
_DOTS: Final = "•" * 12
_GAP: Final = 6
_FIELD_GAP: Final = 10


class ProxyFields(QWidget):
    """A choice, and below it the fields that it needs. A changed text holds when it is left.

    Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value;
    `password_chosen(str)`, empty to forget it.
    """

    setting_chosen = Signal(str, object)
    password_chosen = Signal(str)

    def __init__(
        self, theme: Theme, parse_proxy: ParseProxy, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parse_proxy = parse_proxy
        self._settings = Settings()
        self._password_state = PasswordState.NONE
        self.choice_box = Combo(theme, self)
        for choice in ProxyChoice:
            self.choice_box.addItem("", choice.value)
        self.hint = plain_label(role="hint", wrap=True)
        self.own = QWidget(self)
        self.address_edit = QLineEdit(self.own)
        self.address_edit.setPlaceholderText(_EXAMPLE)
        self.address_line = plain_label(role="error", wrap=True)
        self.user_edit = QLineEdit(self.own)
        self.password_edit = QLineEdit(self.own)
        self.password_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_line = plain_label(role="hint", wrap=True)
        self.exceptions_edit = QLineEdit(self.own)
        self._labels = [plain_label(role="secondary") for _ in range(4)]
        self._lay_out(theme)
        self._connect(theme)
        self._fit()
        self.retranslate()
        self.show_settings(self._settings)

    def show_settings(self, settings: Settings) -> None:
        """The settings in force. A field that is being written in is left alone."""
        self._settings = settings
        self.choice_box.setCurrentIndex(self.choice_box.findData(settings.proxy.value))
        for edit, text in (
            (self.address_edit, settings.proxy_address),
            (self.user_edit, settings.proxy_user),
            (self.exceptions_edit, settings.proxy_exceptions),
        ):
            if not edit.hasFocus() and edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        self.own.setVisible(settings.proxy is ProxyChoice.CUSTOM)
        self._show_address_line()
        self._show_password_line()

    def show_password(self, state: PasswordState) -> None:
        self._password_state = state
        if not self.password_edit.isModified():
            self.password_edit.clear()
        self._show_password_line()

    def retranslate(self) -> None:
        self.choice_box.set_name(self.tr("Proxy"))
        self.choice_box.setItemText(0, self.tr("System"))
        self.choice_box.setItemText(1, self.tr("None"))
        self.choice_box.setItemText(2, self.tr("Custom…"))
        self.hint.setText(self.tr("Used for everything that is sent and for every download."))
        names = (
            (self.address_edit, self.tr("Address of the proxy")),
            (self.user_edit, self.tr("User name, if it asks for one")),
            (self.password_edit, self.tr("Password")),
            (self.exceptions_edit, self.tr("Reached directly, separated by commas")),
        )
        for label, (edit, name) in zip(self._labels, names, strict=True):
            label.setText(name)
            edit.setAccessibleName(name)
        self._show_address_line()
        self._show_password_line()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self, theme: Theme) -> None:
        self._column = SpacedColumn(theme, self)
        self._column.addWidget(self.choice_box, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.add_gap(_GAP)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.own)
        self._own_column = SpacedColumn(theme, self.own)
        fields: tuple[tuple[QLineEdit, QWidget | None], ...] = (
            (self.address_edit, self.address_line),
            (self.user_edit, None),
            (self.password_edit, self.password_line),
            (self.exceptions_edit, None),
        )
        for label, (edit, line) in zip(self._labels, fields, strict=True):
            label.setBuddy(edit)
            self._own_column.add_gap(_FIELD_GAP)
            self._own_column.addWidget(label)
            self._own_column.add_gap(_GAP)
            self._own_column.addWidget(edit)
            if line is not None:
                self._own_column.add_gap(_GAP)
                self._own_column.addWidget(line)
        tell_in_order(self._column)
        tell_in_order(self._own_column)

    def _connect(self, theme: Theme) -> None:
        self.choice_box.activated.connect(self._on_choice_box_activated)
        self.address_edit.editingFinished.connect(self._on_address_edit_editing_finished)
        self.user_edit.editingFinished.connect(
            lambda: self._choose("proxy_user", self.user_edit.text().strip())
        )
        self.exceptions_edit.editingFinished.connect(
            lambda: self._choose("proxy_exceptions", self.exceptions_edit.text().strip())
        )
        self.password_edit.editingFinished.connect(self._on_password_edit_editing_finished)
        theme.theme_changed.connect(self._fit)

    def _choose(self, name: str, value: object) -> None:
        if getattr(self._settings, name) != value:
            self.setting_chosen.emit(name, value)

    def _show_address_line(self, problem: str = "") -> None:
        if problem:
            _show_line(self.address_line, problem, "error")
            return
        text = self.tr("Until there is an address, the system's setting holds.")
        _show_line(self.address_line, "" if self._settings.proxy_address else text, "hint")

    def _show_password_line(self) -> None:
        state = self._password_state
        self.password_edit.setPlaceholderText("" if state is PasswordState.NONE else _DOTS)
        text = self.tr("Kept in the system's password store.")
        if state is PasswordState.SESSION_ONLY:
            text = self.tr("The password store did not take it. It is used until you quit.")
        _show_line(self.password_line, text if self._settings.proxy_user else "", "hint")

    def _on_choice_box_activated(self) -> None:
        self._choose("proxy", ProxyChoice(self.choice_box.currentData()))

    def _on_address_edit_editing_finished(self) -> None:
        text = self.address_edit.text().strip()
        try:
            address = self._parse_proxy(text) if text else ""
        except ValidationError:
            self._show_address_line(error_text(ErrorCase.BAD_PROXY).sentence)
            announce(self, self.address_line.text())
            return
        self.address_edit.setText(address)
        self._choose("proxy_address", address)
        self._show_address_line()

    def _on_password_edit_editing_finished(self) -> None:
        if self.password_edit.isModified():
            password = self.password_edit.text()
            self.password_edit.setModified(False)
            self.password_chosen.emit(password)

    def _fit(self) -> None:
        self._column.fit(0, 0, 0, 0)
        self._own_column.fit(0, 0, 0, 0)


def _show_line(line: QLabel, text: str, role: Role) -> None:
    line.setText(text)
    set_label_role(line, role)
    line.setVisible(bool(text))
