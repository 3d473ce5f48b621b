"""The English texts of the known cases of disk, files and history."""

from __future__ import annotations

from typing import Final, NamedTuple

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

A = CardAction


class Source(NamedTuple):
    """English source texts.

    `timed`, if there is one, and then `plain` replace `body` while a fact that it names is unknown.
    """

    title: str
    body: str
    actions: tuple[CardAction, ...] = ()
    plain: str = ""
    timed: str = ""


DISK_SOURCES: Final = {
    ErrorCase.DISK_FULL: Source(
        QT_TRANSLATE_NOOP("Errors", "There is not enough space to save this image"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{size} is needed on {volume}. Free some space or choose another folder. The image "
            "is safe at the service until {time}.",
        ),
        (A.DOWNLOAD_AGAIN, A.CHANGE_FOLDER),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Free some space or choose another folder. The image is safe at the service for "
            "about 24 hours.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Free some space or choose another folder. The image is safe at the service until "
            "{time}.",
        ),
    ),
    ErrorCase.FOLDER_MISSING: Source(
        QT_TRANSLATE_NOOP("Errors", "The save folder is not available"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "“{folder}” cannot be opened. Connect the drive or choose another folder.",
        ),
        (A.TRY_AGAIN, A.CHANGE_FOLDER),
        QT_TRANSLATE_NOOP(
            "Errors", "It cannot be opened. Connect the drive or choose another folder."
        ),
    ),
    ErrorCase.DATA_FOLDER: Source(
        QT_TRANSLATE_NOOP("Errors", "The data folder cannot be used"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "“{folder}” cannot be made, opened or written. The history and the settings live "
            "there, so the program cannot start.",
        ),
    ),
    ErrorCase.DATA_FOLDER_IN_USE: Source(
        QT_TRANSLATE_NOOP("Errors", "NanoBanana Desktop is running already and does not answer"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It uses the same data folder (process {process} on {host}). End it, then start again.",
        ),
    ),
    ErrorCase.FILE_GONE: Source(
        QT_TRANSLATE_NOOP("Errors", "The image file is not where it was saved"),
        QT_TRANSLATE_NOOP("Errors", "It was moved or deleted outside this app."),
        (A.LOCATE, A.REMOVE_FROM_HISTORY),
    ),
    ErrorCase.PICTURE_UNREADABLE: Source(
        QT_TRANSLATE_NOOP("Errors", "This image cannot be shown"),
        QT_TRANSLATE_NOOP("Errors", "Its file is damaged or cannot be read."),
        (A.REMOVE_FROM_HISTORY, A.COPY_DETAILS),
    ),
    ErrorCase.DATABASE: Source(
        QT_TRANSLATE_NOOP("Errors", "The history could not be written"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Nothing new is sent until it can be. Check that the disk has space and that its "
            "folder can be written.",
        ),
        (A.TRY_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.NEWER_DATABASE: Source(
        QT_TRANSLATE_NOOP("Errors", "This history was written by a newer version"),
        QT_TRANSLATE_NOOP("Errors", "Update the app to use it. Nothing in it was changed."),
        (A.COPY_DETAILS,),
    ),
}
