"""Procedural pictures for the stand-in: pleasant, varied, and the same for the same prompt."""
