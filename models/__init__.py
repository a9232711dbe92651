"""Engines that translate lists of strings, and the catalogue of models they run. Knows nothing about articles."""
