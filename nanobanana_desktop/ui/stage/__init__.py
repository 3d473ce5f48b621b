"""The stage: the selected picture, the state of a task, or what went wrong with it."""
