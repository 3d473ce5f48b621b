"""What the palette offers beside the commands: choices of the form, pages of the settings, looks.

Names of entries stay the same between sessions and languages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.params import DEFAULT_MODELS, RESOLUTIONS
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.settings import ThemeMode
from nanobanana_desktop.services.saved_searches import SavedSearch
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.palette.entries import Entry
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

_CONTEXT = "Palette"
_THEMES = {
    ThemeMode.SYSTEM: QT_TRANSLATE_NOOP("Palette", "Theme: System"),
    ThemeMode.LIGHT: QT_TRANSLATE_NOOP("Palette", "Theme: Light"),
    ThemeMode.DARK: QT_TRANSLATE_NOOP("Palette", "Theme: Dark"),
}
PAGES = {
    "account": QT_TRANSLATE_NOOP("Palette", "Settings: Account"),
    "saving": QT_TRANSLATE_NOOP("Palette", "Settings: Saving"),
    "appearance": QT_TRANSLATE_NOOP("Palette", "Settings: Appearance"),
    "notifications": QT_TRANSLATE_NOOP("Palette", "Settings: Notifications"),
    "shortcuts": QT_TRANSLATE_NOOP("Palette", "Settings: Shortcuts"),
    "advanced": QT_TRANSLATE_NOOP("Palette", "Settings: Advanced"),
}
_MODEL = QT_TRANSLATE_NOOP("Palette", "Model: {name}")
_RESOLUTION = QT_TRANSLATE_NOOP("Palette", "Resolution: {name}")
_SEARCH = QT_TRANSLATE_NOOP("Palette", "Saved search: {name}")
_TEMPLATE = QT_TRANSLATE_NOOP("Palette", "Template: {name}")


def form_entries(create: CreatePane) -> list[Entry]:
    """Models and resolutions; what the form holds is checked."""
    model, resolution = create.model.value(), create.resolution.value()
    entries = [
        _entry(
            f"model {info.name}",
            _MODEL,
            partial(create.model.set_value, info.name),
            called=info.label,
            checked=info.name == model,
        )
        for info in DEFAULT_MODELS
    ]
    entries += [
        _entry(
            f"resolution {name}",
            _RESOLUTION,
            partial(create.resolution.set_value, name),
            called=name.upper(),
            checked=name == resolution,
        )
        for name in RESOLUTIONS
    ]
    return entries


def settings_entries(
    open_page: Callable[[str], object],
    theme: ThemeMode,
    choose_theme: Callable[[ThemeMode], object],
) -> list[Entry]:
    """The pages of the settings by their names, and the looks."""
    entries = [
        _entry(f"settings {page}", text, partial(open_page, page)) for page, text in PAGES.items()
    ]
    entries += [
        _entry(
            f"theme {mode.value}",
            text,
            partial(choose_theme, mode),
            checked=mode is theme,
        )
        for mode, text in _THEMES.items()
    ]
    return entries


def search_entries(
    searches: Sequence[SavedSearch], ask: Callable[[SavedSearch], object]
) -> list[Entry]:
    return [
        _entry(
            f"search {search.number}",
            _SEARCH,
            partial(ask, search),
            called=isolated(search.name),
        )
        for search in searches
    ]


def template_entries(
    templates: Sequence[PromptTemplate], use: Callable[[PromptTemplate], object]
) -> list[Entry]:
    return [
        _entry(
            f"template {template.id}",
            _TEMPLATE,
            partial(use, template),
            called=isolated(template.name),
            place=template.folder,
        )
        for template in templates
    ]


def _entry(
    name: str,
    text: str,
    run: Callable[[], object],
    *,
    called: str = "",
    place: str = "",
    checked: bool | None = None,
) -> Entry:
    shown = QCoreApplication.translate(_CONTEXT, text).format(name=called)
    english = text.format(name=called)
    other = english if english != shown else ""
    return Entry(name, shown, run, other=other, place=place, checked=checked)
