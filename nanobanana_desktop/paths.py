"""Where the program keeps things; everything lies below one data folder."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from nanobanana_desktop.errors import ErrorCase, StorageError

APP_FOLDER = "NanoBanana Desktop"
DEMO_FOLDER = "NanoBanana Desktop Demo"


@dataclass(frozen=True, slots=True)
class DataPaths:
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
    def id_journal(self) -> Path:
        return self.root / "ids.log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def create(self) -> None:
        """Make the folders, readable by their owner only.

        Raises StorageError(FOLDER_MISSING) with the fact `folder` when that is impossible.
        """
        for folder in (self.root, self.images, self.references, self.logs):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if os.name == "posix":
                    folder.chmod(0o700)
            except OSError as error:
                raise StorageError(
                    ErrorCase.FOLDER_MISSING, str(error), folder=str(folder)
                ) from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise StorageError(
                ErrorCase.FOLDER_MISSING, "the folder is not writable", folder=str(self.root)
            )


def default_data_folder(*, demo: bool) -> Path:
    """The platform's folder for this person's data; the demo has one of its own."""
    import platformdirs

    name = DEMO_FOLDER if demo else APP_FOLDER
    if sys.platform not in ("win32", "darwin"):
        name = "nanobanana-desktop-demo" if demo else "nanobanana-desktop"
    return Path(platformdirs.user_data_path(name, appauthor=False))
