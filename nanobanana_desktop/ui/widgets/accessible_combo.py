"""What screen readers learn of a drop-down list: its name stays its name."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox


class AccessibleCombo(QAccessibleWidget):
    """Name from the label, chosen entry as value and description.

    WORKAROUND: on Unix Qt 6.11 gives the chosen entry as the name of every combo box, so that
    nobody can find "Model" by its name.
    """

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo, QAccessible.Role.ComboBox)
        self._combo = combo

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._combo.accessibleName()
        if kind in (QAccessible.Text.Value, QAccessible.Text.Description):
            return self._combo.currentText()
        return super().text(kind)

    def childCount(self) -> int:
        return 1

    def child(self, _index: int) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._combo.view())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._combo.view() else -1

    def actionNames(self) -> list[str]:
        return [self.showMenuAction(), self.pressAction(), self.setFocusAction()]

    def doAction(self, name: str) -> None:
        if name == self.setFocusAction():
            self._combo.setFocus()
        elif self._combo.view().isVisible():
            self._combo.hidePopup()
        elif self._combo.isEnabled():
            self._combo.showPopup()


def make_accessible_combo(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """The factory for `QAccessible.installFactory`; answers for our `Combo` only."""
    if class_name == "Combo" and isinstance(thing, QComboBox):
        return AccessibleCombo(thing)
    return None
