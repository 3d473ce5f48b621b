"""What all settings pages share: a title, labelled fields below each other, hints."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nanobanana_desktop.ui.labels import Role, plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.spaced_column import SpacedColumn

GROUP_GAP = 14
GAP = 6


class SettingsPage(QWidget):
    """A column of fields. Every change applies at once."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._heading = plain_label(role="title")
        self._column = SpacedColumn(theme, self)
        self._column.addWidget(self._heading)
        self._column.add_gap(6)
        self._rows: list[QHBoxLayout] = []
        theme.theme_changed.connect(self._fit)
        self._fit()

    def title(self) -> str:
        """Also the word in the list at the left."""
        raise NotImplementedError

    def retranslate(self) -> None:
        self._heading.setText(self.title())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def add_label(self, *, buddy: QWidget | None = None, role: Role = "label") -> QLabel:
        """A label opens a new group; a hint belongs to the field above it."""
        label = plain_label(role=role, wrap=True)
        if buddy is not None:
            label.setBuddy(buddy)
        self._column.add_gap(GROUP_GAP if role == "label" else GAP)
        self._column.addWidget(label)
        return label

    def add_field(self, field: QWidget, *, stretch: bool = False) -> None:
        """`stretch` gives it the whole width."""
        self._column.add_gap(GAP)
        if stretch:
            self._column.addWidget(field)
        else:
            self._column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)

    def add_row(self, *widgets: QWidget, first_stretches: bool = False) -> None:
        row = QHBoxLayout()
        for index, widget in enumerate(widgets):
            row.addWidget(widget, 1 if first_stretches and index == 0 else 0)
        if not first_stretches:
            row.addStretch(1)
        row.setSpacing(self.theme.px(8))
        self._rows.append(row)
        self._column.add_gap(GAP)
        self._column.addLayout(row)

    def add_group(self, group: QWidget) -> None:
        """Label and field in one, with the gaps in it: it leaves none while it is hidden."""
        self._column.addWidget(group)

    def add_rest(self) -> None:
        """Ends the page: what is above stays at the top."""
        self._column.addStretch(1)

    def _fit(self) -> None:
        px = self.theme.px
        self._column.fit(24, 20, 24, 12)
        for row in self._rows:
            row.setSpacing(px(8))
