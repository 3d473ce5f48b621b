from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from nanobanana_desktop.domain.settings import (
    Contrast,
    ExportFormat,
    Language,
    Motion,
    ProxyChoice,
    Settings,
    ThemeMode,
    settings_from_mapping,
    settings_of_beginning,
    settings_to_mapping,
)

CHANGED = Settings(
    language=Language.CHINESE,
    theme=ThemeMode.DARK,
    contrast=Contrast.HIGH,
    text_size=130,
    motion=Motion.REDUCED,
    single_key_shortcuts=False,
    shortcuts={"grid": ("H",), "reuse": ()},
    show_new_images=False,
    notify_ready=False,
    notify_failed=False,
    concurrency=8,
    base_url="https://example.test/api",
    custom_models=("nano-banana-fast",),
    images_folder="/media/图片 ",
    former_images_folders=("/old",),
    gone_images_folders=("/old",),
    picture_names="{date}/{prompt:40}",
    sidecars=False,
    undo_send_seconds=3,
    sending_paused=True,
    orders_held=True,
    keep_awake=True,
    keep_log=False,
    proxy=ProxyChoice.CUSTOM,
    proxy_address="socks5://127.0.0.1:1080",
    proxy_user="ann",
    proxy_exceptions="*.local",
    run_again_note_seen=True,
    quit_note_seen=True,
    check_updates=False,
    updates_checked_on="2026-11-23",
    key_saved_on="2026-11-22",
    skipped_version="0.3.0",
    seen_version="0.0.9",
    save_folder="/media/saved",
    reference_folder="/media/references",
    export_folder="/media/copies",
    export_template="{date}/{prompt:40}",
    export_format=ExportFormat.WEBP,
    export_quality=70,
    export_details=False,
    export_zip=True,
    export_list=True,
)

BAD_VALUES = [
    ("export_folder", "not/whole"),
    ("export_template", "a\nb"),
    ("export_format", "gif"),
    ("export_quality", 0),
    ("export_quality", 101),
    ("language", "de"),
    ("language", None),
    ("theme", ["dark"]),
    ("text_size", 99),
    ("text_size", 100.0),
    ("text_size", True),
    ("motion", 1),
    ("single_key_shortcuts", 1),
    ("notify_ready", "yes"),
    ("concurrency", 0),
    ("concurrency", 9),
    ("concurrency", 10**400),
    ("base_url", 5),
    ("base_url", "https://a\nb"),
    ("base_url", "x" * 5000),
    ("custom_models", "nano"),
    ("custom_models", [1]),
    ("custom_models", ["x"] * 51),
    ("images_folder", "a\0b"),
    ("images_folder", "pictures/here"),
    ("former_images_folders", ["here"]),
    ("former_images_folders", [""]),
    ("former_images_folders", {"a": 1}),
    ("undo_send_seconds", -1),
    ("undo_send_seconds", 11),
    ("sending_paused", 1),
    ("orders_held", "no"),
    ("quit_note_seen", None),
    ("shortcuts", ["Ctrl+G"]),
    ("shortcuts", None),
    ("seen_version", 1),
    ("keep_log", "yes"),
    ("proxy", "direct"),
    ("proxy_address", 7890),
    ("proxy_user", "a\nb"),
    ("proxy_exceptions", None),
    ("seen_version", "9" * 61),
]


@pytest.mark.parametrize(("field", "value"), BAD_VALUES)
def test_bad_value_becomes_the_default_and_is_named(field: str, value: object) -> None:
    raw = settings_to_mapping(CHANGED) | {field: value}
    settings, unusable = settings_from_mapping(raw)
    assert unusable == (field,)
    assert getattr(settings, field) == getattr(Settings(), field)
    others = [f.name for f in fields(Settings) if f.name != field]
    assert all(getattr(settings, name) == getattr(CHANGED, name) for name in others)


@pytest.mark.parametrize(
    "broken", ["Ctrl+H", 5, None, [1], ["a\nb"], [""], ["x" * 61], ["A", "B", "C", "D", "E"]]
)
def test_a_broken_shortcut_is_left_out_and_the_others_stay(broken: object) -> None:
    raw: dict[str, object] = {"shortcuts": {"grid": ["H"], "compare": broken, "reuse": []}}
    settings, unusable = settings_from_mapping(raw)
    assert settings.shortcuts == {"grid": ("H",), "reuse": ()}
    assert unusable == ("shortcuts",)


def test_no_more_shortcuts_are_read_than_there_can_be_commands() -> None:
    raw = {"shortcuts": {f"command {number}": ["A"] for number in range(1_000)}}
    settings, unusable = settings_from_mapping(raw)
    assert len(settings.shortcuts) == 300
    assert unusable == ("shortcuts",)


def test_nothing_gives_the_defaults() -> None:
    assert settings_from_mapping({}) == (Settings(), ())


def test_every_field_survives_json() -> None:
    defaults = settings_to_mapping(Settings())
    changed = settings_to_mapping(CHANGED)
    assert all(changed[name] != defaults[name] for name in defaults)
    assert settings_from_mapping(json.loads(json.dumps(changed))) == (CHANGED, ())


@examples(deadline=None, max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from([field.name for field in fields(Settings)]),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(),
            st.lists(st.text() | st.integers()),
            st.dictionaries(st.text(), st.integers()),
        ),
    )
)
def test_any_json_gives_usable_settings(raw: dict[str, object]) -> None:
    settings, _ = settings_from_mapping(raw)
    assert settings_from_mapping(settings_to_mapping(settings)) == (settings, ())


def test_settings_of_the_beginning_keep_places_and_what_is_held_back() -> None:
    kept = {
        "base_url",
        "custom_models",
        "images_folder",
        "former_images_folders",
        "gone_images_folders",
        "updates_checked_on",
        "key_saved_on",
        "sending_paused",
        "orders_held",
        "seen_version",
    }
    begun = settings_to_mapping(settings_of_beginning(CHANGED))
    changed, defaults = settings_to_mapping(CHANGED), settings_to_mapping(Settings())
    assert {name for name in begun if begun[name] != defaults[name]} == kept
    assert all(begun[name] == changed[name] for name in kept)
