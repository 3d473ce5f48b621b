"""Colours, fonts, style sheet and icons: everything that makes the window look as it does."""
