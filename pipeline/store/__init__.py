"""What Audarma remembers: the only package with SQL. SQLite by default, PostgreSQL by URL, one schema for both."""

from pipeline.store.open import Store, open_store

__all__ = ["Store", "open_store"]
