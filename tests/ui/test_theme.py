"""The theme: modes, text size, fonts, icons, and texts that stay plain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.ui.labels import (
    plain_label,
    plain_tooltip,
    plain_tooltip_text,
    set_label_role,
)
from nanobanana_desktop.ui.theme.fonts import font_families
from nanobanana_desktop.ui.theme.system_look import SystemLook
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.theme.tokens import DARK, LIGHT, high_contrast

ICON_NAMES = sorted(path.stem for path in resource_path("icons").glob("*.svg"))


def is_drawn_in(pixmap: QPixmap, token_color: str) -> bool:
    """Whether all fully covered pixels have the color; blended ones may be off by one."""
    image = pixmap.toImage()
    wanted = QColor(token_color)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    covered = [pixel for pixel in pixels if pixel.alpha() == 255]
    return bool(covered) and all(
        max(
            abs(pixel.red() - wanted.red()),
            abs(pixel.green() - wanted.green()),
            abs(pixel.blue() - wanted.blue()),
        )
        <= 1
        for pixel in covered
    )


def test_unknown_names_are_told(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.color("no such token")
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no such icon", "text", 16, 1.0)


def test_system_mode_is_light_when_the_platform_does_not_know(qapp: QApplication) -> None:
    theme = Theme(qapp, mode="system")
    scheme = qapp.styleHints().colorScheme()
    assert theme.is_dark is (scheme == Qt.ColorScheme.Dark)


def test_mode_changes_palette_and_colors_and_tells_once(qtbot: QtBot, theme: Theme) -> None:
    told: list[bool] = []
    theme.theme_changed.connect(lambda: told.append(theme.is_dark))
    theme.configure(mode="dark")
    assert told == [True]
    assert theme.color("bg") == QColor(DARK["bg"])
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(DARK["bg"])
    assert palette.color(QPalette.ColorRole.PlaceholderText) == QColor(DARK["text3"])
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(DARK["disabled"])


def test_nothing_is_told_when_nothing_changes(theme: Theme) -> None:
    told: list[None] = []
    theme.theme_changed.connect(lambda: told.append(None))
    theme.configure(mode="light", text_scale=100, language="en", motion="full")
    assert told == []
    assert not theme.reduced_motion


def test_text_size_scales_lengths_and_fonts(theme: Theme) -> None:
    header, points = theme.px(48), theme.font().pointSizeF()
    theme.configure(text_scale=150)
    assert theme.px(48) == pytest.approx(header * 1.5, abs=3)
    assert theme.font().pointSizeF() == pytest.approx(points * 1.5)
    assert theme.em(2) == pytest.approx(theme.px(32), abs=1)
    assert theme.font(0.5).pointSizeF() == pytest.approx(points * 0.75)


def test_language_changes_fonts_but_no_length(theme: Theme) -> None:
    before = theme.px(100)
    theme.set_language("zh_CN")
    assert theme.px(100) == before
    assert theme.language == "zh_CN"


@pytest.mark.parametrize(
    ("language", "platform", "first", "last"),
    [
        ("en", "win32", "Segoe UI", "Microsoft YaHei UI"),
        ("zh_CN", "win32", "Microsoft YaHei UI", "Segoe UI"),
        ("en", "darwin", "Segoe UI", "PingFang SC"),
        ("zh_CN", "darwin", "Segoe UI", "PingFang SC"),
        ("en", "linux", "Segoe UI", "WenQuanYi Micro Hei"),
        ("zh_CN", "linux", "Noto Sans CJK SC", "Segoe UI"),
    ],
)
def test_a_chinese_family_is_always_there(
    language: str, platform: str, first: str, last: str
) -> None:
    families = font_families(["Segoe UI"], language, platform)
    assert (families[0], families[-1]) == (first, last)


def test_no_family_is_named_twice() -> None:
    assert font_families(["PingFang SC"], "zh_CN", "darwin") == ["PingFang SC"]


def test_every_icon_is_drawn_in_the_color_asked_for(theme: Theme) -> None:
    for name in ICON_NAMES:
        pixmap = theme.pixmap(name, "err", 32, 1.0)
        assert pixmap.size() == QSize(32, 32)
        assert name == "app" or is_drawn_in(pixmap, LIGHT["err"]), name


def test_icons_are_kept_by_size_and_sharpness(theme: Theme) -> None:
    sharp = theme.pixmap("copy", "text", 16, 2.0)
    assert sharp.size() == QSize(32, 32)
    assert sharp.devicePixelRatio() == 2.0
    assert theme.pixmap("copy", "text", 16, 2.0).cacheKey() == sharp.cacheKey()
    assert theme.pixmap("copy", "text", 32, 1.0).devicePixelRatio() == 1.0
    assert theme.pixmap("copy", "text", 16, 2.0).devicePixelRatio() == 2.0


def test_filled_star_has_more_ink(theme: Theme) -> None:
    def covered(name: str) -> int:
        image = theme.pixmap(name, "text", 32, 1.0).toImage()
        return sum(
            image.pixelColor(x, y).alpha() > 250
            for x in range(image.width())
            for y in range(image.height())
        )

    assert covered("star-filled") > 2 * covered("star")


def test_an_icon_follows_the_theme_by_itself(theme: Theme) -> None:
    icon = theme.icon("copy", "text", 48)
    assert is_drawn_in(icon.pixmap(QSize(48, 48)), LIGHT["text"])
    theme.configure(mode="dark")
    assert is_drawn_in(icon.pixmap(QSize(48, 48)), DARK["text"])


def test_a_disabled_icon_and_its_gap(theme: Theme) -> None:
    icon = theme.icon("copy", "text", 48, gap=5)
    size = theme.icon_size(48, 5)
    assert size.width() - size.height() == theme.px(5)
    pixmap = icon.pixmap(size, QIcon.Mode.Disabled)
    assert is_drawn_in(pixmap, LIGHT["disabled"])
    image = pixmap.toImage()
    right = [image.pixelColor(image.width() - 1, y).alpha() for y in range(image.height())]
    assert max(right) == 0


def test_a_button_keeps_a_copy_of_the_icon(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Copy")
    qtbot.addWidget(button)
    button.setIcon(theme.icon("copy"))
    kept = QIcon(button.icon())
    del button
    assert not kept.pixmap(QSize(16, 16)).isNull()


def test_icons_ship_with_their_licence() -> None:
    licence = resource_path("icons/LICENSE-lucide.txt").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "The MIT License" in licence
    assert {"sparkles", "key-round", "star", "app"} <= set(ICON_NAMES)


def test_labels_never_read_markup(qtbot: QtBot, theme: Theme) -> None:
    label = plain_label("<b>bold</b><img src='https://example.com/x.png'>", role="hint")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text().startswith("<b>")
    set_label_role(label, "error")
    label.ensurePolished()
    assert label.property("role") == "error"
    assert label.palette().color(label.foregroundRole()) == QColor(LIGHT["err"])


def test_tooltips_show_markup_literally(qtbot: QtBot) -> None:
    assert plain_tooltip_text("Copy & paste, a < b") == "Copy & paste, a < b"
    shown = plain_tooltip_text("<b>x</b>\nsecond")
    assert shown == "<span>&lt;b&gt;x&lt;/b&gt;<br>second</span>"
    button = QPushButton()
    qtbot.addWidget(button)
    plain_tooltip(button, "<i>")
    assert "<i>" not in button.toolTip()


def test_icon_files_hold_one_color_only() -> None:
    for name in ICON_NAMES:
        if name != "app":
            source = Path(resource_path(f"icons/{name}.svg")).read_text(encoding="utf-8")
            assert "currentColor" in source
            assert "#" not in source


# -- what the system wants -----------------------------------------------------------------------


@pytest.fixture
def system_theme(qapp: QApplication, theme: Theme) -> Iterator[Theme]:
    """Where Qt knows nothing of the system, as offscreen."""
    assert qapp.styleHints().colorScheme() == Qt.ColorScheme.Unknown
    theme.configure(mode="system", motion="system")
    yield theme
    theme.take_system(SystemLook())
    theme.configure(contrast="system")


def test_what_the_desktop_tells_is_followed_where_qt_knows_nothing(system_theme: Theme) -> None:
    told: list[tuple[bool, bool]] = []
    theme = system_theme
    theme.theme_changed.connect(lambda: told.append((theme.is_dark, theme.has_high_contrast)))
    theme.take_system(SystemLook(dark=True))
    theme.take_system(SystemLook(dark=True, more_contrast=True))
    assert theme.color("border") == theme.color("text")
    theme.take_system(SystemLook(dark=False))
    assert told == [(True, False), (True, True), (False, False)]
    assert theme.system_look == SystemLook(dark=False)


def test_a_choice_goes_before_what_the_desktop_wants(system_theme: Theme) -> None:
    theme = system_theme
    theme.configure(mode="light", contrast="standard", motion="full")
    told: list[None] = []
    theme.theme_changed.connect(lambda: told.append(None))
    theme.take_system(SystemLook(dark=True, more_contrast=True, less_motion=True))
    assert (theme.is_dark, theme.has_high_contrast, theme.reduced_motion) == (False, False, False)
    assert told == []
    theme.configure(mode="system", contrast="high")
    assert (theme.is_dark, theme.has_high_contrast) == (True, True)


def test_motion_is_told_when_it_changes_and_only_then(system_theme: Theme) -> None:
    told: list[bool] = []
    theme = system_theme
    theme.motion_changed.connect(lambda: told.append(theme.reduced_motion))
    theme.take_system(SystemLook(less_motion=True))
    theme.take_system(SystemLook(less_motion=True, dark=True))
    theme.configure(motion="full")
    theme.configure(motion="full")
    assert told == [True, False]


@pytest.mark.parametrize("raw", [None, 3, {}, {"dark": "yes", "more_contrast": 1}])
def test_a_damaged_memory_of_the_system_is_none(raw: object) -> None:
    assert SystemLook.from_mapping(raw) == SystemLook()


def test_the_system_is_remembered_for_the_next_start() -> None:
    look = SystemLook(dark=True, more_contrast=True, less_motion=True)
    assert SystemLook.from_mapping(look.to_mapping()) == look


# -- what style sheets make of it ----------------------------------------------------------------


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_placeholders_have_the_colour_of_hints(
    qtbot: QtBot, theme: Theme, mode: str, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    """Qt draws them in half the text's colour otherwise, which nobody can read."""
    theme.configure(mode=mode)
    field = kind()
    qtbot.addWidget(field)
    field.setPlaceholderText("MMMM")
    field.setStyleSheet("font-size: 40pt")
    field.resize(400, 100)
    field.show()
    image = field.grab().toImage()
    colors = {image.pixelColor(x, y).name().upper() for x in range(400) for y in range(100)}
    assert (LIGHT if mode == "light" else DARK)["text3"] in colors


def test_high_contrast_keeps_hints_apart_and_what_is_disabled_readable() -> None:
    for table in (LIGHT, DARK):
        strong = high_contrast(table)
        assert strong["disabled"] == table["text3"]
        assert strong["accent_edge"] == table["text"]
        assert strong["track"] == table["track"]
