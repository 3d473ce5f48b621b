"""The style sheet in the design's own measures: pixels at a line height of 16, colours by token.

`make_style_sheet` scales the lengths, turns `em` font sizes into points and fills in the colours.
Widgets with shapes that style sheets cannot draw paint themselves; see `ui/widgets`.
A length such as `6px-1` is scaled first and one pixel less then: rings are drawn without moving
what is in them. Dynamic properties used: `kind` of buttons, `role` of labels, `surface` of frames.
"""

from __future__ import annotations

from typing import Final

TEMPLATE: Final = """
QToolTip { background: $overlay; color: $text; border: 1px solid $border; padding: 4px 8px; }

QLabel[role="title"] { font-size: 1.3em; font-weight: 600; }
QLabel[role="welcome"] { font-size: 1.5em; font-weight: 600; }
QLabel[role="pane"] { font-size: 1.15em; font-weight: 600; }
QLabel[role="label"] { font-weight: 500; }
QLabel[role="secondary"] { color: $text2; }
QLabel[role="hint"], QLabel[role="meta"] { font-size: 0.92em; color: $text3; }
QLabel[role="small"] { font-size: 0.85em; font-weight: 500; color: $text3; }
QLabel[role="error"] { font-size: 0.92em; color: $err; }
QLabel[role="ok"] { font-size: 0.92em; color: $ok; }
QLabel[role="warn"] { font-size: 0.92em; color: $warn; }

QFrame[surface="header"] { background: $bg; border: 0; padding-bottom: 1px; }
QFrame[surface="footer"] { background: $bg; border: 0; padding-top: 1px; }
QFrame[surface="pane"] { background: $bg; border: 0; }
QFrame[surface="stage"] { background: $stage; border: 0; }
QFrame[surface="line"] { background: $border; border: 0; max-width: 1px; min-width: 1px; }
QFrame[surface="rule"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }
QFrame[surface="card"] {
    background: $surface; border: 1px solid $border; border-radius: 12px;
}
QFrame[surface="bar"] { border: 0; padding-bottom: 1px; background: $info_soft; }
QFrame[surface="bar"][severity="error"] { background: $err_soft; }
QFrame[surface="bar"][severity="warning"] { background: $warn_soft; }

QPushButton {
    outline: 0; padding: 6px 12px; border: 1px solid $control_edge;
    border-radius: 7px; background: $surface; color: $text; font-weight: 500;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent_line; padding: 6px-1 12px-1; }
QPushButton:disabled { color: $disabled; background: $bg; border: 1px solid $border; }
QPushButton[scale="tight"] { padding: 6px 2px; }
QPushButton[scale="tight"]:focus { padding: 6px-1 2px-1; }
QPushButton[kind="primary"] {
    padding: 9px 14px; border: 1px solid $accent_edge; border-radius: 9px;
    background: $accent; color: $on_accent; font-weight: 600;
}
QPushButton[kind="primary"][scale="row"],
QPushButton[kind="primary"][scale="row"]:focus { padding: 6px 12px; border-radius: 7px; }
QPushButton[kind="primary"][scale="large"] { font-size: 1.07em; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_press; }
QPushButton[kind="primary"]:focus { border: 1px solid $accent_edge; padding: 9px 14px; }
QPushButton[kind="primary"]:disabled {
    background: $sunken; color: $disabled; border: 1px solid $border;
}
QPushButton[kind="quiet"] {
    padding: 6px; border: 1px solid transparent; border-radius: 6px;
    background: transparent; color: $text2;
}
QPushButton[kind="quiet"]:hover { background: $pressed; }
QPushButton[kind="quiet"]:checked { background: $pressed; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked:hover { background: $held; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent_line; padding: 6px-1; }
QPushButton[kind="quiet"]:disabled {
    color: $disabled; background: transparent; border: 1px solid transparent;
}
QPushButton[kind="link"] {
    padding: 3px 3px; border: 1px solid transparent; border-radius: 4px;
    background: transparent; color: $accent_line; font-weight: 400; text-decoration: underline;
}
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="link"]:pressed { color: $text; background: $held; }
QPushButton[kind="link"]:disabled {
    color: $disabled; background: transparent; border: 1px solid transparent;
}
QPushButton[kind="link"]:focus { border: 2px solid $accent_line; padding: 3px-1 3px-1; }
QPushButton[kind="token"] {
    padding: 3px 9px; border-radius: 6px; font-size: 0.92em; font-weight: 400;
}
QPushButton[kind="token"]:focus { border: 2px solid $accent_line; padding: 3px-1 9px-1; }
QPushButton[align="left"] { text-align: left; }
QPushButton[kind="danger"] { color: $err; }
QPushButton[kind="danger"]:disabled { color: $disabled; }
QPushButton[kind="toast"] {
    border: 1px solid transparent; background: transparent; color: $toast_link;
    font-weight: 600; padding: 3px 8px;
}
QPushButton[kind="toast"]:hover { background: $toast_hover; }
QPushButton[kind="toast"]:pressed { background: $toast_press; }
QPushButton[kind="toast"]:disabled { color: $toast_text; background: transparent; }
QPushButton[kind="toast"]:focus { border: 2px solid $toast_link; padding: 3px-1 8px-1; }

QAbstractScrollArea { border: 0; }
QLineEdit, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $border_strong; border-radius: 7px;
    selection-background-color: $accent_soft; selection-color: $text;
    placeholder-text-color: $placeholder;
}
QLineEdit { padding: 6px 9px; }
QLineEdit:focus { border: 2px solid $accent_line; padding: 6px-1 9px-1; }
QLineEdit:disabled { color: $disabled; background: $bg; border-color: $border; }
QLineEdit[kind="palette"], QLineEdit[kind="palette"]:focus {
    border: 0; background: transparent; padding: 6px 4px; font-size: 1.07em;
}
QPlainTextEdit, QTextEdit { padding: 5px 6px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent_line; padding: 5px-1 6px-1; }
QPlainTextEdit[kind="reading"] {
    background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 0;
}
QPlainTextEdit[kind="reading"]:focus { border: 2px solid $accent_line; padding: 0; }

QComboBox {
    outline: 0; padding: 6px 9px; border: 1px solid $border_strong;
    border-radius: 7px; background: $surface; color: $text; combobox-popup: 0;
}
QComboBox:hover { background: $hover; }
QComboBox:pressed, QComboBox:on { background: $pressed; }
QComboBox:focus { border: 2px solid $accent_line; padding: 6px-1 9px-1; }
QComboBox:disabled { color: $disabled; background: $bg; border: 1px solid $border; }
QComboBox[kind="count"] {
    padding: 0; border: 1px solid $control_edge; border-radius: 9px; color: transparent;
}
QComboBox[kind="count"]:focus { border: 2px solid $accent_line; padding: 0; }
QComboBox::drop-down { width: 28px; border: 0; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    outline: 0; background: $overlay; color: $text; border: 1px solid $border; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
    background: $accent_soft; color: $text;
}

QMenuBar { background: $bg; color: $text; border: 0; padding: 0 8px 1px 8px; }
QMenuBar::item { padding: 6px 9px; }
QMenu { background: $overlay; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:pressed { background: $accent_soft_press; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::item:disabled:selected { background: $hover; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QAbstractItemView { outline: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $text3; border-radius: 5px; margin: 1px; }
QScrollBar::handle:pressed { background: $text2; border-radius: 5px; margin: 1px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QListView[kind="rows"] {
    background: $surface; border: 1px solid $border_strong; border-radius: 7px; padding: 4px;
}
QListView[kind="rows"]:focus { border: 2px solid $accent_line; padding: 4px-1; }
QListView[kind="rows"]::item { min-height: 28px; padding: 0 8px; border-radius: 6px; }
QListView[kind="rows"]::item:hover { background: $hover; }
QListView[kind="rows"]::item:selected { background: $accent_soft; color: $text; }
QListView[kind="rows"]::item:disabled { color: $disabled; background: transparent; }

QListWidget[kind="pages"] { background: $bg; border: 0; padding: 8px; }
QListWidget[kind="pages"]::item {
    min-height: 34px; padding: 0 8px; border: 2px solid transparent; border-radius: 7px;
    color: $text2;
}
QListWidget[kind="pages"]::item:hover { background: $pressed; }
QListWidget[kind="pages"]::item:disabled { color: $disabled; background: transparent; }
QListWidget[kind="pages"]::item:selected { background: $accent_soft; color: $text; }
QListWidget[kind="pages"]::item:selected:focus { border: 2px solid $accent_line; }

QSplitter::handle { background: $border; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent_line; }
"""
