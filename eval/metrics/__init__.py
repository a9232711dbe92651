"""Metrics: one module each, lists of strings in, one figure out, with its recipe and the figure of every segment."""
