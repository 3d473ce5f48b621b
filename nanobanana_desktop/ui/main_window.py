"""The window: three panes side by side, menu bar, bar and toast."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from nanobanana_desktop.ui import grid_choice
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.details_place import DetailsPlace
from nanobanana_desktop.ui.pane_splitter import PaneSplitter
from nanobanana_desktop.ui.pane_widths import (
    CREATE,
    DEFAULTS,
    DETAILS,
    HISTORY,
    SIDES,
    Side,
    fit_at_all,
    shared,
)
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.menu_bar import MenuBar
from nanobanana_desktop.ui.window_place import keep_on_screen, kept_place, put_back

if TYPE_CHECKING:
    from nanobanana_desktop.ui.widgets.toast import Toast

DEFAULT_SIZE: Final = (1280, 800)
MINIMUM_SIZE: Final = (982, 600)
NARROW: Final = 1100
"""Design pixels below which the history closes by itself."""
ROOMY: Final = 1440
"""Pixels, and of the design where that is more, from which the details open by themselves, once."""
SMALLEST_STAGE: Final = 420
LARGEST_MINIMUM: Final = (1200, 700)
"""Pixels; with a large text too the window must fit on a small screen."""
TITLE_LENGTH: Final = 40


class MainWindow(QMainWindow):
    """Arranges the panes it is given; what they ask for is connected elsewhere.

    Signals: `close_requested()` – the person closes the window; nothing is closed here –,
    `history_shown(bool)` and `details_shown(bool)` whenever that pane opens or closes;
    `history_made_room()` – it closed by itself and had the focus.
    """

    close_requested = Signal()
    history_shown = Signal(bool)
    details_shown = Signal(bool)
    history_made_room = Signal()

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
        self._history_closed_by_width = self._create_closed_by_width = False
        self._wanted: dict[str, float] = dict(DEFAULTS)
        self._details: DetailsPlace | None = None
        self._details_were_chosen = False
        self._details_closed_by_width = False
        self._hidden_panels = [True, False, True]
        self.setObjectName("main window")
        self._menus = MenuBar(theme)
        self.setMenuBar(self._menus)
        actions.add_menus(self._menus)
        self._splitter = PaneSplitter(self)
        for pane in (create, stage, history):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._put_panes_in_reading_order()
        self.setCentralWidget(self._splitter)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._splitter.usual_wanted.connect(self._on_splitter_usual_wanted)
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

    def float_toast(self, host: QWidget | None) -> None:
        """Tell news over another window, which fills the screen, or over the stage again."""
        self.toast.float_over(host or self._stage)

    def show_prompt_in_title(self, prompt: str) -> None:
        """Name the window after what is looked at; an empty prompt after the program."""
        self._prompt = shortened(" ".join(prompt.split()), TITLE_LENGTH)
        self._show_title()

    def show_create(self, visible: bool) -> None:
        self._create_closed_by_width = False
        self._create.setVisible(visible)
        if visible and self._are_too_wide:
            self._history_closed_by_width |= not self._history.isHidden()
            self._history.hide()
        self._share_width()
        self._show_panels_in_menu()

    def show_history(self, visible: bool) -> None:
        self._history.setVisible(visible)
        self._history_closed_by_width = False
        if visible and self._details is not None and not self._all_fit():
            self._details_closed_by_width |= self.shows_details
            self._details.hide()
        if visible and self._are_too_wide:
            self._create_closed_by_width |= not self._create.isHidden()
            self._create.hide()
        self._bring_back_create()
        self._share_width()
        self._show_panels_in_menu()

    @property
    def details(self) -> DetailsPlace:
        """The place of the details, made if need be."""
        if self._details is None:
            self._details = DetailsPlace(self._theme, self._history, self)
            self._details.hide()
            self._splitter.insertWidget(2, self._details)
            self._splitter.setStretchFactor(2, 0)
            self._splitter.setStretchFactor(3, 0)
            self._put_panes_in_reading_order()
        return self._details

    @property
    def shows_details(self) -> bool:
        return self._details is not None and not self._details.isHidden()

    def show_details(self, visible: bool) -> None:
        """Open or close the details; from now on they are as the person chose."""
        self._details_were_chosen = True
        self._details_closed_by_width = False
        if visible or self._details is not None:
            self.details.setVisible(visible)
        self._close_what_does_not_fit()
        self._share_width()
        self._show_panels_in_menu()

    def state(self) -> dict[str, Any]:
        """Geometry and panes in plain values that JSON can hold."""
        state: dict[str, Any] = {
            "geometry": kept_place(self),
            "widths": [self._wanted[CREATE], self._wanted[HISTORY]],
            "details_width": self._wanted[DETAILS],
            **grid_choice.state_of(self._actions),
            "create": not self._create.isHidden() or self._create_closed_by_width,
            "history": not self._history.isHidden() or self._history_closed_by_width,
        }
        if self._details_were_chosen:
            state["details"] = self.shows_details or self._details_closed_by_width
        return state

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take over `state()` of any age; a window that would be off every screen is centred."""
        put_back(self, state.get("geometry"))
        widths = state.get("widths")
        if isinstance(widths, list) and len(widths) == 2 and all(map(_is_width, widths)):
            self._wanted[CREATE], self._wanted[HISTORY] = widths
        if _is_width(state.get("details_width")):
            self._wanted[DETAILS] = state["details_width"]
        if state.get("create") is False:
            self._create.hide()
        if state.get("history") is False:
            self._history.hide()
        if isinstance(state.get("details"), bool):
            self.show_details(state["details"])
        grid_choice.restore(self._actions, state)
        self._share_width()
        keep_on_screen(self)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._menus.set_alt_held(event.key() == Qt.Key.Key_Alt)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:
            self._menus.set_alt_held(False)
        super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._details_were_chosen and self._is_roomy:
            self.show_details(True)
        self._close_what_does_not_fit()
        self._share_width()
        self._show_panels_in_menu()

    def _put_panes_in_reading_order(self) -> None:
        # A splitter's children are told to screen readers in stacking order, last first.
        for pane in (self._create, self._stage, self._details, self._history):
            if pane is not None:
                pane.raise_()
        for index in range(1, self._splitter.count()):
            self._splitter.handle(index).raise_()

    def _reset_layout(self) -> None:
        self._create.show()
        self._history.show()
        self._history_closed_by_width = self._create_closed_by_width = False
        self._wanted = dict(DEFAULTS)
        if self._details is not None:
            self._details.setVisible(self._is_roomy)
        self._close_what_does_not_fit()
        self._share_width()
        self._show_panels_in_menu()

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= max(ROOMY, self._theme.px(ROOMY))

    @property
    def _room(self) -> int:
        return self.width() - (self._splitter.count() - 1) * self._splitter.handleWidth()

    def _sides(self, *, with_history: bool) -> dict[str, Side]:
        """The panes beside the stage that are open, in their order."""
        px = self._theme.px
        panes = {CREATE: self._create, DETAILS: self._details, HISTORY: self._history}
        return {
            name: Side(px(self._wanted[name]), pane.minimumWidth())
            for name, pane in panes.items()
            if pane is not None and (with_history if name == HISTORY else not pane.isHidden())
        }

    def _close_what_does_not_fit(self) -> None:
        """The history closes by itself in a narrow window and comes back in a wide one."""
        px = self._theme.px
        narrow = self.width() < px(NARROW)
        if not narrow and self.shows_details:
            narrow = not self._all_fit()
        if narrow and not self._history.isHidden():
            had_focus = self._history.isAncestorOf(self.focusWidget())
            self._history.hide()
            self._history_closed_by_width = True
            if had_focus:
                self.history_made_room.emit()
        elif not narrow and self._history_closed_by_width:
            self._history.show()
            self._history_closed_by_width = False
        self._bring_back_create()
        if self._details is not None and self._details_closed_by_width and self._all_fit():
            self._details.show()
            self._details_closed_by_width = False

    def _bring_back_create(self) -> None:
        if self._create_closed_by_width and (self._history.isHidden() or not self._are_too_wide):
            self._create.show()
            self._create_closed_by_width = False

    @property
    def _are_too_wide(self) -> bool:
        """Form and history, to lie beside the stage together."""
        least = self._create.minimumWidth() + self._history.minimumWidth()
        return least + self._theme.px(SMALLEST_STAGE) > self._room

    def _all_fit(self) -> bool:
        """Whether history, details, form and stage have room beside each other."""
        sides = self._sides(with_history=True)
        if self._details is not None:
            sides[DETAILS] = Side(0, self._details.minimumWidth())
        return fit_at_all(self._room, sides, self._theme.px(SMALLEST_STAGE))

    def _share_width(self) -> None:
        """Give the panes what the person wants, and the stage the rest; it is the last to be cut.

        What is wanted stays as it is: a window that was small for a while leaves no trace.
        """
        sides = self._sides(with_history=not self._history.isHidden())
        widths = shared(self._room, sides, self._theme.px(SMALLEST_STAGE))
        create, details, history = (widths.get(name, 0) for name in SIDES)
        sizes = [create, max(1, self._room - create - details - history), details, history]
        if self._details is None:
            del sizes[2]
        self._splitter.setSizes(sizes)

    def _on_splitter_moved(self, _place: int, handle: int) -> None:
        """The person moved the border before pane number `handle`."""
        sizes, scale = self._splitter.sizes(), self._theme.px(1000) / 1000
        if handle == 1:
            self._wanted[CREATE] = round(sizes[0] / scale, 1)
        if self.shows_details:
            self._wanted[DETAILS] = round(sizes[2] / scale, 1)
        if handle > 1 and sizes[-1]:
            self._wanted[HISTORY] = round(sizes[-1] / scale, 1)

    def _on_splitter_usual_wanted(self, handle: int) -> None:
        pane = self._splitter.widget(handle)
        # The border before the stage is that of the form.
        side = HISTORY if pane is self._history else CREATE if pane is self._stage else DETAILS
        self._wanted[side] = DEFAULTS[side]
        self._share_width()

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

    def _show_panels_in_menu(self) -> None:
        create, history = not self._create.isHidden(), not self._history.isHidden()
        self.history_shown.emit(history)
        self.details_shown.emit(self.shows_details)
        self._actions[Command.DETAILS_PANEL].setChecked(self.shows_details)
        self._actions[Command.CREATE_PANEL].setChecked(create)
        self._actions[Command.HISTORY_PANEL].setChecked(history)
        self._actions[Command.HIDE_PANELS].setChecked(not (create or history or self.shows_details))

    def _hide_panels(self) -> None:
        """Leave the stage alone, or bring back what was there before."""
        panes = (self._create, self._details, self._history)
        is_open = [pane is not None and not pane.isHidden() for pane in panes]
        if any(is_open):
            self._hidden_panels = is_open
            is_open = [False, False, False]
        else:
            is_open = self._hidden_panels
        self.show_create(is_open[0])
        if self._details is not None:
            self.show_details(is_open[1])
        self.show_history(is_open[2])

    def _on_actions_triggered(self, command: Command) -> None:
        match command:
            case Command.CREATE_PANEL:
                self.show_create(self._create.isHidden())
            case Command.HISTORY_PANEL:
                self.show_history(self._history.isHidden())
            case Command.DETAILS_PANEL:
                self.show_details(not self.shows_details)
            case Command.HIDE_PANELS:
                self._hide_panels()
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
