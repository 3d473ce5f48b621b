"""What connects the window with the services: no look, no truth, only connections."""
