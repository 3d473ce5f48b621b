"""The settings: pages at the left, everything applies at once, Close is the only button."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.services.key_service import KeyState
from nanobanana_desktop.ui.settings.account_page import AccountPage, ParseAddress
from nanobanana_desktop.ui.settings.advanced_page import AdvancedPage
from nanobanana_desktop.ui.settings.appearance_page import AppearancePage
from nanobanana_desktop.ui.settings.notifications_page import NotificationsPage
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.settings.proxy_fields import ParseProxy
from nanobanana_desktop.ui.settings.saving_page import SavingPage
from nanobanana_desktop.ui.settings.shortcuts_page import ShortcutsPage
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

PAGE_NAMES: Final = (
    "account",
    "saving",
    "appearance",
    "notifications",
    "shortcuts",
    "advanced",
)
_ICONS: Final = ("key-round", "save", "sun", "bell", "keyboard", "settings")
_SIZE: Final = QSize(720, 520)
_LIST_WIDTH: Final = 176


class SettingsDialog(QDialog):
    """Not modal. It shows what it is told and tells what is chosen.

    Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value;
    `check_requested(str)`, `session_only_accepted(str)`, `store_retry_requested()`,
    `removal_requested()` for the key, to be confirmed first; `folder_chosen(Path)`,
    `folder_show_requested()`.
    """

    setting_chosen = Signal(str, object)
    check_requested = Signal(str)
    session_only_accepted = Signal(str)
    store_retry_requested = Signal()
    removal_requested = Signal()
    folder_chosen = Signal(object)
    folder_show_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        default_address: str,
        parse_address: ParseAddress,
        parse_proxy: ParseProxy,
        fixed_address: str = "",
        demo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`fixed_address` was given for this run; it is shown and cannot be changed.

        `demo`: there is no key and no service to change.
        """
        super().__init__(parent)
        self._theme = theme
        self._fixed_address = fixed_address
        self.setObjectName("settings dialog")
        self.account = AccountPage(
            theme,
            default_address=default_address,
            parse_address=parse_address,
            address_is_fixed=bool(fixed_address),
            demo=demo,
        )
        self.saving = SavingPage(theme)
        self.appearance = AppearancePage(theme)
        self.notifications = NotificationsPage(theme)
        self.shortcuts = ShortcutsPage(theme)
        self.advanced = AdvancedPage(theme, parse_proxy)
        self._pages: tuple[SettingsPage, ...] = (
            self.account,
            self.saving,
            self.appearance,
            self.notifications,
            self.shortcuts,
            self.advanced,
        )
        self.page_list = QListWidget()
        self.page_list.setProperty("kind", "pages")
        self._stack = QStackedWidget()
        self._close = Button(theme, " ")
        self._close.clicked.connect(self.close)
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, _SIZE.width(), _SIZE.height())
        self.retranslate()
        self.page_list.setCurrentRow(0)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """The settings in force."""
        self.account.show_address(self._fixed_address or settings.base_url)
        self.saving.show_settings(settings)
        self.appearance.show_settings(settings)
        self.notifications.show_settings(settings)
        self.shortcuts.show_settings(settings)
        self.advanced.show_settings(settings)

    def show_key_state(self, state: KeyState) -> None:
        self.account.show_key_state(state)

    def show_folder(self, folder: Path) -> None:
        """The image folder in force, as a full path."""
        self.saving.show_folder(folder)

    def open_page(self, name: str = "") -> None:
        """Show the dialog with one of `PAGE_NAMES`, or with the page that was shown last."""
        if name:
            self.page_list.setCurrentRow(PAGE_NAMES.index(name))
        was_open = self.isVisible()
        self.show()
        self.raise_()
        self.activateWindow()
        if name or not was_open:
            self.page_list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current_page(self) -> str:
        return PAGE_NAMES[self._stack.currentIndex()]

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.page_list.setAccessibleName(self.tr("Settings pages"))
        for index, page in enumerate(self._pages):
            self.page_list.item(index).setText(page.title())
            page.setAccessibleName(page.title())
        self._close.setText(self.tr("Close"))
        self._fit_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_list()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        for page, icon in zip(self._pages, _ICONS, strict=True):
            self.page_list.addItem(QListWidgetItem(self._theme.icon(icon, "text2"), ""))
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setWidget(page)
            self._stack.addWidget(scroll)
        line = QFrame()
        line.setProperty("surface", "line")
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self._close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addLayout(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.page_list)
        row.addWidget(line)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.page_list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.account.check_requested.connect(self.check_requested)
        self.account.session_only_accepted.connect(self.session_only_accepted)
        self.account.store_retry_requested.connect(self.store_retry_requested)
        self.account.removal_requested.connect(self.removal_requested)
        self.account.address_chosen.connect(self._on_account_address_chosen)
        self.saving.folder_chosen.connect(self.folder_chosen)
        self.saving.folder_show_requested.connect(self.folder_show_requested)
        self.saving.setting_chosen.connect(self.setting_chosen)
        self.appearance.setting_chosen.connect(self.setting_chosen)
        self.notifications.setting_chosen.connect(self.setting_chosen)
        self.shortcuts.setting_chosen.connect(self.setting_chosen)
        self.advanced.setting_chosen.connect(self.setting_chosen)

    def _on_account_address_chosen(self, address: str) -> None:
        self.setting_chosen.emit("base_url", address)

    def _fit_list(self) -> None:
        """As wide as designed, or as the longest name needs."""
        around = self.page_list.width() - self.page_list.viewport().width()
        needed = self.page_list.sizeHintForColumn(0) + around
        self.page_list.setFixedWidth(max(self._theme.px(_LIST_WIDTH), needed))

    def _fit(self) -> None:
        px = self._theme.px
        self._fit_list()
        self.page_list.setIconSize(self._theme.icon_size(16))
        self._foot.setContentsMargins(px(24), px(8), px(24), px(16))
        self.setMinimumSize(px(520), px(360))
