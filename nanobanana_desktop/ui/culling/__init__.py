"""Sorting out: one picture after the other, kept or put into the bin, carried out at the end."""
