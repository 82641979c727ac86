"""HTTP requests: all network I/O of this library."""
