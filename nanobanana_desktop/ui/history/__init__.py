"""The history pane: every task so far, newest first, the active ones on top."""
