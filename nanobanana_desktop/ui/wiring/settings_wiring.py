"""The settings dialog, what it changes, and the look and language that follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import Language, Settings
from nanobanana_desktop.services.key_service import KeyService
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.i18n import Translations, resolved
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.settings_dialog import SettingsDialog
from nanobanana_desktop.ui.theme.theme import MOTIONS, Theme

KEY_PAGE = "https://docs.globalaiopc.com"
"""The vendor's pages; a key is bought there."""


class SettingsWiring(QObject):
    """Makes the dialog when it is first wanted and keeps it up to date."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        translations: Translations,
        settings: SettingsService,
        keys: KeyService,
        images_folder: Callable[[], Path],
        *,
        default_address: str,
        fixed_address: str,
        parse_address: Callable[[str], str],
        demo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._translations = translations
        self._settings = settings
        self._keys = keys
        self._images_folder = images_folder
        self._default_address = default_address
        self._fixed_address = fixed_address
        self._parse_address = parse_address
        self._demo = demo
        self._dialog: SettingsDialog | None = None
        settings.settings_changed.connect(self._on_settings_changed)
        keys.key_changed.connect(self._on_keys_key_changed)

    def connect_card(self, card: KeyCard) -> None:
        """Let the first-run card check, keep and forget keys and choose the language."""
        card.set_language(self._translations.language)
        card.show_state(self._keys.state)
        card.check_requested.connect(self._keys.check_and_save)
        card.session_only_accepted.connect(self._keys.use_until_quit)
        card.store_retry_requested.connect(self._keys.try_store_again)
        card.get_key_requested.connect(lambda: desktop.open_link(KEY_PAGE))
        card.language_chosen.connect(self._on_card_language_chosen)
        self._keys.key_changed.connect(card.show_state)

    def open_page(self, name: str = "") -> None:
        """Show the dialog with one of its pages, by default with the one shown last."""
        if self._dialog is None:
            self._dialog = self._make_dialog()
        self._dialog.open_page(name)

    def open_account_settings(self) -> None:
        """The page where the key is."""
        self.open_page("account")

    def open_account_page(self) -> None:
        """The vendor's page in the browser: top up, look at tasks."""
        desktop.open_link(KEY_PAGE)

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def choose_folder(self) -> None:
        """Let the person choose where new pictures go."""
        dialogs.choose_folder(
            self._window, self._on_dialog_folder_chosen, str(self._images_folder())
        )

    def _make_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(
            self._theme,
            self._settings.settings,
            default_address=self._default_address,
            parse_address=self._parse_address,
            fixed_address=self._fixed_address,
            demo=self._demo,
            parent=self._window,
        )
        dialog.show_key_state(self._keys.state)
        dialog.show_folder(self._images_folder())
        dialog.setting_chosen.connect(self._on_dialog_setting_chosen)
        dialog.check_requested.connect(self._keys.check_and_save)
        dialog.session_only_accepted.connect(self._keys.use_until_quit)
        dialog.store_retry_requested.connect(self._keys.try_store_again)
        dialog.removal_requested.connect(self._on_dialog_removal_requested)
        dialog.folder_chosen.connect(self._on_dialog_folder_chosen)
        dialog.folder_show_requested.connect(lambda: desktop.open_folder(self._images_folder()))
        return dialog

    def _on_dialog_setting_chosen(self, name: str, value: object) -> None:
        self._settings.change(**{name: value})

    def _on_dialog_folder_chosen(self, folder: Path) -> None:
        before = str(self._images_folder())
        if str(folder) == before:
            return
        former = dict.fromkeys((before, *self._settings.settings.former_images_folders))
        former.pop(str(folder), None)
        self._settings.change(images_folder=str(folder), former_images_folders=tuple(former))

    def _on_dialog_removal_requested(self) -> None:
        dialogs.confirm(
            self._dialog or self._window,
            self.tr("Remove the API key from this computer?"),
            self.tr("Tasks under way go on when a key is there again."),
            self.tr("Remove key"),
            self._keys.remove,
        )

    def _on_card_language_chosen(self, language: Language) -> None:
        self._settings.change(language=language)

    def _on_settings_changed(self, settings: Settings) -> None:
        if resolved(settings.language) is not self._translations.language:
            self._translations.use(settings.language)
        self._theme.configure(
            mode=settings.theme.value,
            text_scale=settings.text_size,
            language=self._translations.language.value,
            motion=MOTIONS[settings.motion],
        )
        if self._dialog is not None:
            self._dialog.show_settings(settings)
            self._dialog.show_folder(self._images_folder())

    def _on_keys_key_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.show_key_state(self._keys.state)
