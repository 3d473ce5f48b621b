"""Logging: one rotating file, no keys, no signed links, no home folder."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path

ROOT_NAME = "nanobanana_desktop"
# Compiled when first needed: the first paint does not wait for them.
_BEARER = r"(?i)\bbearer\s+[^\s\"',;]+"
_QUERY = r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]+"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FILE = "log file"
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_QUIET_LIBRARIES = ("httpx", "httpcore", "asyncio", "qasync", "uvicorn", "keyring")


class Redactor:
    """Removes what must never reach a file: registered secrets, bearer values, link queries."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()
        self._home = str(Path.home())

    def register(self, secret: str) -> None:
        """Mask this text from now on. Texts under four characters would mask ordinary words."""
        if len(secret) >= 4:
            self._secrets.add(secret)

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "••••")
        text = re.sub(_BEARER, "Bearer ••••", text)
        text = re.sub(_QUERY, r"\1?…", text)
        if len(self._home) > 1:
            text = text.replace(self._home, "~")
        return text


class RedactingFormatter(logging.Formatter):
    """Formats a record, then cleans the whole text, tracebacks included, line breaks escaped."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(_FORMAT)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        plain = logging.makeLogRecord({**record.__dict__, "msg": message, "args": None})
        return self._redactor.clean(super().format(plain))


def get_logger(name: str) -> logging.Logger:
    """The logger of a module; pass `__name__`."""
    return logging.getLogger(name)


def configure(redactor: Redactor, log_dir: Path | None, choice: str | None) -> None:
    """Set up the program's logging.

    `choice` is the value of `--log`: a level, or comma-separated names such as `api,poller` that
    are logged at DEBUG. It also sends the log to standard error. `log_dir` None writes no file.
    """
    root = logging.getLogger()
    if log_dir is not None:
        write_file(redactor, log_dir)
    # Without any handler Python would write warnings to standard error, and not cleaned.
    shown = logging.StreamHandler() if choice else logging.NullHandler()
    shown.setFormatter(RedactingFormatter(redactor))
    root.addHandler(shown)
    root.setLevel(logging.INFO)
    for library in _QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    for name in _debug_names(choice):
        logging.getLogger(name).setLevel(logging.DEBUG)
    if choice and choice.upper() in _LEVELS:
        logging.getLogger(ROOT_NAME).setLevel(choice.upper())


def write_file(redactor: Redactor, log_dir: Path) -> None:
    """Keep a log file in this folder from now on, unless there is one already."""
    root = logging.getLogger()
    if any(handler.name == _FILE for handler in root.handlers):
        return
    # Loads sockets and pickle, which the first paint does not wait for.
    from logging.handlers import RotatingFileHandler

    class PrivateFileHandler(RotatingFileHandler):
        """Makes each file readable by its owner only, from its first byte on."""

        def _open(self) -> TextIOWrapper:
            descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            return TextIOWrapper(
                os.fdopen(descriptor, "ab"), encoding=self.encoding, errors=self.errors
            )

    handler = PrivateFileHandler(
        log_dir / "nanobanana.log",
        maxBytes=1_000_000,
        backupCount=3,
        encoding="utf-8",
        errors="backslashreplace",
    )
    handler.name = _FILE
    handler.setFormatter(RedactingFormatter(redactor))
    root.addHandler(handler)


def end_file() -> None:
    """Write no log file from now on; what was written stays."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if handler.name == _FILE]:
        root.removeHandler(handler)
        handler.close()


def _debug_names(choice: str | None) -> Iterable[str]:
    if not choice or choice.upper() in _LEVELS:
        return ()
    known = {
        "api": f"{ROOT_NAME}.api",
        "storage": f"{ROOT_NAME}.storage",
        "services": f"{ROOT_NAME}.services",
        "ui": f"{ROOT_NAME}.ui",
        "demo": f"{ROOT_NAME}.demo",
        "poller": f"{ROOT_NAME}.services.poller",
    }
    names = (part.strip() for part in choice.split(","))
    return [known.get(name, f"{ROOT_NAME}.{name}") for name in names if name]
