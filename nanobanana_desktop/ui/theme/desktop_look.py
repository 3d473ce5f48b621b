"""Asks the portal of a Linux desktop how programs should look, and hears when that changes."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

from nanobanana_desktop.ui.theme.system_look import SystemLook

_PORTAL: Final = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
)
_NAMESPACE: Final = "org.freedesktop.appearance"
_SCHEME, _CONTRAST, _MOTION = "color-scheme", "contrast", "reduced-motion"
_KEYS: Final = (_SCHEME, _CONTRAST, _MOTION)
_SCHEMES: Final = {1: True, 2: False}


class DesktopLook(QObject):
    """Nothing waits for the answers.

    Signals: `told(SystemLook)` – once when all is answered, also where nothing is known, and
    whenever something changes.
    """

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, int] = {}
        self._unanswered = set(_KEYS)

    def start(self) -> None:
        """Ask for everything once, and listen from now on."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self.told.emit(SystemLook())
            return
        # Declared to take bytes, and refuses them.
        listen: Any = bus.connect
        slot = SLOT("on_setting_changed(QString,QString,QDBusVariant)")
        listen(*_PORTAL, "SettingChanged", self, slot)
        for key in _KEYS:
            self._ask(bus, key)

    def _ask(self, bus: QDBusConnection, key: str) -> None:
        message = QDBusMessage.createMethodCall(*_PORTAL, "Read")
        message.setArguments([_NAMESPACE, key])
        # They stay with their parent: deleted one by one, they take PySide 6.11 down with it.
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        watcher.finished.connect(lambda answered: self._on_answered(key, answered))

    def _on_answered(self, key: str, watcher: QDBusPendingCallWatcher) -> None:
        self._unanswered.discard(key)
        self._take(key, None if watcher.isError() else watcher.reply().arguments()[0])

    @Slot(str, str, QDBusVariant)
    def on_setting_changed(self, namespace: str, key: str, value: QDBusVariant) -> None:
        """Called by the session bus."""
        if namespace == _NAMESPACE and key in _KEYS:
            self._take(key, value)

    def _take(self, key: str, value: object) -> None:
        # The answer to `Read` is wrapped twice.
        while isinstance(value, QDBusVariant):
            value = value.variant()
        if isinstance(value, int):
            self._values[key] = value
        if not self._unanswered:
            dark = _SCHEMES.get(self._values.get(_SCHEME, 0))
            contrast, motion = (self._values.get(key) == 1 for key in (_CONTRAST, _MOTION))
            self.told.emit(SystemLook(dark, contrast, motion))
