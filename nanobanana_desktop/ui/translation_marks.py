"""The mark for texts that are collected now and translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6 import QtCore

# PySide6 declares the result as `object`; lupdate finds marked texts by exactly this name.
QT_TRANSLATE_NOOP: Final = cast(Callable[[str, str], str], QtCore.QT_TRANSLATE_NOOP)
