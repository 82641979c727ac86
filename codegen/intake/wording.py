"""Find what a vendor words otherwise than when it was last taken in.

The vendor's sentences are not kept: `openapi.yaml` says the same in our own words. What is kept, in `wording.json`, is
a short digest of each, so that a sentence that has changed is noticed: it can hold what no field of OpenAPI says.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from ..documents import SpecError, is_mapping
from ..shape import Place, walk
from .compare import Change
from .verdicts import Severity

FILE = "wording.json"


def words(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything in a document that is for people, by its place."""
    return {str(place): value for place, said, value in walk(document) if said == "words"}


def digests(document: Mapping[str, Any], known: Iterable[str] = ()) -> dict[str, str]:
    """Return a digest of each of a document's words, by its place; the places that are known keep their order."""
    now = {place: digest(value) for place, value in words(document).items()}
    return {place: now[place] for place in dict.fromkeys([*known, *now]) if place in now}


def read_digests(folder: Path) -> dict[str, str] | None:
    """Return the digests of what was taken in last; None if nothing was. Raises SpecError."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        known = None
    if not is_mapping(known):
        raise SpecError(f"{path}: not digests of words; restore the file of the last commit")
    return cast(dict[str, str], known)


def written(known: Mapping[str, str]) -> str:
    """Return the digests as they are kept."""
    return json.dumps(known, indent=1, ensure_ascii=False) + "\n"


def changes(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], known: Mapping[str, str] | None, told: Iterable[Place]
) -> list[Change]:
    """Return the vendor's words that have changed, except at places that are themselves new or gone (`told`).

    Without digests, return everything that is not worded as ours.
    """
    old, new = words(ours), words(theirs)
    known = digests(ours) if known is None else known
    now = digests(theirs)
    parts = [str(place) for place in told]
    return [
        _change(place, old.get(place), new.get(place))
        for place in dict.fromkeys([*now, *known])
        if known.get(place) != now.get(place)
        and not (place in old and old[place] == new.get(place))  # worded as ours is
        and not any(_inside(place, part) for part in parts)
    ]


def _inside(place: str, part: str) -> bool:
    return place.startswith((f"{part}.", f"{part}["))


def _change(text: str, before: Any, after: Any) -> Change:
    place = Place((text.removeprefix("$"),))
    return Change.of((Severity.WORDING, "the vendor words it otherwise now"), place, before, after)


def digest(value: Any) -> str:
    """Return a short digest of words."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
