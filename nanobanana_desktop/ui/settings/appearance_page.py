"""Settings: language, looks, size of the text, motion, and how the window behaves."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import (
    TEXT_SIZES,
    Contrast,
    Language,
    Motion,
    Settings,
    ThemeMode,
)
from nanobanana_desktop.ui.i18n import LANGUAGE_NAMES
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.tab_order import put_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.segments import SegmentButtons

_BOX_WIDTH = 200


class AppearancePage(SettingsPage):
    """Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value."""

    setting_chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.language_box = Combo(theme)
        self._language_label = self.add_label(buddy=self.language_box)
        self.add_field(self.language_box)
        self.theme_buttons = SegmentButtons(theme)
        self._theme_label = self.add_label()
        self.add_field(self.theme_buttons)
        self.contrast_box = Combo(theme)
        self._contrast_label = self.add_label(buddy=self.contrast_box)
        self.add_field(self.contrast_box)
        self.size_box = Combo(theme)
        self._size_label = self.add_label(buddy=self.size_box)
        self.add_field(self.size_box)
        self.motion_box = Combo(theme)
        self._motion_label = self.add_label(buddy=self.motion_box)
        self.add_field(self.motion_box)
        self.keys_box = TickBox(theme)
        self._behaviour_label = self.add_label()
        self.add_field(self.keys_box)
        self._keys_hint = self.add_label(role="hint")
        self.new_box = TickBox(theme)
        self.add_field(self.new_box)
        self.add_rest()
        self._fill()
        self._put_tabs_in_reading_order()
        self._fit()
        self.retranslate()
        self.language_box.activated.connect(
            lambda: self._choose("language", Language(self.language_box.currentData()))
        )
        self.theme_buttons.chosen.connect(lambda key: self._choose("theme", ThemeMode(key)))
        self.contrast_box.activated.connect(
            lambda: self._choose("contrast", Contrast(self.contrast_box.currentData()))
        )
        self.size_box.activated.connect(
            lambda: self._choose("text_size", int(self.size_box.currentData()))
        )
        self.motion_box.activated.connect(
            lambda: self._choose("motion", Motion(self.motion_box.currentData()))
        )
        self.keys_box.clicked.connect(
            lambda: self._choose("single_key_shortcuts", self.keys_box.isChecked())
        )
        self.new_box.clicked.connect(
            lambda: self._choose("show_new_images", self.new_box.isChecked())
        )

    def title(self) -> str:
        return self.tr("Appearance")

    def show_settings(self, settings: Settings) -> None:
        self.language_box.setCurrentIndex(self.language_box.findData(settings.language.value))
        self.contrast_box.setCurrentIndex(self.contrast_box.findData(settings.contrast.value))
        self.size_box.setCurrentIndex(self.size_box.findData(settings.text_size))
        self.motion_box.setCurrentIndex(self.motion_box.findData(settings.motion.value))
        self.keys_box.setChecked(settings.single_key_shortcuts)
        self.new_box.setChecked(settings.show_new_images)
        self.theme_buttons.blockSignals(True)
        self.theme_buttons.set_value(settings.theme.value)
        self.theme_buttons.blockSignals(False)

    def retranslate(self) -> None:
        super().retranslate()
        self._language_label.setText(self.tr("Language"))
        self.language_box.set_name(self.tr("Language"))
        self.language_box.setItemText(0, self.tr("Same as the system"))
        self._theme_label.setText(self.tr("Theme"))
        self.theme_buttons.set_text(ThemeMode.SYSTEM, self.tr("System"))
        self.theme_buttons.set_text(ThemeMode.LIGHT, self.tr("Light"))
        self.theme_buttons.set_text(ThemeMode.DARK, self.tr("Dark"))
        self._contrast_label.setText(self.tr("Contrast"))
        self.contrast_box.set_name(self.tr("Contrast"))
        self.contrast_box.setItemText(0, self.tr("Follow system"))
        self.contrast_box.setItemText(1, self.tr("Standard"))
        self.contrast_box.setItemText(2, self.tr("High"))
        self._size_label.setText(self.tr("Text size"))
        self.size_box.set_name(self.tr("Text size"))
        for index, size in enumerate(TEXT_SIZES):
            text = self.tr("{size} %").format(size=QLocale().toString(size))
            self.size_box.setItemText(index, text)
        self._motion_label.setText(self.tr("Motion"))
        self.motion_box.set_name(self.tr("Motion"))
        self.motion_box.setItemText(0, self.tr("Follow system"))
        self.motion_box.setItemText(1, self.tr("Reduce"))
        self.motion_box.setItemText(2, self.tr("Full"))
        self._behaviour_label.setText(self.tr("Behaviour"))
        self.keys_box.setText(self.tr("Single-key shortcuts"))
        self._keys_hint.setText(
            self.tr("Letters and digits act while the stage or the history has the focus.")
        )
        self.new_box.setText(self.tr("Show new images as they arrive"))

    def _fill(self) -> None:
        self.language_box.addItem("", Language.SYSTEM.value)
        for language, name in LANGUAGE_NAMES.items():
            self.language_box.addItem(name, language.value)
        for mode in ThemeMode:
            self.theme_buttons.add(mode.value, "")
        for contrast in Contrast:
            self.contrast_box.addItem("", contrast.value)
        for size in TEXT_SIZES:
            self.size_box.addItem("", size)
        for motion in (Motion.SYSTEM, Motion.REDUCED, Motion.FULL):
            self.motion_box.addItem("", motion.value)

    def _put_tabs_in_reading_order(self) -> None:
        # The order of Tab is that of creation, and the buttons of the theme came last.
        modes = [self.theme_buttons.group.choice(mode.value) for mode in ThemeMode]
        boxes = (self.contrast_box, self.size_box, self.motion_box)
        put_in_order((self.language_box, *modes, *boxes, self.keys_box, self.new_box))

    def _fit(self) -> None:
        super()._fit()
        for box in self.findChildren(Combo):
            box.setMinimumWidth(self.theme.px(_BOX_WIDTH))

    def _choose(self, field: str, value: object) -> None:
        self.setting_chosen.emit(field, value)
