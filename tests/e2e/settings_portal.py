"""A portal that tells programs how to look: `settings_portal.py`, on the session bus.

Run by the distribution's own Python: only that one has GObject. The first line of standard input
is a JSON object of keys and numbers, each one after it some of them that change; every line is
answered with "ready".
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gi.repository import Gio, GLib

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
NAMESPACE = "org.freedesktop.appearance"
DESCRIPTION = f"""
<node><interface name="{INTERFACE}">
  <method name="Read">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
  </method>
  <signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
</interface></node>
"""


class SettingsPortal:
    def __init__(self, values: dict[str, int]) -> None:
        self._values = values
        self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(DESCRIPTION).interfaces[0]
        self._bus.register_object(PATH, interface, self._on_called, None, None)
        # Nobody finds the portal before the name is its own.
        flags = Gio.BusNameOwnerFlags.NONE
        Gio.bus_own_name_on_connection(self._bus, NAME, flags, lambda *_: say_ready(), None)

    def change(self, values: dict[str, int]) -> None:
        self._values.update(values)
        for key, value in values.items():
            told = GLib.Variant("(ssv)", (NAMESPACE, key, GLib.Variant("u", value)))
            self._bus.emit_signal(None, PATH, INTERFACE, "SettingChanged", told)

    def _on_called(self, *call: Any) -> None:
        parameters, invocation = call[5:7]
        namespace, key = parameters.unpack()
        if namespace != NAMESPACE or key not in self._values:
            invocation.return_dbus_error(f"{NAME}.Error.NotFound", "Requested setting not found")
            return
        value = GLib.Variant("u", self._values[key])
        invocation.return_value(GLib.Variant("(v)", (GLib.Variant("v", value),)))


def say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def main() -> None:
    portal = SettingsPortal(json.loads(sys.stdin.readline()))
    loop = GLib.MainLoop()

    def on_line(_channel: object, _condition: object) -> bool:
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        portal.change(json.loads(line))
        say_ready()
        return True

    GLib.io_add_watch(
        GLib.IOChannel.unix_new(0), GLib.IOCondition.IN | GLib.IOCondition.HUP, on_line
    )
    loop.run()


if __name__ == "__main__":
    main()
