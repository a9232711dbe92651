"""Data: articles, their references, abbreviations. Read it with `importlib.resources.files("seeds")`."""
