"""Keys: which commands have them, which may be chosen, and where a person changes them."""
