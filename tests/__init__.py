"""The tests, the benchmarks and the packaging check. A package, so that no other package named tests shadows it."""
