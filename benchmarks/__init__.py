"""Compare the cost of this library with that of other solutions: `nox -s bench` writes benchmarks/RESULTS.md."""
