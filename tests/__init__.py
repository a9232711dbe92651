"""Tests and benchmarks. A package by name, because spylls installs a `tests` of its own that would be found first."""
