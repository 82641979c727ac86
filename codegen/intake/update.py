"""Compare a vendor's published documents with `specs/<vendor>/`, and merge the changes into our files."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from .. import access
from ..access import SELECTION
from ..documents import SpecError, check_valid, check_version, parse_yaml, read_yaml
from ..overlay import DOCUMENT, OVERLAY, Finding, corrected, read_overlay
from ..rooms import SPECS, relative
from ..shape import Place
from . import effects, moves, published, tables, wording
from .compare import Change, Comparison
from .merge import joined, merged
from .published import Published
from .rewrite import rewritten
from .selection import Operation, check_there, left_out, operations, read_selection, selected
from .verdicts import Kind, Severity
from .yaml_text import written


@frozen(kw_only=True)
class Update:
    """The vendor's changes, structural ones first, and our files with these changes."""

    vendor: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()
    """Problems with applying our corrections to the new document."""
    left_out: tuple[Operation, ...] = ()
    """Operations in use that the given pages do not describe. They stay as they are."""
    files: Mapping[str, str]
    """The new text of files in the vendor's folder, by file name."""

    @property
    def structural(self) -> bool:
        return any(change.severity is not Severity.WORDING for change in self.changes)

    def write(self, specs: Path = SPECS) -> list[Path]:
        """Write the files that have changed, and return their paths."""
        touched: list[Path] = []
        for name, text in self.files.items():
            path = specs / self.vendor / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                touched.append(path)
        return touched


def prepare(
    vendor: str, paths: Sequence[Path], *, specs: Path = SPECS, wanted: Sequence[Operation] = (), whole: bool = False
) -> Update:
    """Compare the files of the vendor's document with our document, and return the update. Writes nothing.

    For a new vendor, `wanted` names the operations to use (default: all). `whole=True` says that no file is truncated.
    Raises SpecError if a file is unreadable or incomplete, or if an operation in use is missing.
    """
    folder = specs / vendor
    if (folder / tables.FILE).exists():
        return _tables(vendor, folder, paths, whole=whole)
    known = (folder / DOCUMENT).exists()
    ours = read_yaml(folder / DOCUMENT) if known else {}
    listed = read_selection(folder) if (folder / SELECTION).exists() else ()
    if listed and wanted:
        raise SpecError(f"--operation is only for new vendors; edit the operations in {relative(folder / SELECTION)}")
    pages = [page for path in paths for page in published.read(path)]
    for page in pages:
        check_version(page.document, where=page.name)
    overlay = read_overlay(folder / OVERLAY) if (folder / OVERLAY).exists() else {}
    chosen = listed or operations(ours) or wanted or _all(pages)
    there = [each for page in pages for each in operations(page.document)]
    kept = left_out(chosen, ours, there) if known and all(page.part for page in pages) else ()
    theirs = _document(pages, [each for each in chosen if each not in kept], overlay, str(relative(folder / OVERLAY)))
    if not known:
        return _new(vendor, theirs, chosen, pinned=(folder / SELECTION).exists())
    return _changed(folder, theirs, overlay, [] if whole else [page.name for page in pages if not page.ends], kept)


def _all(pages: Sequence[Published]) -> list[Operation]:
    found = list(dict.fromkeys(each for page in pages for each in operations(page.document)))
    if len(found) > len(pages):
        listed = f"{', '.join(map(str, found[:20]))}{', …' if len(found) > 20 else ''}"
        raise SpecError(f"the new vendor's document has {len(found)} operations; choose with --operation: {listed}")
    return found


def _document(
    pages: Sequence[Published], chosen: Sequence[Operation], overlay: Mapping[str, Any], where: str
) -> dict[str, Any]:
    """Return the operations in use from all pages, as one document."""
    name = ", ".join(page.name for page in pages)
    check_there(chosen, [each for page in pages for each in operations(page.document)], name)
    if not chosen:
        raise SpecError(f"{name}: describes none of the operations that selection.yaml lists; pass another page")
    used = [(page, [each for each in operations(page.document) if each in chosen]) for page in pages]
    parts = [_part(page, listed, overlay) for page, listed in used if listed]
    whole = selected(merged(parts, overlay, where), chosen, name)
    _check_valid(whole, overlay, name)
    return whole


def _part(page: Published, used: Sequence[Operation], overlay: Mapping[str, Any]) -> Published:
    document = selected(page.document, used, page.name)
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError) as error:
        raise SpecError(f"{page.name}: cannot be written as JSON in UTF-8: {error}") from None
    _check_valid(document, overlay, page.name)
    return evolve(page, document=document)


def _check_valid(document: dict[str, Any], overlay: Mapping[str, Any], where: str) -> None:
    """Raise SpecError unless the document is valid, either alone or with our corrections."""
    try:
        check_valid(document, where=where)
    except SpecError:
        with contextlib.suppress(SpecError):
            return check_valid(corrected(document, overlay)[0], where=where)
        raise


_NOTE = """\
# Written by `nox -s spec_update` from {}'s documentation. The structure is the vendor's.
# Put the descriptions into your own words. Put corrections into overlay.yaml in this folder, never here.
"""
_PINNED = "# The server and credentials that the client uses, even if the vendor's document names others.\n"
_USED = "# The operations of {}'s API that we use.\noperations:\n"


def _new(vendor: str, theirs: dict[str, Any], chosen: Sequence[Operation], *, pinned: bool) -> Update:
    listed = "".join(f"  - {operation}\n" for operation in chosen)
    files = {DOCUMENT: _NOTE.format(vendor) + written(theirs), wording.FILE: wording.written(wording.digests(theirs))}
    if not pinned:
        files[SELECTION] = _PINNED + access.pins_of(theirs) + _USED.format(vendor) + listed
    everything = Change.of((Severity.COMPATIBLE, "new vendor"), Place(), after=[str(each) for each in chosen])
    return Update(vendor=vendor, changes=(everything,), files=files)


def _changed(
    folder: Path, new: dict[str, Any], overlay: Mapping[str, Any], endless: Sequence[str], kept: tuple[Operation, ...]
) -> Update:
    text, where = (folder / DOCUMENT).read_text(encoding="utf-8"), str(relative(folder / DOCUMENT))
    ours = parse_yaml(text, where)
    own = selected(ours, kept, where)
    theirs = joined(new, own)
    moved = moves.found(ours, theirs)
    at_old_places = moved.undone(theirs)
    compared = Comparison(ours, at_old_places).changes()
    structural = [*moved.changes(ours), *effects.with_overlay(compared, ours, at_old_places, overlay)]
    published.check_ends(endless, structural)
    reported = [change.place for change in structural if change.kind is not Kind.CHANGED]
    known = wording.read_digests(folder, ours)
    words = wording.changes(ours, at_old_places, known, reported)
    text = rewritten(text, theirs, moved)
    document = parse_yaml(text, where)
    if left := Comparison(document, theirs).changes():
        raise SpecError(f"{where}: cannot apply the change at {left[0].place}; edit the file by hand, and try again")
    result, findings = corrected(document, overlay)
    return Update(
        vendor=folder.name,
        changes=(*effects.pinned(structural, result, access.read_pins(folder)), *words),
        findings=tuple(findings),
        left_out=kept,
        files={DOCUMENT: text, wording.FILE: wording.written(wording.renewed(known, own, new))},
    )


def _tables(vendor: str, folder: Path, paths: Sequence[Path], *, whole: bool) -> Update:
    seen, chosen = read_yaml(folder / tables.FILE), read_selection(folder)
    pages = dict(tables.read(path) for path in paths)
    name = ", ".join(path.name for path in paths)
    check_there(chosen, list(pages), name)
    changes = [each for operation in chosen for each in tables.changes(operation, seen, pages[operation])]
    published.check_ends([] if whole else [name], changes)
    rows = seen | {str(each): tables.digests(pages[each]) for each in chosen}
    files = {tables.FILE: json.dumps(rows, indent=1, ensure_ascii=False) + "\n"}
    ordered = sorted(changes, key=lambda change: change.severity is Severity.WORDING)
    return Update(vendor=vendor, changes=tuple(ordered), files=files)
