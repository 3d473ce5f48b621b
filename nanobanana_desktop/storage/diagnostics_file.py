"""The file with all that helps to find the cause of a problem."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import storage_error, write_whole

logger = get_logger(__name__)

LOG_LIMIT: Final = 4
"""Log files, the newest first."""
LOG_BYTES: Final = 2_000_000
"""Of each log file, from its end."""


class DiagnosticsFile:
    """Writes facts and logs into one zip file; every line goes through `clean` once more."""

    def __init__(self, logs: Path, clean: Callable[[str], str]) -> None:
        self._logs = logs
        self._clean = clean

    def write(self, target: Path, facts: Mapping[str, object]) -> None:
        """Write the file as a whole or not at all; logs that cannot be read are left out.

        Raises StorageError(DISK_FULL | FOLDER_MISSING).
        """
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
            text = json.dumps(facts, indent=2, ensure_ascii=False, default=str)
            archive.writestr("facts.json", self._clean(text))
            for path in self._log_files():
                archive.writestr(f"logs/{path.name}", self._clean(_end_of(path)))
        data = memory.getvalue()
        try:
            write_whole(target, data)
        except OSError as error:
            raise storage_error(error, target.parent, len(data)) from error

    def _log_files(self) -> list[Path]:
        try:
            found = [path for path in self._logs.glob("*.log*") if path.is_file()]
            return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[:LOG_LIMIT]
        except OSError as error:
            logger.info("the logs cannot be listed: %s", error)
            return []


def _end_of(path: Path) -> str:
    """The last part of a log, from the beginning of a line on."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - LOG_BYTES))
            data = file.read(LOG_BYTES)
    except OSError as error:
        logger.info("a log cannot be read: %s", error)
        return ""
    if size > LOG_BYTES:
        # Half a line could hold half a secret, which nobody would know again.
        data = data.partition(b"\n")[2]
    return data.decode("utf-8", "replace")
