"""The command palette over the window: made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.actions import COMPARE_MODES, RATINGS, Command

if TYPE_CHECKING:
    from nanobanana_desktop.domain.prompt_template import PromptTemplate
    from nanobanana_desktop.domain.settings import ThemeMode
    from nanobanana_desktop.services.saved_searches import SavedSearch
    from nanobanana_desktop.ui.palette.entries import Entry
    from nanobanana_desktop.ui.palette.palette import Palette
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts

C = Command

RECENT_LIMIT: Final = 5
"""So many of what was run last stands first."""

IN_FULL_SCREEN: Final = frozenset(
    {
        *(C.ZOOM_IN, C.ZOOM_OUT, C.ZOOM_FIT, C.ZOOM_FULL, C.TOGGLE_ZOOM, C.FULL_SCREEN),
        *(C.SWAP, *COMPARE_MODES, C.NEXT_COMPARE_MODE, C.OTHER_IMAGE),
        *(C.COPY, C.COPY_PROMPT, C.COPY_FILE, C.USE_AS_REFERENCE, C.DELETE, C.UNDO, C.REDO),
        *(C.STAR, *RATINGS, C.VIEWER_WINDOW, C.PAUSE_SENDING, C.QUIT),
    }
)
"""What can be done there; everything else leads back, for it would happen behind the picture."""


class PaletteWiring(QObject):
    """Opens the palette and remembers what was run from it."""

    def __init__(
        self,
        parts: WindowParts,
        open_settings: Callable[[str], object],
        use_template: Callable[[PromptTemplate], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._open_settings = open_settings
        self._use_template = use_template
        self._palette: Palette | None = None
        self._awaits_searches = self._awaits_templates = False
        self.recent: list[str] = _names(parts.panes.recent_commands)
        """Names of entries, the latest first."""
        self._full_screen: QWidget | None = None
        parts.panes.stage.full_screen_changed.connect(self._on_stage_full_screen_changed)
        parts.panes.actions.triggered.connect(self._on_actions_triggered)
        parts.searches.searches_changed.connect(self._on_searches_changed)
        parts.templates.templates_changed.connect(self._on_templates_changed)

    @property
    def palette(self) -> Palette:
        """Made with the first call."""
        if self._palette is None:
            from nanobanana_desktop.ui.palette.palette import Palette

            panes = self._parts.panes
            self._palette = Palette(panes.theme, panes.window)
            self._palette.ran.connect(self._on_palette_ran)
            self._palette.words_changed.connect(self._on_palette_words_changed)
        return self._palette

    def prepare(self) -> None:
        """Make it before it is wanted."""
        self.palette.ensurePolished()

    def open(self) -> None:
        """Offer everything over the window."""
        actions = self._parts.panes.actions
        keys = actions.keys[Command.COMMAND_PALETTE]
        self.palette.move_to(self._full_screen or self._parts.panes.window)
        self.palette.open(self._offered(), self.recent, keys)
        self._awaits_searches = self._awaits_templates = True
        self._parts.searches.load()
        self._parts.templates.load()

    def _offered(self) -> list[Entry]:
        from nanobanana_desktop.ui.palette.entries import command_entries

        return [*command_entries(self._parts.panes.actions), *self._choices()]

    def _choices(self) -> list[Entry]:
        from nanobanana_desktop.ui.palette.choices import form_entries, settings_entries

        parts = self._parts
        theme = parts.settings.settings.theme
        looks = settings_entries(self._open_settings, theme, self._choose_theme)
        return [*form_entries(parts.panes.create), *looks]

    def _choose_theme(self, theme: ThemeMode) -> None:
        self._parts.settings.change(theme=theme)

    def _ask(self, search: SavedSearch) -> None:
        panes = self._parts.panes
        panes.window.show_history(True)
        panes.history.panel.ask(search.text, search.sort)

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.COMMAND_PALETTE:
            self.open()

    def _on_palette_words_changed(self) -> None:
        self.palette.offer(self._offered())
        self._awaits_searches = True
        self._parts.searches.load()

    def _on_searches_changed(self, searches: Sequence[SavedSearch]) -> None:
        if not self._awaits_searches or self._palette is None or self._palette.isHidden():
            return
        from nanobanana_desktop.ui.palette.choices import search_entries

        self._awaits_searches = False
        self._palette.offer_more(search_entries(searches, self._ask))

    def _on_templates_changed(self, templates: Sequence[PromptTemplate]) -> None:
        if not self._awaits_templates or self._palette is None or self._palette.isHidden():
            return
        from nanobanana_desktop.ui.palette.choices import template_entries

        self._awaits_templates = False
        self._palette.offer_more(template_entries(templates, self._use_template))

    def _on_stage_full_screen_changed(self, window: QWidget | None) -> None:
        self._full_screen = window
        if self._palette is not None:
            # It would go with the window that fills the screen.
            self._palette.move_to(window or self._parts.panes.window)

    def _on_palette_ran(self, entry: Entry) -> None:
        if self._full_screen is not None and entry.name not in IN_FULL_SCREEN:
            self._parts.panes.stage.toggle_full_screen()
        others = (name for name in self.recent if name != entry.name)
        self.recent = [entry.name, *others][:RECENT_LIMIT]


def _names(kept: object) -> list[str]:
    """What an earlier session kept, as far as it can be used."""
    names = kept if isinstance(kept, list) else []
    return [name for name in names if isinstance(name, str)][:RECENT_LIMIT]
