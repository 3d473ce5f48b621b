"""Commands: what a held key may repeat."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.ui.actions import REPEATED, Actions, Command


@pytest.mark.parametrize("command", list(Command))
def test_a_held_key_repeats_only_what_is_harmless(qapp: QApplication, command: Command) -> None:
    assert Actions()[command].autoRepeat() is (command in REPEATED)
    assert Command.GENERATE not in REPEATED
