"""Find what a vendor words otherwise than when it was last taken in.

`openapi.yaml` has our own words. `wording.json` keeps a short digest of each of the vendor's, to notice a change.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..documents import read_yaml
from ..shape import Place, walk
from .compare import Change
from .verdicts import Severity

FILE = "wording.json"


def words(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything in a document that is for people, by its place."""
    return {str(place): value for place, said, value in walk(document) if said == "words"}


def digests(document: Mapping[str, Any]) -> dict[str, str]:
    return {place: digest(value) for place, value in words(document).items()}


def read_digests(folder: Path) -> dict[str, str] | None:
    """Return the digests of what was taken in last; None if nothing was. Raises SpecError."""
    return read_yaml(folder / FILE) if (folder / FILE).exists() else None


def written(known: Mapping[str, str]) -> str:
    """Return the text of `wording.json`, which has an order of its own, whatever the vendor's."""
    return json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def changes(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], known: Mapping[str, str] | None, told: Iterable[Place]
) -> list[Change]:
    """Return the vendor's words that have changed, except at places that are themselves new or gone (`told`).

    Without digests, return everything that is not worded as ours.
    """
    verdict = Severity.WORDING, "the vendor words it otherwise now"
    old, new, now = words(ours), words(theirs), digests(theirs)
    known = digests(ours) if known is None else known
    inside = tuple(f"{place}{step}" for place in told for step in ".[")
    return [
        Change.of(verdict, Place((place.removeprefix("$"),)), old.get(place), new.get(place))
        for place in dict.fromkeys([*now, *known])
        if known.get(place) != now.get(place)
        and not (place in old and old[place] == new.get(place))  # worded as ours is
        and not place.startswith(inside)
    ]


def digest(value: Any) -> str:
    """Return a short digest of words."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
