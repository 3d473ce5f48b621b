"""Where a person looks for keys and changes them: a list, and below it what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.labels import Role, plain_label, set_label_role
from nanobanana_desktop.ui.shortcuts.filter_line import FilterLine
from nanobanana_desktop.ui.shortcuts.key_capture import KeyCapture
from nanobanana_desktop.ui.shortcuts.key_rules import readable, refusal, refusal_text
from nanobanana_desktop.ui.shortcuts.keymap import Keymap, given, holder, keymap
from nanobanana_desktop.ui.shortcuts.shortcut_rows import ShortcutRows, command_text
from nanobanana_desktop.ui.shortcuts.shortcut_view import ShortcutView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

_LIST_HEIGHT: Final = 220
_SPACING: Final = 8


class ShortcutEditor(QWidget):
    """Shows what it is told and tells what is chosen; a key that is taken is asked about first.

    Signals: `keys_chosen(Keymap)` – the keys of all commands as they are to be.
    """

    keys_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys: Keymap = keymap({})
        self._asked: tuple[Command, tuple[str, ...]] | None = None
        self.filter = FilterLine(theme, self)
        self.rows = ShortcutRows(parent=self)
        self.list = ShortcutView(theme, self.rows, self)
        self.capture = KeyCapture(self)
        self.message = plain_label(role="hint", wrap=True)
        self.change_button = Button(theme, " ")
        self.clear_button = Button(theme, " ")
        self.reset_button = Button(theme, " ")
        self.reset_all_button = Button(theme, " ")
        self.use_button = Button(theme, " ")
        self.cancel_button = Button(theme, " ")
        self._usual = (
            self.change_button,
            self.clear_button,
            self.reset_button,
            self.reset_all_button,
        )
        self._flow = FlowLayout()
        for button in (self.use_button, self.cancel_button, *self._usual):
            self._flow.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.filter, self.list, self.message, self.capture):
            self._column.addWidget(part, 1 if part is self.list else 0)
        self._column.addLayout(self._flow)
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()
        self._end_question()

    def show_keys(self, keys: Keymap) -> None:
        """The keys in force."""
        self._keys = keys
        self._fill()

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Shortcuts"))
        self.change_button.setText(self.tr("Change…"))
        self.clear_button.setText(self.tr("Remove key"))
        self.reset_button.setText(self.tr("Reset"))
        self.reset_all_button.setText(self.tr("Reset all"))
        self.use_button.setText(self.tr("Use here instead"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asked is not None:
            self._give_up()
            return
        super().keyPressEvent(event)

    # -- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._fill)
        self.filter.left.connect(self.list.setFocus)
        self.list.chosen.connect(self._show_chosen)
        self.list.change_wanted.connect(self._begin)
        self.list.clear_wanted.connect(self._on_clear_wanted)
        self.capture.captured.connect(self._on_capture_captured)
        self.capture.given_up.connect(self._on_capture_given_up)
        self.change_button.clicked.connect(self._begin)
        self.clear_button.clicked.connect(self._on_clear_wanted)
        self.reset_button.clicked.connect(self._on_reset_button_clicked)
        self.reset_all_button.clicked.connect(lambda: self._choose(keymap({})))
        self.use_button.clicked.connect(self._on_use_button_clicked)
        self.cancel_button.clicked.connect(self._give_up)

    def _fill(self) -> None:
        current = self.list.current
        self.rows.fill(self._keys, self.filter.text())
        self.list.choose(current)
        if not self.rows.count:
            self._tell(self.tr("No command or key matches this."))

    def _show_chosen(self) -> None:
        """What can be done with the command that is chosen."""
        command = self.list.current
        is_free = command is not None and not COMMANDS[command].fixed
        has_keys = command is not None and bool(self._keys[command])
        is_changed = command is not None and self._keys[command] != COMMANDS[command].keys
        self.change_button.setEnabled(is_free)
        self.clear_button.setEnabled(is_free and has_keys)
        self.reset_button.setEnabled(is_free and is_changed)
        self.reset_all_button.setEnabled(self._keys != keymap({}))
        self._end_question()
        if command is not None and not is_free:
            self._tell(self.tr("This key belongs to text fields and stays as it is."))
        else:
            self._tell(self.tr("Single letters and digits work in the stage and the history."))

    def _begin(self) -> None:
        if not self.change_button.isEnabled():
            return
        for button in self._usual:
            button.hide()
        self._tell(
            self.tr("Press the key for “{command}”. Esc leaves it as it is.").format(
                command=self._current_text()
            ),
            aloud=True,
        )
        self.capture.show()
        self.capture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_capture_captured(self, key: str) -> None:
        command = self.list.current
        if command is None:
            return
        other = holder(key, self._keys)
        reason = refusal(key)
        if reason is not None and key not in COMMANDS[command].keys:
            self._tell(refusal_text(reason, key), role="error", aloud=True)
        elif other is None or other is command:
            self._choose(given(self._keys, command, (key,)))
        elif COMMANDS[other].fixed:
            self._tell(
                self.tr("{key} belongs to “{command}” and stays there.").format(
                    key=readable(key), command=command_text(other)
                ),
                role="error",
                aloud=True,
            )
        else:
            self._ask(command, (key,), key)

    def _ask(self, command: Command, wanted: tuple[str, ...], key: str) -> None:
        """Whether `command` may have the keys it wants, of which another command has `key`."""
        other = holder(key, self._keys)
        if other is None:
            return
        for button in self._usual:
            button.hide()
        self._asked = (command, wanted)
        text = self.tr("{key} belongs to “{command}”, which would have no key any more.")
        if len(self._keys[other]) > 1:
            text = self.tr("{key} belongs to “{command}”.")
        text = text.format(key=readable(key), command=command_text(other))
        self._tell(text, role="warn", aloud=True)
        self.use_button.show()
        self.cancel_button.show()
        self.use_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.capture.hide()

    def _on_use_button_clicked(self) -> None:
        if self._asked is not None:
            self._choose(given(self._keys, *self._asked))

    def _on_clear_wanted(self) -> None:
        command = self.list.current
        if command is not None and self.clear_button.isEnabled():
            self._choose({**self._keys, command: ()})

    def _on_reset_button_clicked(self) -> None:
        """The keys that came with the program; who has one of them now is asked about."""
        command = self.list.current
        if command is None:
            return
        wanted = COMMANDS[command].keys
        taken = [key for key in wanted if holder(key, self._keys) not in (None, command)]
        if taken:
            self._ask(command, wanted, taken[0])
        else:
            self._choose({**self._keys, command: wanted})

    def _choose(self, keys: Keymap) -> None:
        self._end_question()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keys_chosen.emit(keys)

    def _on_capture_given_up(self) -> None:
        if self._asked is None and not self.capture.isHidden():
            self._give_up()

    def _give_up(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._show_chosen()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_question(self) -> None:
        self._asked = None
        for button in self._usual:
            button.show()
        for part in (self.capture, self.use_button, self.cancel_button):
            part.hide()

    def _tell(self, text: str, *, role: Role = "hint", aloud: bool = False) -> None:
        self.message.setText(text)
        set_label_role(self.message, role)
        if aloud:
            announce(self, text)

    def _current_text(self) -> str:
        command = self.list.current
        return command_text(command) if command is not None else ""

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(_SPACING))
        self._flow.set_gaps(px(_SPACING), px(_SPACING))
        self.list.setMinimumHeight(px(_LIST_HEIGHT))
