"""Where the program keeps things; everything lies below one data folder."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from nanobanana_desktop.errors import ErrorCase, StorageError

APP_FOLDER = "NanoBanana Desktop"
DEMO_FOLDER = "NanoBanana Desktop Demo"


class DataPaths(NamedTuple):
    """Names below the data folder; they are a contract with scripts and with the documentation."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "history.sqlite"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails.sqlite"

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def references(self) -> Path:
        return self.root / "references"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def draft(self) -> Path:
        return self.root / "draft.json"

    @property
    def window_state(self) -> Path:
        return self.root / "window.json"

    @property
    def culling(self) -> Path:
        return self.root / "culling.json"

    @property
    def templates(self) -> Path:
        return self.root / "templates.json"

    @property
    def search_index(self) -> Path:
        return self.root / "search.sqlite"

    @property
    def id_journal(self) -> Path:
        return self.root / "ids.log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def create(self) -> None:
        """Make the folders, readable by their owner only.

        Raises StorageError(DATA_FOLDER) with the fact `folder` when that is impossible. A folder
        for images that cannot be made does not stop the program: pictures wait until it is there.
        """
        for folder in (self.root, self.references, self.logs):
            try:
                _make_private(folder)
            except OSError as error:
                raise StorageError(ErrorCase.DATA_FOLDER, str(error), folder=str(folder)) from error
        with suppress(OSError):
            _make_private(self.images)
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise StorageError(
                ErrorCase.DATA_FOLDER, "the folder is not writable", folder=str(self.root)
            )


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def default_data_folder(*, demo: bool) -> Path:
    """The platform's folder for this person's data; the demo has one of its own."""
    import platformdirs

    name = DEMO_FOLDER if demo else APP_FOLDER
    if sys.platform not in ("win32", "darwin"):
        name = "nanobanana-desktop-demo" if demo else "nanobanana-desktop"
    return Path(platformdirs.user_data_path(name, appauthor=False))
