"""A package, so that `python -m tests.bench` is this one: some installed packages carry a `tests` of their own."""
