"""The embedded model: its weights, and in `recipe` how they are made."""
