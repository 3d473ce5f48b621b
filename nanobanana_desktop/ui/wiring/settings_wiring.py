"""The settings dialog, what it changes, and the look and language that follow."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import Language, Settings, settings_of_beginning
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.services.proxy_service import PasswordState
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.i18n import resolved
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.theme.theme import CONTRASTS, MOTIONS

if TYPE_CHECKING:
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts

if TYPE_CHECKING:
    from nanobanana_desktop.ui.settings_dialog import SettingsDialog

KEY_PAGE = "https://docs.globalaiopc.com"
"""The vendor's pages; a key is bought there."""


class SettingsWiring(QObject):
    """Makes the dialog when it is first wanted and keeps it up to date."""

    def __init__(self, window: QWidget, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._parts = parts
        self._theme = parts.panes.theme
        self._translations = parts.translations
        self._settings = parts.settings
        self._keys = parts.keys
        self._images_folder = parts.images_folder
        self._before_reset: Settings | None = None
        self._dialog: SettingsDialog | None = None
        parts.settings.settings_changed.connect(self._on_settings_changed)
        parts.keys.key_changed.connect(self._on_keys_key_changed)
        parts.proxies.password_changed.connect(self._on_proxies_password_changed)

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
        self._measure_space()
        self._parts.jobs.start("former folders", self._show_former())

    def open_account_settings(self) -> None:
        """The page where the key is."""
        self.open_page("account")

    def open_folders(self) -> None:
        """The page where the image folders are, also those that are not there."""
        self.open_page("saving")

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
        # Loaded with the first dialog: the start does not wait for its pages.
        from nanobanana_desktop.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(
            self._theme,
            self._settings.settings,
            default_address=self._parts.default_address,
            parse_address=self._parts.parse_address,
            parse_proxy=self._parts.parse_proxy,
            fixed_address=self._parts.fixed_address,
            demo=self._parts.demo,
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
        dialog.saving.former.given_up.connect(self._on_former_given_up)
        advanced = dialog.advanced
        advanced.proxy.show_password(self._parts.proxies.password_state)
        advanced.proxy.password_chosen.connect(self._parts.proxies.set_password)
        advanced.offer_updates(self._parts.updates.available)
        dialog.shortcuts.leave_out(self._parts.panes.actions.hidden)
        advanced.reset_requested.connect(self._on_advanced_reset_requested)
        advanced.reset_undone.connect(self._on_advanced_reset_undone)
        save = self._parts.panes.actions[Command.SAVE_DIAGNOSTICS]
        advanced.diagnostics_requested.connect(save.trigger)
        return dialog

    def _measure_space(self) -> None:
        self._parts.jobs.start("free space", self._show_space(self._images_folder()))

    async def _show_space(self, folder: Path) -> None:
        free = await self._parts.free_space()
        if self._dialog is not None and folder == self._images_folder():
            self._dialog.saving.show_free_space(free)

    async def _show_former(self) -> None:
        from nanobanana_desktop.ui.settings.former_folders import FormerFolder

        try:
            held = await self._parts.trash.held()
        except StorageError:
            return
        settings = self._settings.settings
        given_up = set(map(Path, settings.gone_images_folders))
        former = list(map(Path, settings.former_images_folders))
        gone = await self._parts.workers.run(lambda: [f for f in former if not f.is_dir()])
        folders = [FormerFolder(folder, folder in given_up, held.tasks) for folder in gone]
        if self._dialog is not None:
            self._dialog.saving.show_former(folders)

    def _on_former_given_up(self, folder: Path, given_up: bool) -> None:
        gone = dict.fromkeys(self._settings.settings.gone_images_folders)
        gone.pop(str(folder), None)
        if given_up:
            gone[str(folder)] = None
        self._settings.change(gone_images_folders=tuple(gone))

    def _on_dialog_setting_chosen(self, name: str, value: object) -> None:
        self._settings.change(**{name: value})

    def _on_advanced_reset_requested(self) -> None:
        before = self._settings.settings
        self._change_to(settings_of_beginning(before))
        self._before_reset = before
        self._show_reset()

    def _on_advanced_reset_undone(self) -> None:
        before, self._before_reset = self._before_reset, None
        if before is not None:
            self._change_to(before)

    def _change_to(self, settings: Settings) -> None:
        self._settings.change(**{f.name: getattr(settings, f.name) for f in fields(settings)})

    def _show_reset(self) -> None:
        if self._dialog is not None:
            self._dialog.advanced.show_reset(self._before_reset is not None)

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
            contrast=CONTRASTS[settings.contrast],
        )
        # What is chosen after a reset must not be undone with it.
        self._before_reset = None
        if self._dialog is not None:
            self._dialog.show_settings(settings)
            if self._dialog.saving.folder != self._images_folder():
                self._dialog.saving.show_free_space(None)
                self._dialog.show_folder(self._images_folder())
                self._measure_space()
            self._parts.jobs.start("former folders", self._show_former())
        self._show_reset()

    def _on_proxies_password_changed(self, state: PasswordState) -> None:
        if self._dialog is not None:
            self._dialog.advanced.proxy.show_password(state)

    def _on_keys_key_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.show_key_state(self._keys.state)
