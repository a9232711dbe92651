"""Scores: lists of strings against lists of strings."""
