"""Tests and benchmarks. A package, because others install one of this name, and the nearer one must win."""
