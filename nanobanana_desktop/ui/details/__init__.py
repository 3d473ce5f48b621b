"""The details: everything that is known of the selected task, or of several together."""
