"""The library of templates beside the form: found, used, renamed, moved, replaced, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui.history.saved_list import NameLine
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.templates.card import TemplateCard
from nanobanana_desktop.ui.templates.renaming import Renaming
from nanobanana_desktop.ui.templates.template_list import ROW_HEIGHT, TemplateList
from nanobanana_desktop.ui.templates.template_menu import TemplateMenu
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton

Key = Qt.Key
TELL_MS: Final = 500
"""After the last letter, until what was found is spoken."""
_HEIGHT: Final = 560
_LEAST_ROWS: Final = 3
_STEPS: Final = {Key.Key_Down: 1, Key.Key_Up: -1}
_PAGES: Final = {Key.Key_PageDown: 1, Key.Key_PageUp: -1}


class SearchLine(NameLine):
    """Signals: `stepped(int)`, `paged(int)`, `rename_wanted()` – F2."""

    stepped = Signal(int)
    paged = Signal(int)
    rename_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if self.is_composing:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _PAGES:
            self.paged.emit(_PAGES[key])
        elif key == Key.Key_F2:
            self.rename_wanted.emit()
        else:
            super().keyPressEvent(event)


class LibraryCard(TemplateCard):
    """Shows what it is told; it closes when something is used and when the focus goes elsewhere.

    Signals: `use_wanted(PromptTemplate)`, `append_wanted(PromptTemplate)`,
    `edit_wanted(PromptTemplate)` – the form is to hold it with its variables –,
    `replace_wanted(PromptTemplate)` – by the form –, `change_wanted(PromptTemplate)` with another
    name or folder, `remove_wanted(PromptTemplate)`, `save_wanted()`, `import_wanted()`,
    `export_wanted()`.
    """

    use_wanted = Signal(object)
    append_wanted = Signal(object)
    edit_wanted = Signal(object)
    replace_wanted = Signal(object)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    save_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme, pane: QWidget, spared: QWidget) -> None:
        """A press into `spared` does not close it."""
        super().__init__(theme, pane)
        self._spared = spared
        self._templates: Sequence[PromptTemplate] = ()
        self._is_known = False
        self.setObjectName("templates")
        self.save_button = IconButton(theme, "plus", size=28)
        self.files_button = IconButton(theme, "ellipsis", size=28)
        for place, button in enumerate((self.save_button, self.files_button)):
            self.head.insertWidget(1 + place, button)
        self.search = SearchLine(self)
        self.list = TemplateList(theme, self)
        self.nothing = plain_label(role="secondary", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = plain_label(role="hint")
        self.append_button = Button(theme, " ")
        self.more_button = IconButton(theme, "ellipsis", size=28)
        self.renaming = Renaming(theme, self)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._count, 1)
        self._foot.addWidget(self.append_button)
        self._foot.addWidget(self.more_button)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.nothing, 1)
        self.column.addLayout(self._foot)
        self.column.addWidget(self.renaming)
        self.renaming.hide()
        self._menu = TemplateMenu(self)
        self._tell = QTimer(self)
        self._tell.setObjectName("templates tell")
        self._tell.setSingleShot(True)
        self._tell.setInterval(TELL_MS)
        self._tell.timeout.connect(self._on_tell_timeout)
        self._connect()
        self.retranslate()

    def open(self) -> None:
        """Open with the focus in the search."""
        self.search.clear()
        self.renaming.hide()
        self._show_foot(True)
        self._choose(0)
        self.open_at(self.search)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_application_focus_changed)

    def dismiss(self) -> None:
        application = QApplication.instance()
        if not self.isHidden() and isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_application_focus_changed)
        super().dismiss()

    def show_templates(self, templates: Sequence[PromptTemplate]) -> None:
        """All of them; the current one stays so, or the one in its place becomes it."""
        current, row = self.list.current, self.list.currentIndex().row()
        self._templates, self._is_known = templates, True
        self.list.rows.show_templates(templates)
        place = -1 if current is None else self.list.rows.row_of(current.id)
        self._choose(place if place >= 0 else row)

    def show_current(self, template_id: str) -> None:
        """Make this template the current one, if it is listed."""
        self.list.choose(self.list.rows.row_of(template_id))

    def act(self) -> None:
        template = self.list.current
        if template is not None and not self.search.is_composing:
            self.use_wanted.emit(template)

    def menu(self, template: PromptTemplate) -> QMenu:
        """What can be done with a template."""
        return self._menu.menu(template, self._templates)

    def files_menu(self) -> QMenu:
        """What can be done with all of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Import…"), self.import_wanted.emit)
        export = menu.addAction(self.tr("Export all…"), self.export_wanted.emit)
        export.setEnabled(bool(self._templates))
        return menu

    def wanted_height(self, width: int) -> int:
        px = self._theme.px
        content = self.list.content_height() if self.list.rows.count else px(3 * ROW_HEIGHT)
        rest = super().wanted_height(width) - self.list.sizeHint().height()
        if self.list.isHidden():
            rest = self.minimumSizeHint().height()
        least = px(_LEAST_ROWS * ROW_HEIGHT)
        return min(rest + max(least, content) + px(4), px(_HEIGHT))

    def retranslate(self) -> None:
        self.set_title(self.tr("Templates"))
        self.close_button.set_name(self.tr("Close"))
        self.save_button.set_name(self.tr("Save form as template…"))
        self.files_button.set_name(self.tr("Import and export"))
        self.search.setPlaceholderText(self.tr("Find a template"))
        self.search.setAccessibleName(self.tr("Find a template"))
        self.list.setAccessibleName(self.tr("Templates"))
        self.append_button.setText(self.tr("Append to prompt"))
        if self._is_known:
            # What they hold is told in words.
            self.show_templates(self._templates)
        self._show_current()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.stepped.connect(self._on_search_stepped)
        self.search.paged.connect(lambda pages: self._step(pages * self.list.page, wraps=False))
        self.search.entered.connect(self.act)
        self.search.given_up.connect(self._on_search_given_up)
        self.search.rename_wanted.connect(self._on_search_rename_wanted)
        self.list.chosen.connect(self.use_wanted)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.rename_wanted.connect(self.renaming.rename)
        self.list.remove_wanted.connect(self.remove_wanted)
        self.list.current_changed.connect(self._show_current)
        self.append_button.clicked.connect(self._with_current(self.append_wanted.emit))
        self.more_button.clicked.connect(self._on_more_button_clicked)
        self.save_button.clicked.connect(self.save_wanted)
        self.files_button.clicked.connect(self._on_files_button_clicked)
        menu = self._menu
        menu.use_wanted.connect(self.use_wanted)
        menu.append_wanted.connect(self.append_wanted)
        menu.edit_wanted.connect(self.edit_wanted)
        menu.replace_wanted.connect(self.replace_wanted)
        menu.remove_wanted.connect(self.remove_wanted)
        menu.rename_wanted.connect(self.renaming.rename)
        menu.new_folder_wanted.connect(self.renaming.ask_folder)
        menu.change_wanted.connect(self.change_wanted)
        self.renaming.change_wanted.connect(self.change_wanted)
        self.renaming.ended.connect(self._on_renaming_ended)
        self.renaming.begun.connect(self._on_renaming_begun)

    def _with_current(self, tell: Callable[[PromptTemplate], object]) -> Callable[[], None]:
        def act() -> None:
            template = self.list.current
            if template is not None:
                tell(template)

        return act

    def _choose(self, row: int) -> None:
        self.list.choose(self.list.rows.nearest(row))
        self._show_current()
        self._place_soon()

    def _step(self, distance: int, *, wraps: bool) -> None:
        self._tell.stop()
        self.list.step(distance, wraps=wraps)
        hit = self.list.rows.hit_at(self.list.currentIndex().row())
        if hit is not None:
            # The focus stays in the line: a screen reader would not hear of it otherwise.
            announce(self, self.list.rows.sentence(hit))

    def _show_current(self) -> None:
        rows, template = self.list.rows, self.list.current
        self.list.setVisible(rows.count > 0)
        self.nothing.setVisible(self._is_known and not rows.count)
        if rows.is_searching:
            words = self.tr("No template matches “{words}”.")
            self.nothing.setText(words.format(words=self.search.text().strip()))
        else:
            self.nothing.setText(
                self.tr("No templates yet. A template keeps the prompt and settings of the form.")
            )
        self._count.setText(self.tr("%Ln template(s)", "", rows.count) if rows.count else "")
        self.append_button.setEnabled(template is not None and bool(template.prompt))
        self.more_button.setEnabled(template is not None)
        name = "" if template is None else isolated(template.name)
        self.more_button.set_name(self.tr("More on “{name}”").format(name=name))

    def _open_menu(self, template: PromptTemplate, place: QPoint) -> None:
        self.menu(template).popup(place)

    def _on_more_button_clicked(self) -> None:
        template = self.list.current
        if template is not None:
            below = QPoint(0, self.more_button.height())
            self._open_menu(template, self.more_button.mapToGlobal(below))

    def _on_files_button_clicked(self) -> None:
        below = QPoint(0, self.files_button.height())
        self.files_menu().popup(self.files_button.mapToGlobal(below))

    def _on_search_text_changed(self, text: str) -> None:
        self.list.rows.search(text)
        self._choose(0)
        self._tell.start()

    def _on_tell_timeout(self) -> None:
        """What a search found is spoken once nobody writes on."""
        hit = self.list.rows.hit_at(self.list.currentIndex().row())
        if self.isHidden():
            return
        if hit is None:
            announce(self, self.nothing.text())
        else:
            announce(self, f"{self._count.text()}. {self.list.rows.sentence(hit)}")

    def _on_search_stepped(self, distance: int) -> None:
        self._step(distance, wraps=True)

    def _on_search_given_up(self) -> None:
        """The first Esc takes the search away, the next one closes."""
        if self.search.text():
            self.search.clear()
        else:
            self.dismiss()

    def _on_search_rename_wanted(self) -> None:
        self._with_current(self.renaming.rename)()

    def _on_renaming_begun(self) -> None:
        self._show_foot(False)

    def _on_renaming_ended(self) -> None:
        self._show_foot(True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_foot(self, shown: bool) -> None:
        for part in (self._count, self.append_button, self.more_button):
            part.setVisible(shown)
        self._place_soon()

    def _on_application_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self.window() or now is self.window():
            return
        is_near = self.isAncestorOf(now) or now is self
        if not is_near and not self._spared.isAncestorOf(now):
            self.dismiss()

    def _fit(self) -> None:
        super()._fit()
        self._foot.setSpacing(self._theme.px(6))
