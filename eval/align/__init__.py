"""Aligning an article with its translation when people made it: sentences merged, split, left out, added."""
