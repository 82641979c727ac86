"""What a vendor publishes now, held against `specs/<vendor>/`, and taken in."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ..documents import SpecError, check_valid, check_version, parse_yaml, read_yaml
from ..overlay import Finding, actions, corrected
from ..rooms import SPECS, relative
from ..shape import Place, walk
from . import moves, published, wording
from .compare import Change, Comparison
from .ending import looks_cut_off
from .merge import merged
from .published import Published
from .rewrite import rewritten, written
from .selection import FILE, Operation, Selection, check_there, operations, read_selection, selected
from .verdicts import Kind, Severity

_OVERLAY, _DOCUMENT = "overlay.yaml", "openapi.yaml"


@frozen(kw_only=True)
class Update:
    """What the vendor has changed, and our files as they are with it taken in.

    Attributes:
        vendor: Whose it is.
        changes: Each difference, structural ones first.
        findings: What is to be said of our corrections, made to the new document.
        files: The text of each file of the vendor's folder that would be written, by its name.
    """

    vendor: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, str]

    @property
    def structural(self) -> bool:
        """Whether the vendor promises anything otherwise."""
        return any(change.severity is not Severity.WORDING for change in self.changes)

    def write(self, specs: Path = SPECS) -> list[Path]:
        """Write the files that come out otherwise than they are there, each at once, and give their paths."""
        touched: list[Path] = []
        for name, text in self.files.items():
            path = specs / self.vendor / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                aside = path.with_name(f".{name}.new")
                aside.write_text(text, encoding="utf-8", newline="\n")
                aside.replace(path)
                touched.append(path)
        return touched


def prepare(
    vendor: str,
    paths: Sequence[Path],
    *,
    specs: Path = SPECS,
    wanted: Sequence[Operation] = (),
    whole: bool = False,
) -> Update:
    """Read what the vendor publishes in these files, and compare. Writes nothing.

    Args:
        vendor: The vendor; a new one gets a folder of its own.
        paths: Pages or documents, all that make up the vendor's document.
        specs: Where the vendors' folders are.
        wanted: For a new vendor, the operations to take in; all that are in the files unless given.
        whole: Take files for whole that look as if they were cut off.

    Raises SpecError where a file cannot be read as a whole, or lacks what is in use.
    """
    folder = specs / vendor
    known = (folder / _DOCUMENT).exists()
    selection = read_selection(folder) if (folder / FILE).exists() else None
    if selection and wanted:
        raise SpecError(f"{relative(folder / FILE)} says which operations are in use; change it there")
    if known and selection is None:
        selection = Selection(operations=tuple(operations(read_yaml(folder / _DOCUMENT))))
    pages = [page for path in paths for page in published.read(path, selection.tables if selection else None)]
    for page in pages:
        check_version(page.document, where=page.name)
    chosen = selection.operations if selection else tuple(wanted) or _all(pages)
    overlay = read_yaml(folder / _OVERLAY) if (folder / _OVERLAY).exists() else {}
    theirs = _document(pages, chosen, overlay, str(relative(folder / _OVERLAY)))
    if not known:
        return _new(vendor, theirs, chosen, selection)
    return _changed(vendor, folder, theirs, overlay, [] if whole else pages)


def _all(pages: Sequence[Published]) -> tuple[Operation, ...]:
    found = tuple(dict.fromkeys(each for page in pages for each in operations(page.document)))
    if len(found) > len(pages):
        listed = ", ".join(map(str, found[:20])) + (", …" if len(found) > 20 else "")
        raise SpecError(
            f"a new vendor, and {len(found)} operations: name those to take in by --operation; there: {listed}"
        )
    return found


def _document(
    pages: Sequence[Published], chosen: Sequence[Operation], overlay: Mapping[str, Any], where: str
) -> dict[str, Any]:
    """The part of the pages that is in use, as one document."""
    name = ", ".join(page.name for page in pages)
    check_there(chosen, [each for page in pages for each in operations(page.document)], name)
    if not chosen:
        raise SpecError(f"{name}: no operation is in it")
    parts = [
        _part(page, used) for page in pages if (used := [each for each in operations(page.document) if each in chosen])
    ]
    whole = selected(merged(parts, overlay, where), chosen, name)
    if len(parts) > 1:
        check_valid(whole, where=name)
    return whole


def _part(page: Published, used: Sequence[Operation]) -> Published:
    """What is used of a page. Checked before it is compared, which needs everything to be of the right type."""
    document = selected(page.document, used, page.name)
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError) as error:
        raise SpecError(f"{page.name}: has what cannot be written as JSON in UTF-8: {error}") from None
    check_valid(document, where=page.name)
    return Published(name=page.name, document=document, end=page.end)


def _new(vendor: str, theirs: dict[str, Any], chosen: Sequence[Operation], selection: Selection | None) -> Update:
    note = (
        f"# From {vendor}'s documentation, as taken in by `nox -s spec_update`. The structure is the vendor's, and\n"
        "# stays so; the wording is to be ours. Corrections are made in overlay.yaml beside this file, never here.\n"
    )
    listed = "".join(f"  - {operation}\n" for operation in chosen)
    files = {
        _DOCUMENT: note + written(theirs),
        wording.FILE: wording.written(wording.digests(theirs)),
    }
    if selection is None:
        files[FILE] = f"# Which of {vendor}'s operations are taken in, by `nox -s spec_update`.\noperations:\n{listed}"
    everything = Change(
        place=Place(),
        kind=Kind.NEW,
        severity=Severity.COMPATIBLE,
        why="a vendor is new",
        after=[str(each) for each in chosen],
    )
    return Update(vendor=vendor, changes=(everything,), findings=(), files=files)


def _changed(
    vendor: str, folder: Path, theirs: dict[str, Any], overlay: Mapping[str, Any], pages: Sequence[Published]
) -> Update:
    text = (folder / _DOCUMENT).read_text(encoding="utf-8")
    ours = read_yaml(folder / _DOCUMENT)
    moved = moves.found(ours, theirs)
    at_old_places = moves.undone(theirs, moved)
    structural = [*moves.changes(moved), *Comparison(ours, at_old_places).changes()]
    for page in pages:
        _check_end(page, ours, structural)
    told = [change.place for change in structural if change.kind is not Kind.CHANGED]
    words = wording.changes(ours, at_old_places, wording.read_digests(folder), told)
    text = rewritten(moves.made(text, moved), theirs)
    _check_result(text, theirs, str(relative(folder / _DOCUMENT)))
    return Update(
        vendor=vendor,
        changes=(*structural, *words),
        findings=(*corrected(parse_yaml(text, _DOCUMENT), overlay)[1], *_overlaps(ours, overlay, structural)),
        files={_DOCUMENT: text, wording.FILE: wording.written(wording.digests(theirs))},
    )


def _check_end(page: Published, ours: Mapping[str, Any], changes: Sequence[Change]) -> None:
    """SpecError if what is gone stood where the file ends, and nothing shows that it was to end there."""
    if looks_cut_off(page, ours, changes):
        raise SpecError(
            f"{page.name}: what is gone stood at the end, and nothing shows that the file is whole; fetch it again, "
            "or give --whole if it is"
        )


def _check_result(text: str, theirs: dict[str, Any], where: str) -> None:
    document = parse_yaml(text, where)
    if left := Comparison(document, theirs).changes():
        raise SpecError(f"{where}: the change at {left[0].place} could not be taken in; make it by hand, and try again")
    check_valid(document, where=where)


def _overlaps(ours: dict[str, Any], overlay: Mapping[str, Any], changes: Sequence[Change]) -> list[Finding]:
    """Our own additions that the vendor documents now, too."""
    new = {change.place.steps: change for change in changes if change.kind is Kind.NEW}
    found: list[Finding] = []
    for number, action in enumerate(actions(overlay) if new else [], start=1):
        before = _places(ours)
        ours, _ = corrected(ours, {"actions": [action]})
        for steps in sorted(new.keys() & (_places(ours) - before)):
            problem = f"adds {new[steps].place}, which the vendor documents now; compare, and drop what is not needed"
            found.append(Finding(action=number, target=str(action["target"]), problem=problem, fatal=False))
    return found


def _places(document: Mapping[str, Any]) -> set[tuple[str, ...]]:
    return {place.steps[:length] for place, _, _ in walk(document) for length in range(1, len(place.steps) + 1)}
