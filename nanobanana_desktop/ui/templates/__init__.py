"""Prompt templates beside the form: kept, found, filled in."""
