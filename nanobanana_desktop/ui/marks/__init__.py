"""Editors for what a person writes on tasks: tags and notes."""
