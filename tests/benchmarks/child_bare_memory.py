"""The floor for memory: a bare window in a process that can ask a service and hold a key."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import keyring
from PySide6.QtWidgets import QApplication, QMainWindow

sys.path.insert(0, str(Path(__file__).resolve().parent))
from memory import pss_mb

# As the program takes httpx: without its command line.
import_module("nanobanana_desktop.api")
httpx = import_module("httpx")

application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
client = httpx.AsyncClient()
keyring.get_keyring()
for _ in range(100):
    application.processEvents()
sys.stdout.write(json.dumps({"memory": pss_mb()}) + "\n")
