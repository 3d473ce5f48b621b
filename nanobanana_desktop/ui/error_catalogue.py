"""The English texts of every known case, and what can be done about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.error_catalogue_disk import DISK_SOURCES, Source
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

A = CardAction


SOURCES: Final[Mapping[ErrorCase, Source]] = {
    ErrorCase.INVALID_KEY: Source(
        QT_TRANSLATE_NOOP("Errors", "The service did not accept your API key"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It may be mistyped, expired or switched off. Check the key in Settings; this task "
            "was not started.",
        ),
        (A.OPEN_SETTINGS, A.COPY_DETAILS),
    ),
    ErrorCase.KEY_MISSING: Source(
        QT_TRANSLATE_NOOP("Errors", "There is no API key yet"),
        QT_TRANSLATE_NOOP("Errors", "Add an API key in Settings; this task waits until then."),
        (A.OPEN_SETTINGS, A.DELETE),
    ),
    ErrorCase.BALANCE: Source(
        QT_TRANSLATE_NOOP("Errors", "Your balance is too low for this task"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Top up your account at the service, then run it again. Nothing was generated.",
        ),
        (A.OPEN_ACCOUNT_PAGE, A.RUN_AGAIN),
    ),
    ErrorCase.BALANCE_USED_UP: Source(
        QT_TRANSLATE_NOOP("Errors", "Your balance at the service is used up"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Top up your account at the service. This task waits and is tried again by itself.",
        ),
        (A.SEND_NOW, A.OPEN_ACCOUNT_PAGE, A.CANCEL_TASK),
    ),
    ErrorCase.RATE_LIMITED: Source(
        QT_TRANSLATE_NOOP("Errors", "The service asked us to slow down"),
        QT_TRANSLATE_NOOP("Errors", "This task waits and is sent automatically at {time}."),
        (A.SEND_NOW, A.CANCEL_TASK),
        QT_TRANSLATE_NOOP("Errors", "This task waits and is sent automatically in a moment."),
    ),
    ErrorCase.CONTENT: Source(
        QT_TRANSLATE_NOOP("Errors", "The service declined this prompt"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Its content rules did not allow this request. Nothing was generated. Change the "
            "prompt or the reference images, then run it again as a new task.",
        ),
        (A.EDIT_PROMPT, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.BAD_REQUEST: Source(
        QT_TRANSLATE_NOOP("Errors", "The service did not accept these settings"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Nothing was generated. Change the prompt, the model or the references, then run it "
            "again as a new task.",
        ),
        (A.EDIT_PROMPT, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.MODEL_UNAVAILABLE: Source(
        QT_TRANSLATE_NOOP("Errors", "This model is not available at the service"),
        QT_TRANSLATE_NOOP("Errors", "Choose another model and run it again."),
        (A.CHOOSE_MODEL, A.RUN_AGAIN),
    ),
    ErrorCase.REFERENCE_REFUSED: Source(
        QT_TRANSLATE_NOOP("Errors", "The service could not use a reference image"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Image {n} could not be fetched or read by the service. Replace it and run again.",
        ),
        (A.EDIT_REFERENCES, A.COPY_DETAILS),
        QT_TRANSLATE_NOOP(
            "Errors",
            "An image could not be fetched or read by the service. Replace it and run again.",
        ),
    ),
    ErrorCase.NOT_SENT: Source(
        QT_TRANSLATE_NOOP("Errors", "This task was not sent"),
        QT_TRANSLATE_NOOP(
            "Errors", "There was no connection, so nothing was charged. It is kept here."
        ),
        (A.SEND, A.EDIT, A.DELETE),
    ),
    ErrorCase.NETWORK_LOST: Source(
        QT_TRANSLATE_NOOP("Errors", "The connection was lost while waiting"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The service keeps working. Checking resumes by itself when you are online.",
        ),
        (A.CHECK_NOW,),
    ),
    ErrorCase.NO_CERTIFICATES: Source(
        QT_TRANSLATE_NOOP("Errors", "This system has no certificates"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Without them no secure connection can be made. Install the package ca-certificates, "
            "or name a file of certificates in SSL_CERT_FILE, then start the app again.",
        ),
        (A.COPY_DETAILS,),
    ),
    ErrorCase.NOT_CONFIRMED: Source(
        QT_TRANSLATE_NOOP("Errors", "It is not certain that the service got this task"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The connection broke while it was being sent. It may have been accepted and "
            "charged, so it is not sent again by itself. Check your task list at the service "
            "before running it again.",
        ),
        (A.ATTACH_ID, A.RUN_AGAIN, A.DISMISS),
    ),
    ErrorCase.SLOW: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Still working after {minutes} min. Checking continues."),
        (A.CHECK_NOW, A.STOP_WAITING),
    ),
    ErrorCase.OTHER_ADDRESS: Source(
        QT_TRANSLATE_NOOP("Errors", "This task was sent to another service address"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It goes on by itself once that address is set again. Results stay at the service "
            "for about 24 hours.",
        ),
        (A.OPEN_SETTINGS, A.STOP_WAITING),
    ),
    ErrorCase.SERVICE_TIMEOUT: Source(
        QT_TRANSLATE_NOOP("Errors", "The service took too long and gave up"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It reported a time-out. Try again later, with a smaller resolution or fewer "
            "references.",
        ),
        (A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.SERVICE_FAULT: Source(
        QT_TRANSLATE_NOOP("Errors", "The service had a problem"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It answered with an error that says nothing useful to you. Try again in a few "
            "minutes.",
        ),
        (A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.NOT_THE_SERVICE: Source(
        QT_TRANSLATE_NOOP("Errors", "Something else answered instead of the service"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The answer was not the service's. Check the service address in Settings, and "
            "whether this network asks you to sign in.",
        ),
        (A.OPEN_SETTINGS, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.REMOTE_GONE: Source(
        QT_TRANSLATE_NOOP("Errors", "The service no longer knows this task"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It was accepted, and then the service could not find it any more. It may have been "
            "charged. Checking again is free.",
        ),
        (A.CHECK_NOW, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.NO_PICTURE: Source(
        QT_TRANSLATE_NOOP("Errors", "The service finished without an image"),
        QT_TRANSLATE_NOOP(
            "Errors", "It reported that the task is complete but sent no image. Checking is free."
        ),
        (A.CHECK_NOW, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.DOWNLOAD_FAILED: Source(
        QT_TRANSLATE_NOOP("Errors", "The image is ready but could not be downloaded"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It stays available at the service until {time}. Downloading again is free.",
        ),
        (A.DOWNLOAD_AGAIN, A.COPY_LINK),
        QT_TRANSLATE_NOOP(
            "Errors",
            "It stays available at the service for about 24 hours. Downloading again is free.",
        ),
    ),
    ErrorCase.LINK_EXPIRED: Source(
        QT_TRANSLATE_NOOP("Errors", "The download link has expired"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The service keeps finished images for about 24 hours, and this one was not "
            "downloaded in time.",
        ),
        (A.ASK_NEW_LINK, A.RUN_AGAIN),
    ),
    ErrorCase.LINK_BROKEN: Source(
        QT_TRANSLATE_NOOP("Errors", "The download link does not work"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The service was asked for a new one and gave the same again. Asking is free.",
        ),
        (A.ASK_NEW_LINK, A.RUN_AGAIN, A.COPY_DETAILS),
    ),
    ErrorCase.LINK_REFUSED: Source(
        QT_TRANSLATE_NOOP("Errors", "The download link was not opened"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The service sent a link that is not safe to follow. Asking for a new one is free.",
        ),
        (A.ASK_NEW_LINK, A.COPY_DETAILS),
    ),
    ErrorCase.RESULT_BAD: Source(
        QT_TRANSLATE_NOOP("Errors", "What was downloaded is not a whole image"),
        QT_TRANSLATE_NOOP("Errors", "It was put aside. Downloading again is free."),
        (A.DOWNLOAD_AGAIN, A.COPY_LINK, A.COPY_DETAILS),
    ),
    ErrorCase.KEYRING_UNAVAILABLE: Source(
        QT_TRANSLATE_NOOP("Errors", "The system password store is not available"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{store} did not answer. The key can be used until you quit, but it will not be "
            "remembered.",
        ),
        (A.USE_UNTIL_QUIT, A.TRY_AGAIN),
        QT_TRANSLATE_NOOP(
            "Errors", "The key can be used until you quit, but it will not be remembered."
        ),
    ),
    ErrorCase.KEYRING_LOCKED: Source(
        QT_TRANSLATE_NOOP("Errors", "The system password store is locked"),
        QT_TRANSLATE_NOOP("Errors", "Unlock it to use your saved key."),
        (A.UNLOCK, A.USE_ANOTHER_KEY),
    ),
    ErrorCase.KEY_TOO_LONG: Source(
        QT_TRANSLATE_NOOP("Errors", "This key is too long for the system password store"),
        QT_TRANSLATE_NOOP(
            "Errors", "Check that only the key was pasted. It can be used until you quit."
        ),
        (A.USE_UNTIL_QUIT,),
    ),
    ErrorCase.EMPTY_PROMPT: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Write a prompt first."),
    ),
    ErrorCase.PROMPT_TOO_LONG: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Shorten the prompt by {n} characters"),
        (),
        QT_TRANSLATE_NOOP("Errors", "Shorten the prompt"),
    ),
    ErrorCase.REFERENCE_TOO_LARGE: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "“{name}” is {size}. Images up to {limit} can be sent."),
        (A.REMOVE,),
        QT_TRANSLATE_NOOP("Errors", "A reference image is too large to be sent."),
    ),
    ErrorCase.REFERENCE_NOT_REDUCED: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "“{name}” could not be made small enough."),
        (A.REMOVE,),
        QT_TRANSLATE_NOOP("Errors", "A reference image could not be made small enough."),
    ),
    ErrorCase.REFERENCE_UNREADABLE: Source(
        "",
        QT_TRANSLATE_NOOP(
            "Errors", "“{name}” is not an image this app can read (PNG, JPEG, WebP)."
        ),
        (A.REMOVE,),
        QT_TRANSLATE_NOOP(
            "Errors", "A reference is not an image this app can read (PNG, JPEG, WebP)."
        ),
    ),
    ErrorCase.REFERENCE_IS_FOLDER: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "“{name}” is a folder. Add the images in it instead."),
        (),
        QT_TRANSLATE_NOOP("Errors", "This is a folder. Add the images in it instead."),
    ),
    ErrorCase.REFERENCE_LINK_BAD: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Use a public image link that starts with https://"),
        (A.REMOVE,),
    ),
    ErrorCase.TOO_MANY_REFERENCES: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Only 6 reference images fit. {n} were not added."),
        (),
        QT_TRANSLATE_NOOP("Errors", "Only 6 reference images fit."),
    ),
    ErrorCase.BAD_BASE_URL: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Use an address that starts with https://"),
        (A.OPEN_SETTINGS,),
    ),
    ErrorCase.BAD_PROXY: Source(
        "",
        QT_TRANSLATE_NOOP(
            "Errors",
            "Use an address with a port, like http://127.0.0.1:7890 or socks5://127.0.0.1:1080",
        ),
        (A.OPEN_SETTINGS,),
    ),
    ErrorCase.MODEL_NAME_MISSING: Source(
        "",
        QT_TRANSLATE_NOOP("Errors", "Enter the name of a model."),
    ),
    ErrorCase.UNKNOWN: Source(
        QT_TRANSLATE_NOOP("Errors", "This task ended in an unexpected way"),
        QT_TRANSLATE_NOOP("Errors", "Copy the details when you report it."),
        (A.COPY_DETAILS, A.RUN_AGAIN),
    ),
} | DISK_SOURCES
