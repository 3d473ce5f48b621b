"""The floor for idling: a bare PySide6 main window that stays."""

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.exec()
