"""The viewer: a window of its own, for another screen, with the picture that is selected."""
