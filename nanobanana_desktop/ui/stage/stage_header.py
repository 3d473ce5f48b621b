"""The header of the stage: which view, zoom, full screen, and the way back to a closed history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.stage.size_slider import SizeSlider
from nanobanana_desktop.ui.stage.tile_sizes import HEIGHTS
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame
from nanobanana_desktop.ui.widgets.segments import SegmentButtons

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.zoom import Zoom

GRID: Final = "grid"
SINGLE: Final = "single"
COMPARE: Final = "compare"
SCALES: Final = (0.5, 1.0, 2.0, 4.0)
_ICONS: Final = {GRID: "layout-grid", SINGLE: "square", COMPARE: "columns-2"}
_BADGE_LIMIT: Final = 99


class BadgeButton(IconButton):
    """An icon with a small number at its upper right corner; 0 shows none."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, icon, parent=parent)
        self._count = 0

    def set_count(self, count: int) -> None:
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        with QPainter(self) as painter:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font(0.75, 600)
        painter.setFont(font)
        text = formats.count_text(self._count)
        if self._count > _BADGE_LIMIT:
            text = self.tr("{number}+").format(number=formats.count_text(_BADGE_LIMIT))
        height = painter.fontMetrics().height()
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + height // 2)
        area = self.rect().adjusted(self.width() - width, 0, 0, height - self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


class StageHeader(LinedFrame):
    """Signals: `view_chosen(str)` – GRID, SINGLE or COMPARE –, `zoom_in_requested()`,
    `zoom_out_requested()`, `fit_requested()`, `fill_requested()`, `scale_requested(float)`,
    `full_screen_requested()`, `size_chosen(int)` – a step of the tile sizes –,
    `grid_menu_requested()`, `details_toggled()`, `history_requested()`.
    """

    view_chosen = Signal(str)
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    fit_requested = Signal()
    fill_requested = Signal()
    scale_requested = Signal(float)
    full_screen_requested = Signal()
    size_chosen = Signal(int)
    grid_menu_requested = Signal()
    details_toggled = Signal()
    history_requested = Signal()
    compare_offered = Signal(bool)
    """Whether there are two pictures."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "header", parent)
        self._zoom: Zoom | None = None
        self._active_count = 0
        self._too_many = False
        self.views = SegmentButtons(theme, parent=self)
        for key, icon in _ICONS.items():
            self.views.add(key, "", icon)
        self.views.set_value(SINGLE)
        self.views.chosen.connect(self.view_chosen)
        self.zoom_out = IconButton(theme, "zoom-out")
        self.zoom_menu_button = Button(theme, " ", kind="quiet", icon="chevron-down", icon_size=12)
        self.zoom_menu_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.zoom_in = IconButton(theme, "zoom-in")
        self.grid_button: IconButton | None = None
        """There is one as soon as there is a grid."""
        self.size_slider = SizeSlider(theme, len(HEIGHTS), self)
        self.size_slider.valueChanged.connect(self.size_chosen)
        self.full_screen = IconButton(theme, "maximize")
        self.details_button = IconButton(theme, "info")
        self.details_button.setCheckable(True)
        self.history_button = BadgeButton(theme, "panel-right")
        self.history_button.hide()
        self.zoom_out.clicked.connect(self.zoom_out_requested)
        self.zoom_in.clicked.connect(self.zoom_in_requested)
        self.zoom_menu_button.clicked.connect(self._on_zoom_menu_button_clicked)
        self.full_screen.clicked.connect(self.full_screen_requested)
        self.details_button.clicked.connect(self.details_toggled)
        self.history_button.clicked.connect(self.history_requested)
        self._tools = (self.zoom_out, self.zoom_menu_button, self.zoom_in)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.views)
        self._row.addStretch(1)
        self._row.addWidget(self.size_slider)
        for tool in (*self._tools, self.full_screen, self.details_button, self.history_button):
            self._row.addWidget(tool)
        self._shown_tools: tuple[bool, ...] = ()
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_tools(self, *, views: bool, zoom: bool, full_screen: bool, sizes: bool) -> None:
        """What makes sense for what is on the stage; the rest is out of sight."""
        tools = (views, zoom, full_screen, sizes)
        if tools == self._shown_tools:
            # Asked at every new row: the words need not be measured each time.
            return
        self._shown_tools = tools
        self.views.setVisible(views)
        self.size_slider.setVisible(sizes)
        if sizes or self.grid_button is not None:
            self._made_grid_button().setVisible(sizes)
        self.full_screen.setVisible(full_screen)
        for tool in self._tools:
            tool.setVisible(zoom)
        self._fit_words()

    def set_zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom
        text = self.tr("Fit") if zoom.is_fit else formats.percent_of(zoom.shown_scale)
        if text != self.zoom_menu_button.text():
            # Told at every new row: the words need not be measured each time.
            self.zoom_menu_button.setText(text)
            self._fit_words()

    def set_size(self, step: int) -> None:
        self.size_slider.setValue(step)

    def set_compare_enabled(self, has_two: bool, *, too_many: bool = False) -> None:
        """Compare needs two pictures, and takes no more than six of those selected."""
        self._too_many = too_many
        enabled = has_two and not too_many
        self.views.set_choice_enabled(COMPARE, enabled)
        self.compare_offered.emit(enabled)
        tip = self.tr("Compare (C)") if enabled else self.tr("Compare needs two images.")
        if too_many:
            tip = self.tr("Compare takes up to six images. More are selected.")
        plain_tooltip(self.views.group.choice(COMPARE), tip)

    def set_history_closed(self, closed: bool) -> None:
        """While the history is closed, its button is here and shows the active tasks."""
        self.history_button.setVisible(closed)
        self._fit_words()

    def set_details_open(self, is_open: bool) -> None:
        self.details_button.setChecked(is_open)

    def set_active_count(self, count: int) -> None:
        self._active_count = count
        self.history_button.set_count(count)
        self._name_history_button()

    def retranslate(self) -> None:
        self.views.set_text(GRID, self.tr("Grid"))
        self.views.set_text(SINGLE, self.tr("Single"))
        self.views.set_text(COMPARE, self.tr("Compare"))
        plain_tooltip(self.views.group.choice(GRID), self.tr("Grid (G)"))
        plain_tooltip(self.views.group.choice(SINGLE), self.tr("Single (Enter)"))
        is_offered = self.views.group.choice(COMPARE).isEnabled()
        self.set_compare_enabled(is_offered or self._too_many, too_many=self._too_many)
        self.zoom_out.set_name(self.tr("Zoom out"), self.tr("Zoom out (Ctrl+-)"))
        self.zoom_in.set_name(self.tr("Zoom in"), self.tr("Zoom in (Ctrl++)"))
        self.size_slider.setAccessibleName(self.tr("Thumbnail size"))
        self.zoom_menu_button.setAccessibleName(self.tr("Zoom"))
        self.full_screen.set_name(self.tr("Full screen"), self.tr("Full screen (F)"))
        self.details_button.set_name(self.tr("Details"), self.tr("Details (I)"))
        self._name_history_button()
        self._name_grid_button()
        if self._zoom is not None:
            self.set_zoom(self._zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def minimumSizeHint(self) -> QSize:
        """Words are no reason to keep the stage wide."""
        return QSize(self._beside_views() + self.views.bare_width(), self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _name_history_button(self) -> None:
        name = self.tr("Show history")
        if self._active_count:
            name = self.tr("Show history, %Ln active", "", self._active_count)
        self.history_button.set_name(name, self.tr("Show history (Ctrl+J)"))

    def _made_grid_button(self) -> IconButton:
        button = self.grid_button
        if button is None:
            button = self.grid_button = IconButton(self._theme, "grouped", parent=self)
            self._row.insertWidget(self._row.indexOf(self.size_slider), button)
            self._name_grid_button()
            button.clicked.connect(self.grid_menu_requested)
            QWidget.setTabOrder(button, self.size_slider)
        return button

    def _name_grid_button(self) -> None:
        if self.grid_button is not None:
            self.grid_button.set_name(self.tr("Groups and stacks"), self.tr("Groups and stacks"))

    def _fit_words(self) -> None:
        self.views.fit_words(self.width() - self._beside_views())

    def _beside_views(self) -> int:
        """The width of all that is shown but the choice of the view."""
        items = [self._row.itemAt(index) for index in range(self._row.count())]
        shown = [item for item in items if item is not None and not item.isEmpty()]
        tools = [item.sizeHint().width() for item in shown if item.widget() is not self.views]
        margins = self._row.contentsMargins()
        gaps = (len(tools) + 1) * self._row.spacing()
        return sum(tools) + gaps + margins.left() + margins.right()

    def _fit(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(48))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(5))

    def _on_zoom_menu_button_clicked(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Fit")).triggered.connect(self.fit_requested)
        menu.addAction(self.tr("Fill")).triggered.connect(self.fill_requested)
        menu.addSeparator()
        for scale in SCALES:
            action = menu.addAction(formats.percent_of(scale))
            action.triggered.connect(
                lambda _checked=False, scale=scale: self.scale_requested.emit(scale)
            )
        below = self.zoom_menu_button.rect().bottomLeft()
        menu.popup(self.zoom_menu_button.mapToGlobal(below))
