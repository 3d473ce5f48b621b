"""What the buttons of a card ask for, and the words on them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP


class CardAction(StrEnum):
    """What a button of a card asks for."""

    OPEN_SETTINGS = "open_settings"
    OPEN_ACCOUNT_PAGE = "open_account_page"
    RUN_AGAIN = "run_again"
    SEND = "send"
    SEND_NOW = "send_now"
    CANCEL_TASK = "cancel_task"
    EDIT_PROMPT = "edit_prompt"
    EDIT = "edit"
    EDIT_REFERENCES = "edit_references"
    CHOOSE_MODEL = "choose_model"
    DELETE = "delete"
    CHECK_NOW = "check_now"
    STOP_WAITING = "stop_waiting"
    WATCH_AGAIN = "watch_again"
    ATTACH_ID = "attach_id"
    DISMISS = "dismiss"
    DOWNLOAD_AGAIN = "download_again"
    DOWNLOAD_ANYWAY = "download_anyway"
    COPY_LINK = "copy_link"
    ASK_NEW_LINK = "ask_new_link"
    CHANGE_FOLDER = "change_folder"
    TRY_AGAIN = "try_again"
    LOCATE = "locate"
    REMOVE_FROM_HISTORY = "remove_from_history"
    COPY_DETAILS = "copy_details"
    USE_UNTIL_QUIT = "use_until_quit"
    UNLOCK = "unlock"
    USE_ANOTHER_KEY = "use_another_key"
    REMOVE = "remove"


ACTION_WORDS: Final[Mapping[CardAction, str]] = {
    CardAction.OPEN_SETTINGS: QT_TRANSLATE_NOOP("Errors", "Open settings"),
    CardAction.OPEN_ACCOUNT_PAGE: QT_TRANSLATE_NOOP("Errors", "Open account page"),
    CardAction.RUN_AGAIN: QT_TRANSLATE_NOOP("Errors", "Run again"),
    CardAction.SEND: QT_TRANSLATE_NOOP("Errors", "Send"),
    CardAction.SEND_NOW: QT_TRANSLATE_NOOP("Errors", "Send now"),
    CardAction.CANCEL_TASK: QT_TRANSLATE_NOOP("Errors", "Cancel task"),
    CardAction.EDIT_PROMPT: QT_TRANSLATE_NOOP("Errors", "Edit prompt"),
    CardAction.EDIT: QT_TRANSLATE_NOOP("Errors", "Edit"),
    CardAction.EDIT_REFERENCES: QT_TRANSLATE_NOOP("Errors", "Edit references"),
    CardAction.CHOOSE_MODEL: QT_TRANSLATE_NOOP("Errors", "Choose model"),
    CardAction.DELETE: QT_TRANSLATE_NOOP("Errors", "Delete"),
    CardAction.CHECK_NOW: QT_TRANSLATE_NOOP("Errors", "Check now"),
    CardAction.STOP_WAITING: QT_TRANSLATE_NOOP("Errors", "Stop waiting"),
    CardAction.WATCH_AGAIN: QT_TRANSLATE_NOOP("Errors", "Watch again"),
    CardAction.ATTACH_ID: QT_TRANSLATE_NOOP("Errors", "I have a task ID…"),
    CardAction.DISMISS: QT_TRANSLATE_NOOP("Errors", "Dismiss"),
    CardAction.DOWNLOAD_AGAIN: QT_TRANSLATE_NOOP("Errors", "Download again"),
    CardAction.DOWNLOAD_ANYWAY: QT_TRANSLATE_NOOP("Errors", "Download anyway"),
    CardAction.COPY_LINK: QT_TRANSLATE_NOOP("Errors", "Copy link"),
    CardAction.ASK_NEW_LINK: QT_TRANSLATE_NOOP("Errors", "Ask for a new link"),
    CardAction.CHANGE_FOLDER: QT_TRANSLATE_NOOP("Errors", "Change folder…"),
    CardAction.TRY_AGAIN: QT_TRANSLATE_NOOP("Errors", "Try again"),
    CardAction.LOCATE: QT_TRANSLATE_NOOP("Errors", "Find file…"),
    CardAction.REMOVE_FROM_HISTORY: QT_TRANSLATE_NOOP("Errors", "Remove from history"),
    CardAction.COPY_DETAILS: QT_TRANSLATE_NOOP("Errors", "Copy details"),
    CardAction.USE_UNTIL_QUIT: QT_TRANSLATE_NOOP("Errors", "Use until I quit"),
    CardAction.UNLOCK: QT_TRANSLATE_NOOP("Errors", "Unlock"),
    CardAction.USE_ANOTHER_KEY: QT_TRANSLATE_NOOP("Errors", "Use another key"),
    CardAction.REMOVE: QT_TRANSLATE_NOOP("Errors", "Remove"),
}


def action_word(action: CardAction) -> str:
    return QCoreApplication.translate("Errors", ACTION_WORDS[action])
