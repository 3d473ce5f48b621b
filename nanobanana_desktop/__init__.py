"""NanoBanana Desktop: make pictures with the Nano Banana service and keep every one of them."""

__version__ = "0.1.0"
