"""The window: three panes side by side, menu bar, bar and toast."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QEvent, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.ui.widgets.toast import Toast

DEFAULT_SIZE: Final = (1280, 800)
MINIMUM_SIZE: Final = (982, 600)
NARROW: Final = 1100
"""Design pixels below which the history closes by itself."""
CREATE_WIDTH: Final = 336
HISTORY_WIDTH: Final = 304
SMALLEST_STAGE: Final = 420
LARGEST_MINIMUM: Final = (1200, 700)
"""Pixels; with a large text too the window must fit on a small screen."""
TITLE_LENGTH: Final = 40


class MainWindow(QMainWindow):
    """Arranges the panes it is given; what they ask for is connected elsewhere.

    Signals: `close_requested()` – the person closes the window; nothing is closed here –,
    `history_shown(bool)` whenever the history pane opens or closes.
    """

    close_requested = Signal()
    history_shown = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        actions: Actions,
        create: QWidget,
        stage: QWidget,
        history: QWidget,
        *,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self._create = create
        self._stage = stage
        self._history = history
        self._demo = demo
        self._prompt = ""
        self._history_closed_by_width = False
        self._wanted_create: float = CREATE_WIDTH
        self._wanted_history: float = HISTORY_WIDTH
        self.setObjectName("main window")
        actions.add_menus(self.menuBar())
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._panes = (create, stage, history)
        for pane in self._panes:
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._put_panes_in_reading_order()
        self.setCentralWidget(self._splitter)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        actions.triggered.connect(self._on_actions_triggered)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self._reset_layout()
        self._show_title()

    @cached_property
    def toast(self) -> Toast:
        # Nothing is told before the first paint.
        from nanobanana_desktop.ui.widgets.toast import Toast

        return Toast(self._theme, self._stage)

    def set_icon(self, icon: QIcon) -> None:
        self.setWindowIcon(icon)

    def show_prompt_in_title(self, prompt: str) -> None:
        """Name the window after what is looked at; an empty prompt after the program."""
        self._prompt = shortened(" ".join(prompt.split()), TITLE_LENGTH)
        self._show_title()

    def show_create(self, visible: bool) -> None:
        self._create.setVisible(visible)
        self._share_width()
        self._show_panels_in_menu()

    def show_history(self, visible: bool) -> None:
        self._history.setVisible(visible)
        self._history_closed_by_width = False
        self._share_width()
        self._show_panels_in_menu()

    def state(self) -> dict[str, Any]:
        """Geometry and panes in plain values that JSON can hold."""
        return {
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            "widths": [self._wanted_create, self._wanted_history],
            "create": not self._create.isHidden(),
            "history": not self._history.isHidden() or self._history_closed_by_width,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take over `state()` of any age; a window that would be off every screen is centred."""
        geometry = state.get("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
        widths = state.get("widths")
        if isinstance(widths, list) and len(widths) == 2 and all(map(_is_width, widths)):
            self._wanted_create, self._wanted_history = widths
        if state.get("create") is False:
            self._create.hide()
        if state.get("history") is False:
            self._history.hide()
        self._share_width()
        self._keep_on_screen()
        self._show_panels_in_menu()

    def retranslate(self) -> None:
        self._show_title()
        self._actions.retranslate()

    def _show_title(self) -> None:
        name = self.tr("NanoBanana Desktop")
        if self._demo:
            name = self.tr("{name} (Demo)").format(name=name)
        title = self.tr("{prompt} - {name}").format(prompt=self._prompt, name=name)
        self.setWindowTitle(title if self._prompt else name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(NARROW)
        if narrow and not self._history.isHidden():
            self._history.hide()
            self._history_closed_by_width = True
        elif not narrow and self._history_closed_by_width:
            self._history.show()
            self._history_closed_by_width = False
        self._share_width()
        self._show_panels_in_menu()

    def _put_panes_in_reading_order(self) -> None:
        # A splitter's children are told to screen readers in stacking order, last first.
        for pane in self._panes:
            pane.raise_()
        for index in range(1, self._splitter.count()):
            self._splitter.handle(index).raise_()

    def _reset_layout(self) -> None:
        self._create.show()
        self._history.show()
        self._wanted_create, self._wanted_history = CREATE_WIDTH, HISTORY_WIDTH
        self._share_width()
        self._show_panels_in_menu()

    def _share_width(self) -> None:
        """Give the panes what the person wants, and the stage the rest; it is the last to be cut.

        What is wanted stays as it is: a window that was small for a while leaves no trace.
        """
        px = self._theme.px
        room = self.width() - 2 * self._splitter.handleWidth()
        create = 0 if self._create.isHidden() else px(self._wanted_create)
        history = 0 if self._history.isHidden() else px(self._wanted_history)
        lacks = max(0, px(SMALLEST_STAGE) - (room - create - history))
        if history:
            given = min(lacks, max(0, history - self._history.minimumWidth()))
            history, lacks = history - given, lacks - given
        if create:
            create = max(self._create.minimumWidth(), create - lacks)
        self._splitter.setSizes([create, max(1, room - create - history), history])

    def _on_splitter_moved(self, _place: int, handle: int) -> None:
        """The person moved the border before pane number `handle`."""
        sizes, scale = self._splitter.sizes(), self._theme.px(1000) / 1000
        if handle == 1:
            self._wanted_create = round(sizes[0] / scale, 1)
        else:
            self._wanted_history = round(sizes[2] / scale, 1)

    def _fit(self) -> None:
        px = self._theme.px
        available = QGuiApplication.primaryScreen().availableGeometry()
        self.setMinimumSize(
            min(px(MINIMUM_SIZE[0]), LARGEST_MINIMUM[0], available.width()),
            min(px(MINIMUM_SIZE[1]), LARGEST_MINIMUM[1], available.height()),
        )
        if not self.isVisible():
            self.resize(*_default_size(available.width(), available.height()))
        self._share_width()

    def _keep_on_screen(self) -> None:
        frame = self.frameGeometry()
        if any(
            screen.availableGeometry().intersects(frame.adjusted(40, 0, -40, -40))
            for screen in QGuiApplication.screens()
        ):
            return
        available = QGuiApplication.primaryScreen().availableGeometry()
        size = self.size().boundedTo(available.size())
        place = QRect(available.topLeft(), size)
        place.moveCenter(available.center())
        self.setGeometry(place)

    def _show_panels_in_menu(self) -> None:
        create, history = not self._create.isHidden(), not self._history.isHidden()
        self.history_shown.emit(history)
        self._actions[Command.CREATE_PANEL].setChecked(create)
        self._actions[Command.HISTORY_PANEL].setChecked(history)
        self._actions[Command.HIDE_PANELS].setChecked(not create and not history)

    def _on_actions_triggered(self, command: Command) -> None:
        match command:
            case Command.CREATE_PANEL:
                self.show_create(self._create.isHidden())
            case Command.HISTORY_PANEL:
                self.show_history(self._history.isHidden())
            case Command.HIDE_PANELS:
                hide = not (self._create.isHidden() and self._history.isHidden())
                self.show_create(not hide)
                self.show_history(not hide)
            case Command.RESET_LAYOUT:
                self._reset_layout()
            case _:
                pass


def _is_width(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < 10_000


def _default_size(width: int, height: int) -> tuple[int, int]:
    """The size of a first window, with room for the frame that the desktop puts around it."""
    roomy = (round(width * 0.9), round(height * 0.9))
    return min(DEFAULT_SIZE[0], roomy[0]), min(DEFAULT_SIZE[1], roomy[1])
