"""The measures, each a module with `measure()`, by the names that `nox -s bench -- NAME` takes."""

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
