"""A local stand-in of the image service."""
