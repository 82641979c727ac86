"""What it costs to list sessions, beside what people would use instead: `nox -s bench`, and benchmarks/RESULTS.md."""
