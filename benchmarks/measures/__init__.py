"""The measures: a module with `measure()` for each name that `nox -s bench -- NAME` accepts."""

NAMES = (
    "decoding",
    "mapping",
    "listing",
    "memory",
    "startup",
    "many_sources",
    "regenerating",
    "growth",
    "profile",
)
