"""Use cases: objects with signals between the window and the stores."""
