"""The create pane: what the person asks for."""
