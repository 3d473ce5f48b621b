"""Progress on the button of the window in the task bar of Windows, by its COM interface."""

from __future__ import annotations

import ctypes
import sys
import uuid
from collections.abc import Callable
from typing import Any, Final

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.batch_progress import NOTHING, Progress

_log = get_logger(__name__)

CLASS: Final = uuid.UUID("56fdf344-fd6d-11d0-958a-006097c9a090")
INTERFACE: Final = uuid.UUID("ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf")
"""ITaskbarList3."""
_IN_PROCESS: Final = 1

RELEASE: Final = 2
INITIALISE: Final = 3
SET_VALUE: Final = 9
SET_STATE: Final = 10
"""Places in the table of the interface and of those that it extends."""

NO_PROGRESS: Final = 0
MOVING: Final = 1
NORMAL: Final = 2
ERROR: Final = 4
"""What the button can show."""

Prototype = Callable[..., Any]
"""Makes the type of a function from that of its result and those of its arguments."""


class TaskbarList:
    """Calls the methods of an ITaskbarList3; `address` is that of the interface.

    Each raises OSError when Windows refuses.
    """

    def __init__(self, address: int, prototype: Prototype) -> None:
        self._address = address
        self._prototype = prototype
        self._call(INITIALISE)

    def set_value(self, window: int, done: int, total: int) -> None:
        words = (ctypes.c_void_p(window), ctypes.c_ulonglong(done), ctypes.c_ulonglong(total))
        self._call(SET_VALUE, *words)

    def set_state(self, window: int, state: int) -> None:
        self._call(SET_STATE, ctypes.c_void_p(window), ctypes.c_int(state))

    def release(self) -> None:
        """Nothing may be called afterwards."""
        self._method(RELEASE, ctypes.c_ulong)(self._address)

    def _call(self, place: int, *arguments: Any) -> None:
        types = [type(argument) for argument in arguments]
        result = self._method(place, ctypes.c_long, *types)(self._address, *arguments)
        if result < 0:
            raise OSError(f"task bar: method {place} answered {result & 0xFFFFFFFF:#x}")

    def _method(self, place: int, result: Any, *types: Any) -> Callable[..., int]:
        # An interface points to its table, and the table to the methods.
        table = ctypes.cast(self._address, ctypes.POINTER(ctypes.c_void_p))[0] or 0
        method = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[place] or 0
        found: Callable[..., int] = self._prototype(result, ctypes.c_void_p, *types)(method)
        return found


def system_taskbar() -> TaskbarList:
    """The task bar of this Windows. Raises OSError where there is none."""
    if sys.platform == "win32":
        address = ctypes.c_void_p()
        ctypes.OleDLL("ole32").CoCreateInstance(
            CLASS.bytes_le, None, _IN_PROCESS, INTERFACE.bytes_le, ctypes.byref(address)
        )
        return TaskbarList(address.value or 0, ctypes.WINFUNCTYPE)
    raise OSError("this system has no such task bar")


class TaskbarProgress:
    """See `ProgressSign`; used in the thread of the window, for which Qt has made COM ready."""

    def __init__(
        self, window_id: Callable[[], int], make: Callable[[], TaskbarList] = system_taskbar
    ) -> None:
        self._window_id = window_id
        self._make = make
        self._taskbar: TaskbarList | None = None
        self._is_out_of_order = False

    def show(self, progress: Progress) -> None:
        if self._is_out_of_order:
            return
        try:
            if self._taskbar is None:
                self._taskbar = self._make()
            _put(self._taskbar, self._window_id(), progress)
        except OSError as error:
            self._is_out_of_order = True
            _log.info("no progress in the task bar: %r", error)

    def close(self) -> None:
        taskbar = self._taskbar
        if taskbar is None:
            return
        self.show(NOTHING)
        self._taskbar = None
        taskbar.release()


def _put(taskbar: TaskbarList, window: int, progress: Progress) -> None:
    if progress.all_failed:
        taskbar.set_state(window, ERROR)
        # Without a value an error has no room to be seen in.
        taskbar.set_value(window, 1, 1)
    elif not progress.total:
        taskbar.set_state(window, NO_PROGRESS)
    elif not progress.done:
        # Nothing is known of how far a single picture is.
        taskbar.set_state(window, MOVING)
    else:
        taskbar.set_state(window, NORMAL)
        taskbar.set_value(window, progress.done, progress.total)
