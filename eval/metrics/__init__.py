"""Metrics: one module each, lists of values in, one figure out."""
