"""The card of the first run: language, API key, and nothing else in the way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.i18n import LANGUAGE_NAMES
from nanobanana_desktop.ui.key_texts import key_result, offers_session_only, saved_note, store_name
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout
from nanobanana_desktop.ui.widgets.key_field import KeyField
from nanobanana_desktop.ui.widgets.spaced_column import SpacedColumn
from nanobanana_desktop.ui.widgets.spinner import Spinner

_WIDTH = 460
_ICON = 44


class AppGlyph(QWidget):
    """The program's icon, for the eye only."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        edge = self._theme.px(_ICON)
        return QSize(edge, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        pixmap = self._theme.pixmap("app", "text", self.width(), self.devicePixelRatioF())
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(0, 0), pixmap)


class KeyCard(QFrame):
    """Asks for the key; whoever owns the card checks and stores it and calls `show_state`.

    Signals: `check_requested(str)` with a cleaned, non-empty key; `session_only_accepted(str)`
    with the key typed, empty when it was checked before,
    `store_retry_requested()`; `get_key_requested()` – open the service's page;
    `language_chosen(Language)`.
    """

    check_requested = Signal(str)
    session_only_accepted = Signal(str)
    store_retry_requested = Signal()
    get_key_requested = Signal()
    language_chosen = Signal(object)

    def __init__(self, theme: Theme, *, store: str = "", parent: QWidget | None = None) -> None:
        """`store` names the password store inside a sentence; by default that of this system."""
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._state = KeyState(KeyStatus.MISSING)
        self._was_tried = False
        self._is_asked = False
        """Whether a key was given here: what comes of it is told where it was."""
        self._outcome_due = False
        self._busy = BusySign(self)
        self.setProperty("surface", "card")
        self.setObjectName("key card")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.language_box = Combo(theme, self)
        for language, name in LANGUAGE_NAMES.items():
            self.language_box.addItem(name, language)
        self._title = plain_label(role="welcome", wrap=True)
        self._body = plain_label(role="secondary", wrap=True)
        self._label = plain_label(role="label")
        self.key_field = KeyField(theme, self)
        self._label.setBuddy(self.key_field.edit)
        self._result = plain_label(role="hint", wrap=True)
        self._result.hide()
        self.check_button = Button(theme, " ", kind="primary")
        self._spinner = Spinner(theme, 14, self.check_button)
        self._spinner.hide()
        self.get_key_button = Button(theme, " ", kind="link", icon="external-link", gap=7)
        self.session_button = Button(theme, " ")
        self.retry_button = Button(theme, " ")
        self._hint = plain_label(role="hint", wrap=True)
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()
        self._show_trouble_buttons()

    def sizeHint(self) -> QSize:
        """As high as the wrapped texts need."""
        return QSize(self._theme.px(_WIDTH), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """The width is fixed: a layout around must not ask for the height at another one."""
        return False

    def set_language(self, language: Language) -> None:
        """Preselect without telling anybody."""
        self.language_box.blockSignals(True)
        self.language_box.setCurrentIndex(self.language_box.findData(language))
        self.language_box.blockSignals(False)

    def focus_key(self) -> None:
        self.key_field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: KeyState) -> None:
        """What came of the check; the key typed stays until it was accepted."""
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
        self._show_checking()
        self._show_result()
        self._show_trouble_buttons()
        if pressed is not None and not (pressed.isVisible() and pressed.isEnabled()):
            self.focus_key()
        if self._outcome_due and not self._is_checking:
            self._outcome_due = self._is_asked = False
            # What came of a key that was taken is told by others when the card is gone.
            if self.isVisible():
                announce(self, self._result.text())

    def _on_asked(self) -> None:
        self._is_asked = True

    @property
    def _is_checking(self) -> bool:
        """As far as the person has seen."""
        return self._state.status is KeyStatus.CHECKING or self._busy.is_shown

    @property
    def result_text(self) -> str:
        return "" if self._result.isHidden() else self._result.text()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Add your API key to start"))
        self.language_box.set_name(self.tr("Language"))
        self._title.setText(self.tr("Add your API key to start"))
        body = self.tr(
            "NanoBanana Desktop sends your prompts to the image service with your own key. "
            "The key is kept in {store}, not in a file."
        )
        self._body.setText(body.format(store=self._store or store_name()))
        self._label.setText(self.tr("API key"))
        self.get_key_button.setText(self.tr("Get an API key"))
        self.session_button.setText(self.tr("Use until I quit"))
        self.retry_button.setText(self.tr("Try again"))
        self._hint.setText(self.tr("You can look around and browse existing images without a key."))
        self._show_checking()
        self._show_result()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(AppGlyph(self._theme, self), 0, Qt.AlignmentFlag.AlignTop)
        self._head.addStretch(1)
        self._head.addWidget(self.language_box, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.check_button)
        self._buttons.addWidget(self.get_key_button)
        self._trouble = QWidget(self)
        self._trouble_row = FlowLayout(self._trouble)
        self._trouble_row.addWidget(self.session_button)
        self._trouble_row.addWidget(self.retry_button)
        self._spinner_place = QHBoxLayout(self.check_button)
        self._spinner_place.addWidget(self._spinner, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = SpacedColumn(self._theme, self)
        self._column.addLayout(self._head)
        for gap, item in (
            (13, self._title),
            (9, self._body),
            (17, self._label),
            (9, self.key_field),
            (7, self._result),
        ):
            self._column.add_gap(gap)
            self._column.addWidget(item)
        self._column.addWidget(self._trouble)
        self._column.add_gap(8)
        self._column.addLayout(self._buttons)
        self._column.add_gap(15)
        self._column.addWidget(self._hint)

    def _connect(self) -> None:
        self.key_field.submitted.connect(self._on_check_wanted)
        self.key_field.edited.connect(self._on_key_field_edited)
        self.check_button.clicked.connect(self._on_check_wanted)
        self.get_key_button.clicked.connect(self.get_key_requested)
        self.session_button.clicked.connect(self._on_session_wanted)
        self.retry_button.clicked.connect(self.store_retry_requested)
        for asked in (self.check_requested, self.store_retry_requested):
            asked.connect(self._on_asked)
        self._busy.changed.connect(self._show_outcome)
        self.language_box.activated.connect(self._on_language_box_activated)

    def _show_checking(self) -> None:
        self.key_field.show_saved(saved_note(self._state))
        says_so = self._busy.is_shown
        if says_so:
            self.check_button.setMinimumWidth(self.check_button.width())
        self.check_button.setText(self.tr("Checking…") if says_so else self.tr("Check and save"))
        self.check_button.setEnabled(not self._is_checking)
        self._spinner.setVisible(says_so)

    def _show_result(self) -> None:
        tells = self._trouble_matters() and not self._busy.is_shown
        text, role = key_result(self._state) if tells else ("", "hint")
        self._result.setText(text)
        set_label_role(self._result, role)
        self._result.setVisible(bool(text))

    def _show_trouble_buttons(self) -> None:
        self._trouble.setVisible(offers_session_only(self._state) and self._trouble_matters())

    def _trouble_matters(self) -> bool:
        """A password store that does not answer is no news before there is a key to keep."""
        unavailable = self._state.status is KeyStatus.STORE_UNAVAILABLE
        return not unavailable or self._was_tried or bool(self.key_field.key())

    def _on_check_wanted(self) -> None:
        key = self.key_field.key()
        if self._state.status is KeyStatus.CHECKING:
            return
        if key:
            self.check_requested.emit(key)
            return
        self._result.setText(self.tr("Paste or type your key first."))
        set_label_role(self._result, "error")
        self._result.show()
        announce(self, self._result.text())
        self.focus_key()

    def _on_session_wanted(self) -> None:
        self.session_only_accepted.emit(self.key_field.key())

    def _on_key_field_edited(self) -> None:
        if offers_session_only(self._state):
            self._show_result()
            self._show_trouble_buttons()
        else:
            self._result.hide()

    def _on_language_box_activated(self) -> None:
        self.language_chosen.emit(self.language_box.currentData())

    def _fit(self) -> None:
        px = self._theme.px
        self._column.fit(30, 28, 30, 26)
        self._buttons.set_gaps(px(13), px(6))
        self._trouble_row.set_gaps(px(8), px(6))
        self._trouble_row.setContentsMargins(0, px(8), 0, px(4))
        self._spinner_place.setContentsMargins(px(10), 0, 0, 0)
        self.language_box.setMinimumWidth(px(124))
        self.setFixedWidth(px(_WIDTH))
        self.updateGeometry()
