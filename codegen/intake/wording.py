"""Find changes in a vendor's wording since the last version that we merged.

`openapi.yaml` has our own wording. `wording.json` stores short digests of the vendor's wording, to detect changes.
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
    """Return all words in a document, such as descriptions and examples, by their place."""
    return {str(place): value for place, said, value in walk(document) if said == "words"}


def digests(document: Mapping[str, Any]) -> dict[str, str]:
    return {place: digest(value) for place, value in words(document).items()}


def renewed(known: Mapping[str, str], kept: Mapping[str, Any], described: Mapping[str, Any]) -> dict[str, str]:
    """Return new digests for the parts that the vendor's pages describe, and the known digests for our other parts."""
    ours = words({name: kept.get(name, {}) for name in ("paths", "components")})
    return {place: each for place, each in known.items() if place in ours} | digests(described)


def read_digests(folder: Path, ours: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests in `wording.json`; if this file is missing, those of our document. Raises SpecError."""
    return read_yaml(folder / FILE) if (folder / FILE).exists() else digests(ours)


def written(known: Mapping[str, str]) -> str:
    """Return the text of `wording.json`, sorted by place, so the vendor's order does not affect it."""
    return json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def changes(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], known: Mapping[str, str], reported: Iterable[Place]
) -> list[Change]:
    """Return the changes in the vendor's wording, except in parts that are new or gone.

    Args:
        ours: Our document.
        theirs: The vendor's document.
        known: The digests of the vendor's last known wording.
        reported: The places of the parts that are new or gone.
    """
    verdict = Severity.WORDING, "the vendor changed the wording"
    old, new, now = words(ours), words(theirs), digests(theirs)
    inside = tuple(f"{place}{step}" for place in reported for step in ".[")
    return [
        Change.of(verdict, Place((place.removeprefix("$"),)), old.get(place), new.get(place))
        for place in dict.fromkeys([*now, *known])
        if known.get(place) != now.get(place)
        and not (place in old and old[place] == new.get(place))  # unless the vendor's wording equals ours
        and not place.startswith(inside)
    ]


def digest(value: Any) -> str:
    """Return a short digest of words."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
