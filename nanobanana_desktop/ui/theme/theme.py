"""The theme: light or dark, contrast, text size, motion; colours, lengths, fonts and icons."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final, Literal

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.settings import Contrast as ContrastSetting
from nanobanana_desktop.domain.settings import Motion as MotionSetting
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.ui.theme.fonts import font_families
from nanobanana_desktop.ui.theme.icons import IconRenderer, ThemedIconEngine
from nanobanana_desktop.ui.theme.palette import make_palette
from nanobanana_desktop.ui.theme.style_sheet import make_style_sheet
from nanobanana_desktop.ui.theme.system_look import SystemLook
from nanobanana_desktop.ui.theme.tokens import DARK, LIGHT, high_contrast

Mode = Literal["system", "light", "dark"]
Motion = Literal["system", "reduce", "full"]
Contrast = Literal["system", "standard", "high"]

MOTIONS: Final[Mapping[MotionSetting, Motion]] = {
    MotionSetting.SYSTEM: "system",
    MotionSetting.REDUCED: "reduce",
    MotionSetting.FULL: "full",
}
CONTRASTS: Final[Mapping[ContrastSetting, Contrast]] = {
    ContrastSetting.SYSTEM: "system",
    ContrastSetting.STANDARD: "standard",
    ContrastSetting.HIGH: "high",
}

STYLE_ARGUMENTS: Final = ("-style", "fusion")
"""For the QApplication: setting the style later would load all enumerations of styles, 4 ms."""

_DESIGN_EM: Final = 16.0


class Theme(QObject):
    """Owns the look of the application and tells everyone when it changes.

    Whether we are dark is decided here: the platform's answer to `setColorScheme` may do nothing
    and serves only title bars and native dialogs. All lengths are pixels of the design, drawn for
    a line height of 16 px, and scale with the line height of the base font. The line height is
    that of the system's font without the Chinese families, so a language switch moves nothing.

    The application is to be made with `STYLE_ARGUMENTS`.

    What the system wants is told by Qt, and by `take_system` where Qt does not know it; both are
    followed while the program runs.

    Signals: `theme_changed()` after palette, fonts and style sheet are in place;
    `motion_changed()` when `reduced_motion` may be another.
    """

    theme_changed = Signal()
    motion_changed = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        mode: Mode = "system",
        text_scale: int = 100,
        language: str = "en",
        motion: Motion = "system",
        contrast: Contrast = "system",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._hints = app.styleHints()
        self._system_font = QFont(app.font())
        self._mode: Mode = mode
        self._text_scale = text_scale
        self._language = language
        self._motion: Motion = motion
        self._contrast: Contrast = contrast
        self._system = SystemLook()
        self._switching = False
        self._is_worn = False
        self._table: Mapping[str, str] = LIGHT
        self._colors: dict[str, QColor] = {}
        self._em = _DESIGN_EM
        self._renderer = IconRenderer(resource_path)
        self._apply()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    def put_on(self) -> None:
        """Style the widgets, those there are and those to come; fonts and palette hold anyhow.

        Best when a window is built and not yet shown: below a style sheet each widget is styled
        again, with all its children, whenever it gets another parent.
        """
        self._is_worn = True
        points = self._app.font().pointSizeF()
        # The same sheet too: styled widgets take no other font by themselves.
        self._app.setStyleSheet(make_style_sheet(self._table, self.px, points))

    # -- choices -----------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self._dark

    @property
    def text_scale(self) -> int:
        """Percent of the system's text size."""
        return self._text_scale

    @property
    def language(self) -> str:
        return self._language

    @property
    def has_high_contrast(self) -> bool:
        return self._high_contrast

    @property
    def system_look(self) -> SystemLook:
        """What `take_system` told last."""
        return self._system

    def take_system(self, look: SystemLook) -> None:
        """Follow what the desktop asks for, as far as Qt does not tell and the choices allow."""
        before = self.reduced_motion
        self._system = look
        self._on_system_changed()
        if self.reduced_motion != before:
            self.motion_changed.emit()

    @property
    def reduced_motion(self) -> bool:
        """True when nothing may move: no fades, still rings instead of turning ones."""
        if self._motion == "system":
            # Qt 6.11 knows of it on Windows; elsewhere it always says "no effects".
            asked = sys.platform == "win32"
            silent = asked and not self._app.isEffectEnabled(Qt.UIEffect.UI_General)
            return silent or self._system.less_motion
        return self._motion == "reduce"

    def set_language(self, language: str) -> None:
        """Choose the order of the font families; translators are the business of `i18n`."""
        self.configure(language=language)

    def configure(
        self,
        *,
        mode: Mode | None = None,
        text_scale: int | None = None,
        language: str | None = None,
        motion: Motion | None = None,
        contrast: Contrast | None = None,
    ) -> None:
        """Change several choices with one repaint; nothing happens when none of them differs."""
        before = (self._mode, self._text_scale, self._language, self._contrast)
        was_reduced = self.reduced_motion
        self._contrast = contrast or self._contrast
        self._mode = mode or self._mode
        self._text_scale = text_scale or self._text_scale
        self._language = language or self._language
        self._motion = motion or self._motion
        if before != (self._mode, self._text_scale, self._language, self._contrast):
            self._apply()
            self.theme_changed.emit()
        if self.reduced_motion != was_reduced:
            self.motion_changed.emit()

    # -- colours, lengths, fonts ---------------------------------------------------------------

    def color(self, token: str) -> QColor:
        """The colour of a token; KeyError when there is no such token. Do not change it."""
        color = self._colors.get(token)
        if color is None:
            color = self._colors[token] = QColor(self._table[token])
        return color

    def em(self, factor: float = 1.0) -> int:
        """`factor` line heights of the base font, in pixels."""
        return round(self._em * factor)

    def px(self, design_pixels: float) -> int:
        """A length of the design (1 em = 16 px) in real pixels."""
        return round(design_pixels * self._em / _DESIGN_EM)

    def font(
        self, scale: float = 1.0, weight: int = QFont.Weight.Normal, *, tabular: bool = False
    ) -> QFont:
        """The base font, `scale` times as large; `tabular` asks for digits of equal width."""
        font = QFont(self._app.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    # -- icons -----------------------------------------------------------------------------------

    def icon(self, name: str, token: str = "text", size: int = 16, gap: int = 0) -> QIcon:
        """An icon that follows the theme by itself. Nothing is drawn before it is shown.

        It is never larger than `size`; `gap` is an empty margin at the right. Design pixels.
        """
        engine = ThemedIconEngine(self._renderer, self.color, self.px, name, token, size, gap)
        return QIcon(engine)

    def icon_size(self, size: int = 16, gap: int = 0) -> QSize:
        """The `iconSize` for an icon of `size` with a margin of `gap` design pixels."""
        edge = self.px(size)
        return QSize(edge + self.px(gap), edge)

    def pixmap(self, name: str, token: str, size: float, dpr: float) -> QPixmap:
        """The icon in `size` logical pixels for a screen of `dpr` device pixels each; cached."""
        return self._renderer.pixmap(name, self.color(token).name(), size, dpr)

    # -- applying --------------------------------------------------------------------------------

    def _apply(self) -> None:
        self._switching = True
        self._tell_platform()
        self._dark = self._decide_dark()
        self._high_contrast = self._decide_contrast()
        table = DARK if self._dark else LIGHT
        self._table = high_contrast(table) if self._high_contrast else table
        self._colors.clear()
        font = self._base_font()
        self._em = self._line_height(font)
        # A desktop may name an alias ("Sans Serif"); behind it the next family would draw Latin.
        own = [QFontInfo(font).family(), *font.families()]
        font.setFamilies(font_families(own, self._language, sys.platform))
        self._app.setFont(font)
        self._app.setPalette(make_palette(self._table))
        if self._is_worn:
            self.put_on()
        self._switching = False

    def _base_font(self) -> QFont:
        font = QFont(self._system_font)
        points = font.pointSizeF()
        if points <= 0:
            points = font.pixelSize() * 72.0 / self._app.primaryScreen().logicalDotsPerInch()
        font.setPointSizeF(points * self._text_scale / 100.0)
        return font

    @staticmethod
    def _line_height(font: QFont) -> float:
        return float(QFontMetrics(font).height())

    def _tell_platform(self) -> None:
        if self._mode == "system":
            self._hints.unsetColorScheme()
        else:
            dark = self._mode == "dark"
            self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _decide_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        scheme = self._hints.colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return self._system.dark is True
        return scheme == Qt.ColorScheme.Dark

    def _decide_contrast(self) -> bool:
        if self._contrast != "system":
            return self._contrast == "high"
        asked = self._hints.accessibility().contrastPreference()
        return asked == Qt.ContrastPreference.HighContrast or self._system.more_contrast

    def _on_system_changed(self) -> None:
        if self._switching:
            return
        now = (self._decide_dark(), self._decide_contrast())
        if now != (self._dark, self._high_contrast):
            self._apply()
            self.theme_changed.emit()
