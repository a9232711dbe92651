"""Bilingual lexicons from Russian, learned from parallel text: `learn` makes them, `read` looks words up."""
