"""What packaging/dev.py consists of: standard library only, Python 3.11 or newer."""
