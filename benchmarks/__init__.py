"""Compare the cost of listing sessions with that of alternatives: `nox -s bench` writes benchmarks/RESULTS.md."""
