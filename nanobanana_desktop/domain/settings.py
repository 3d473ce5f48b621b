"""The person's choices, with their defaults and what each may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from nanobanana_desktop.domain.remote_text import is_clean

TEXT_SIZES: Final = (90, 100, 115, 130, 150)
"""Percent of the system's text size."""

CONCURRENCY_LIMIT: Final = 8
UNDO_SECONDS_LIMIT: Final = 10
CUSTOM_MODEL_LIMIT: Final = 50
FOLDER_LIMIT: Final = 50
TEXT_LIMIT: Final = 4096
"""Code points of an address or a path."""

SHORTCUT_LIMIT: Final = 300
"""Commands whose keys may differ from those that come with the program."""
KEYS_LIMIT: Final = 4
"""Keys of one command."""
NAME_LIMIT: Final = 60
"""Code points of a command, a key or a version."""


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class ThemeMode(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Contrast(StrEnum):
    SYSTEM = "system"
    STANDARD = "standard"
    HIGH = "high"


class Motion(StrEnum):
    SYSTEM = "system"
    REDUCED = "reduced"
    FULL = "full"


class ProxyChoice(StrEnum):
    SYSTEM = "system"
    """As this computer is set up."""
    NONE = "none"
    CUSTOM = "custom"


class ExportFormat(StrEnum):
    SAME = "same"
    """Each copy has the format of its original."""
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; field names are the keys of `settings.json`.

    `text_size` is one of `TEXT_SIZES`. `concurrency` is 1 to 8 tasks at once. `base_url` and
    `images_folder` are empty for the default; `former_images_folders` are searched for pictures
    that were saved before the folder was changed; the trash does not wait for those of them that
    are `gone_images_folders`. `picture_names` is the pattern of the names of
    new pictures, empty for year, month, date and prompt. `undo_send_seconds` is 0 to 10, 0 sends at
    once.
    `sending_paused` holds back new orders until the person says otherwise, also after a restart.
    `orders_held` holds back what waited when it became doubtful whether it is still wanted (after
    another key, a damaged history) until the person is asked, also after a restart.
    `keep_awake` keeps the computer from going to sleep while pictures are being made.
    `proxy_address` and what follows it serve a proxy of the person's own; its password is in the
    password store. `keep_log` False writes no log file. `key_saved_on` is the day on which the API
    key was saved (`2026-11-22`, empty while that is not known); of the key itself nothing is here.
    `shortcuts` are the commands whose keys the person changed, each with its keys in portable words
    ("Ctrl+G"); no keys at all switch them off. `seen_version` is the version of the program whose
    news the person was told of; empty before the first start.

    `check_updates` looks for a newer version once a week; `updates_checked_on` is the day of the
    last time (`2026-11-23`, empty for never), and of `skipped_version` nothing is said by itself.

    `save_folder` is where copies were saved last, `reference_folder` where reference images were
    chosen last; empty for the default.

    The last export: `export_folder` and `export_template` are empty for the default,
    `export_quality` is 1 to 100, and with `export_details` prompt and settings go into the copies.
    """

    language: Language = Language.SYSTEM
    theme: ThemeMode = ThemeMode.SYSTEM
    contrast: Contrast = Contrast.SYSTEM
    text_size: int = 100
    motion: Motion = Motion.SYSTEM
    single_key_shortcuts: bool = True
    shortcuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    show_new_images: bool = True
    notify_ready: bool = True
    notify_failed: bool = True
    concurrency: int = 4
    base_url: str = ""
    custom_models: tuple[str, ...] = ()
    images_folder: str = ""
    former_images_folders: tuple[str, ...] = ()
    gone_images_folders: tuple[str, ...] = ()
    picture_names: str = ""
    sidecars: bool = True
    undo_send_seconds: int = 0
    sending_paused: bool = False
    orders_held: bool = False
    keep_awake: bool = False
    keep_log: bool = True
    proxy: ProxyChoice = ProxyChoice.SYSTEM
    proxy_address: str = ""
    proxy_user: str = ""
    proxy_exceptions: str = ""
    run_again_note_seen: bool = False
    quit_note_seen: bool = False
    key_saved_on: str = ""
    seen_version: str = ""
    check_updates: bool = True
    updates_checked_on: str = ""
    skipped_version: str = ""
    save_folder: str = ""
    reference_folder: str = ""
    export_folder: str = ""
    export_template: str = ""
    export_format: ExportFormat = ExportFormat.SAME
    export_quality: int = 90
    export_details: bool = True
    export_zip: bool = False
    export_list: bool = False


def settings_from_mapping(raw: Mapping[str, object]) -> tuple[Settings, tuple[str, ...]]:
    """The settings in a mapping read from a file, and the names of fields with an unusable value.

    A missing or unusable field has its default. Keys that are no field are not looked at.
    """
    default = Settings()
    read = _FieldReader(raw)
    settings = Settings(
        language=read.choice("language", default.language),
        theme=read.choice("theme", default.theme),
        contrast=read.choice("contrast", default.contrast),
        text_size=read.number("text_size", default.text_size, TEXT_SIZES),
        motion=read.choice("motion", default.motion),
        single_key_shortcuts=read.flag("single_key_shortcuts", default.single_key_shortcuts),
        shortcuts=read.shortcuts("shortcuts"),
        show_new_images=read.flag("show_new_images", default.show_new_images),
        notify_ready=read.flag("notify_ready", default.notify_ready),
        notify_failed=read.flag("notify_failed", default.notify_failed),
        concurrency=read.number("concurrency", default.concurrency, _CONCURRENCIES),
        base_url=read.text("base_url", default.base_url),
        custom_models=read.texts("custom_models", default.custom_models, CUSTOM_MODEL_LIMIT),
        images_folder=read.path("images_folder", default.images_folder),
        former_images_folders=read.paths("former_images_folders", default.former_images_folders),
        gone_images_folders=read.paths("gone_images_folders", default.gone_images_folders),
        picture_names=read.text("picture_names", default.picture_names),
        sidecars=read.flag("sidecars", default.sidecars),
        undo_send_seconds=read.number(
            "undo_send_seconds", default.undo_send_seconds, _UNDO_SECONDS
        ),
        sending_paused=read.flag("sending_paused", default.sending_paused),
        orders_held=read.flag("orders_held", default.orders_held),
        keep_awake=read.flag("keep_awake", default.keep_awake),
        keep_log=read.flag("keep_log", default.keep_log),
        proxy=read.choice("proxy", default.proxy),
        proxy_address=read.text("proxy_address", default.proxy_address),
        proxy_user=read.text("proxy_user", default.proxy_user),
        proxy_exceptions=read.text("proxy_exceptions", default.proxy_exceptions),
        run_again_note_seen=read.flag("run_again_note_seen", default.run_again_note_seen),
        quit_note_seen=read.flag("quit_note_seen", default.quit_note_seen),
        key_saved_on=read.text("key_saved_on", default.key_saved_on, NAME_LIMIT),
        seen_version=read.text("seen_version", default.seen_version, NAME_LIMIT),
        check_updates=read.flag("check_updates", default.check_updates),
        updates_checked_on=read.text("updates_checked_on", default.updates_checked_on, NAME_LIMIT),
        skipped_version=read.text("skipped_version", default.skipped_version, NAME_LIMIT),
        save_folder=read.path("save_folder", default.save_folder),
        reference_folder=read.path("reference_folder", default.reference_folder),
        export_folder=read.path("export_folder", default.export_folder),
        export_template=read.text("export_template", default.export_template),
        export_format=read.choice("export_format", default.export_format),
        export_quality=read.number("export_quality", default.export_quality, _QUALITIES),
        export_details=read.flag("export_details", default.export_details),
        export_zip=read.flag("export_zip", default.export_zip),
        export_list=read.flag("export_list", default.export_list),
    )
    return settings, tuple(read.unusable)


def settings_of_beginning(settings: Settings) -> Settings:
    """The defaults, with what is no matter of taste as it is: where things are, what was decided.

    Tasks and images are bound to folders and address, and nothing that was held back may be sent.
    """
    kept = {name: getattr(settings, name) for name in _KEPT_BY_RESET}
    return replace(Settings(), **kept)


def settings_to_mapping(settings: Settings) -> dict[str, object]:
    """Plain values that JSON can hold."""
    mapping: dict[str, object] = {}
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if isinstance(value, StrEnum):
            value = value.value
        elif isinstance(value, Mapping):
            value = {name: list(texts) for name, texts in value.items()}
        mapping[each.name] = list(value) if isinstance(value, tuple) else value
    return mapping


_KEPT_BY_RESET: Final = (
    "base_url",
    "custom_models",
    "images_folder",
    "former_images_folders",
    "gone_images_folders",
    "sending_paused",
    "orders_held",
    "seen_version",
    "updates_checked_on",
    "key_saved_on",
)
_CONCURRENCIES: Final = range(1, CONCURRENCY_LIMIT + 1)
_UNDO_SECONDS: Final = range(UNDO_SECONDS_LIMIT + 1)
_QUALITIES: Final = range(1, 101)

Choice = TypeVar("Choice", bound=StrEnum)


class _FieldReader:
    """Takes single fields out of a mapping and notes those that cannot be used."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = raw
        self.unusable: list[str] = []

    def choice(self, name: str, default: Choice) -> Choice:
        value = self._raw.get(name, default.value)
        for known in type(default):
            if value == known.value:
                return known
        self.unusable.append(name)
        return default

    def flag(self, name: str, default: bool) -> bool:
        value = self._raw.get(name, default)
        if isinstance(value, bool):
            return value
        self.unusable.append(name)
        return default

    def number(self, name: str, default: int, allowed: range | tuple[int, ...]) -> int:
        value = self._raw.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
            return value
        self.unusable.append(name)
        return default

    def text(self, name: str, default: str, limit: int = TEXT_LIMIT) -> str:
        value = self._raw.get(name, default)
        if isinstance(value, str) and is_clean(value, limit):
            return value
        self.unusable.append(name)
        return default

    def texts(self, name: str, default: tuple[str, ...], limit: int) -> tuple[str, ...]:
        value = self._raw.get(name, default)
        if isinstance(value, list | tuple):
            usable = [v for v in value if isinstance(v, str) and is_clean(v, TEXT_LIMIT)]
            if len(usable) == len(value) <= limit:
                return tuple(usable)
        self.unusable.append(name)
        return default

    def shortcuts(self, name: str) -> dict[str, tuple[str, ...]]:
        """Entries that cannot be used are left out, the others stay."""
        value = self._raw.get(name, {})
        entries = list(value.items()) if isinstance(value, Mapping) else []
        usable = {
            str(command): tuple(keys)
            for command, keys in entries[:SHORTCUT_LIMIT]
            if _is_short(command) and isinstance(keys, list | tuple) and _are_keys(keys)
        }
        if not isinstance(value, Mapping) or len(usable) != len(value):
            self.unusable.append(name)
        return usable

    def path(self, name: str, default: str) -> str:
        value = self._raw.get(name, default)
        if isinstance(value, str) and _is_path(value):
            return value
        self.unusable.append(name)
        return default

    def paths(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._raw.get(name, default)
        if isinstance(value, list | tuple):
            usable = [v for v in value if isinstance(v, str) and v and _is_path(v)]
            if len(usable) == len(value) <= FOLDER_LIMIT:
                return tuple(usable)
        self.unusable.append(name)
        return default


def _is_short(value: object) -> bool:
    return isinstance(value, str) and bool(value) and is_clean(value, NAME_LIMIT)


def _are_keys(keys: list[object] | tuple[object, ...]) -> bool:
    return len(keys) <= KEYS_LIMIT and all(map(_is_short, keys))


def _is_path(text: str) -> bool:
    """Names of folders are the person's own: anything but what no system allows.

    A path that is not whole would mean another folder at each start.
    """
    return len(text) <= TEXT_LIMIT and "\0" not in text and (not text or Path(text).is_absolute())
