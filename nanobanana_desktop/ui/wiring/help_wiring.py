"""The commands of the Help menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, qVersion
from PySide6.QtGui import QGuiApplication

from nanobanana_desktop import __version__
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.resources import licence_paths
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import local_day
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

if TYPE_CHECKING:
    from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

C = Command

READING_SECONDS: Final = 10.0
_BULLET: Final = "•"


class HelpWiring(QObject):
    """Nothing of it is loaded before it is asked for."""

    def __init__(
        self,
        parts: WindowParts,
        open_settings: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._open_settings = open_settings
        self._window = parts.panes.window
        self._handlers: Mapping[Command, Callable[[], object]] = {
            C.SHORTCUTS: self._show_shortcuts,
            C.WHATS_NEW: self._show_news,
            C.OPEN_LOG_FOLDER: lambda: desktop.open_folder(parts.logs_folder),
            C.SAVE_DIAGNOSTICS: self._choose_file,
            C.REPORT_PROBLEM: self._report,
            C.ABOUT: self._show_about,
        }
        parts.panes.actions.triggered.connect(self._on_actions_triggered)

    def tell_news(self) -> None:
        """After an update, once: a line that leads to what is new."""
        from nanobanana_desktop.ui.news import is_news

        seen = self._parts.settings.settings.seen_version
        if is_news(__version__, seen):
            text = self.tr("Updated to version {version}.").format(version=__version__)
            self._window.toast.show_message(text, self.tr("What's new"), self._show_news)
        if not seen or is_news(__version__, seen):
            self._parts.settings.change(seen_version=__version__)

    def _on_actions_triggered(self, command: Command) -> None:
        handler = self._handlers.get(command)
        if handler is not None:
            handler()

    def _show_shortcuts(self) -> None:
        from nanobanana_desktop.ui.shortcuts.shortcut_dialog import ShortcutDialog

        panes = self._parts.panes
        dialog = ShortcutDialog(panes.theme, panes.actions, self._window)
        dialog.change_requested.connect(lambda: self._open_settings("shortcuts"))
        dialog.show()

    def _show_news(self) -> None:
        from nanobanana_desktop.ui.help_dialogs import NewsDialog

        NewsDialog(self._parts.panes.theme, self._window).show()

    def _show_about(self) -> None:
        from nanobanana_desktop.ui.help_dialogs import AboutDialog

        dialog = AboutDialog(self._parts.panes.theme, self._window)
        dialog.licences_requested.connect(
            lambda: self._parts.jobs.start("licences", self._show_licences())
        )
        dialog.show()

    async def _show_licences(self) -> None:
        from nanobanana_desktop.ui.help_dialogs import LicencesDialog

        text = await self._parts.workers.run(_read_licences)
        LicencesDialog(self._parts.panes.theme, text, self._window).show()

    def _report(self) -> None:
        """On the project's page when there is one; else a file that can be given to somebody."""
        page = desktop.issue_page()
        if page:
            desktop.open_link(page)
        else:
            self._choose_file()

    def _choose_file(self) -> None:
        from nanobanana_desktop.ui import dialogs

        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DownloadLocation)
        folder = Path(places[0]) if places else Path.home()
        name = f"nanobanana-diagnostics-{local_day(self._parts.clock.utc())}.zip"
        dialogs.save_archive_as(
            self._window,
            folder / name,
            lambda target: self._parts.jobs.start("diagnostics", self._save(target)),
        )

    async def _save(self, target: Path) -> None:
        self._busy.tell(self.tr("Saving diagnostics…"))
        try:
            await self._parts.diagnostics.save(target, _screen_facts(self._parts))
        except AppError as error:
            sentence = error_text(error.case, error.facts).title
            toast = self._window.toast
            self._busy.end(lambda: toast.show_message(sentence, seconds=READING_SECONDS))
            return
        self._busy.end(lambda: self._tell_saved(target))

    @cached_property
    def _busy(self) -> BusyToast:
        # Late: nothing takes its time before the first paint.
        from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

        return BusyToast(self._window.toast, self._window)

    def _tell_saved(self, target: Path) -> None:
        text = self.tr("Diagnostics saved as {name}. They hold no key and no prompts.")
        self._window.toast.show_message(
            text.format(name=target.name),
            self.tr("Show in folder"),
            lambda: desktop.show_in_folder(target),
        )


def _read_licences() -> str:
    """Blocking; what is not there in this kind of installation is left out."""
    texts = [
        without_markdown(path.read_text(encoding="utf-8", errors="replace"))
        for path in licence_paths()
        if path.is_file()
    ]
    return "\n\n".join(texts)


def without_markdown(text: str) -> str:
    """A plain text as it is; tables, titles and code of Markdown as a person would write them."""
    lines = []
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            # The line below the head of a table, and the head itself, say nothing here.
            if not all(set(cell) <= {"-", ":"} for cell in cells):
                lines.append(f"{_BULLET} {': '.join(cells)}")
        else:
            lines.append(line.lstrip("#").strip() if line.startswith("#") else line)
    return "\n".join(lines).replace("`", "")


def _screen_facts(parts: WindowParts) -> dict[str, object]:
    """What the toolkit knows, for a report."""
    screens = [
        {
            "size": [screen.size().width(), screen.size().height()],
            "ratio": screen.devicePixelRatio(),
            "dots_per_inch": round(screen.logicalDotsPerInch(), 1),
        }
        for screen in QGuiApplication.screens()
    ]
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "language": parts.translations.language.value,
        "dark": parts.panes.theme.is_dark,
        "screens": screens,
        "demo": parts.demo,
    }
