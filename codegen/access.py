"""Decide where a client sends requests and how it sends credentials. The generator ignores both.

The vendor's `selection.yaml` may pin a server and a security scheme. Without a pin, the document's first one counts.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from .documents import SpecError, SpecWarning, is_mapping, list_of, mapping_of, operations, read_yaml
from .shape import resolved

SELECTION = "selection.yaml"
PINS = ("server", "security", "header")


@frozen(kw_only=True)
class Pins:
    """A vendor's pins: the server's URL, the security scheme, and the header. Empty if not pinned."""

    server: str = ""
    security: str = ""
    header: str = ""


@frozen(kw_only=True)
class Credentials:
    """The header of the credentials, and the prefix in it. `problem` says what the caller has to do."""

    header: str = "Authorization"
    prefix: str = "Bearer"
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.header}: {self.prefix}" if self.prefix else self.header


def defaults(folder: Path, document: Mapping[str, Any]) -> str:
    """Return the text of the package's `defaults.py`; warns (SpecWarning) of credentials that the caller must send.

    Args:
        folder: The vendor's folder, for its pins.
        document: The contract.

    Raises SpecError only if the document does not have what the folder pins.
    """
    pins = read_pins(folder)
    if lost := lost_pins(document, pins):
        raise SpecError("\n".join(f"{folder / SELECTION}: {each}; decide, and change the pin" for each in lost))
    for problem in _problems(document, pins):
        warnings.warn(f"specs/{folder.name}: {problem}", SpecWarning, stacklevel=2)
    sent = credentials(document, scheme(document, pins))
    return (
        '"""Where the API answers and how it is told who asks, as the document says."""\n\n'
        f"SERVER = {server(document, pins)!r}\nAUTH_HEADER = {sent.header!r}\nAUTH_PREFIX = {sent.prefix!r}\n"
    )


def read_pins(folder: Path) -> Pins:
    """Read the pins of a vendor's folder. Raises SpecError."""
    path = folder / SELECTION
    content = read_yaml(path) if path.exists() else {}
    pins = {name: content[name] for name in PINS if name in content}
    if wrong := [name for name, value in pins.items() if not isinstance(value, str)]:
        raise SpecError(f"{path}: {wrong[0]} is not a text")
    return Pins(**pins)


def pins_of(document: Mapping[str, Any]) -> str:
    """Return the pins of what the document says now, as they are written in `selection.yaml`."""
    name = scheme(document)
    pins = {"server": server(document), "security": name, "header": str(credentials(document, name)) if name else ""}
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pins.items() if value)


def lost_pins(document: Mapping[str, Any], pins: Pins) -> list[str]:
    """Return a sentence for each pin that the document does not have."""
    lost: list[str] = []
    if pins.server and pins.server not in _urls(document):
        lost.append(f"the pinned server {pins.server} is gone; requests would go to {server(document) or 'no server'}")
    name = scheme(document, pins)
    sent = credentials(document, name)
    if pins.security and name not in _schemes(document):
        sent = credentials(document, scheme(document))
        lost.append(f"the pinned scheme {name} is gone; credentials would be sent as `{sent}`")
    elif pins.header and pins.header != str(sent):
        lost.append(f"the pinned header is `{pins.header}`; credentials would be sent as `{sent}`")
    return lost


def server(holder: Mapping[str, Any], pins: Pins = Pins()) -> str:
    """Return the URL that requests go to, with its variables filled in; empty if there is no absolute one."""
    absolute = (url for url in _urls(holder) if url.lower().startswith(("https://", "http://")) and "{" not in url)
    return pins.server or next(absolute, "")


def _urls(holder: Mapping[str, Any]) -> Iterator[str]:
    """Yield the URL of each server, with its variables filled in."""
    for each in filter(is_mapping, list_of(holder.get("servers"))):
        url = str(each.get("url", ""))
        for name, variable in mapping_of(each.get("variables")).items():
            url = url.replace(f"{{{name}}}", str(mapping_of(variable).get("default", "")))
        yield url


def scheme(document: Mapping[str, Any], pins: Pins = Pins()) -> str:
    """Return the name of the security scheme that the client sends; empty if nothing asks for one."""
    asked = [document, *(operation for *_, operation in operations(document))]
    names = (name for holder in asked for way in list_of(holder.get("security")) for name in mapping_of(way))
    return pins.security or next(names, "")


def credentials(document: Mapping[str, Any], name: str) -> Credentials:
    """Return how the client sends the credentials of a security scheme; as a bearer token if nothing is known."""
    known = resolved(_schemes(document).get(name), document)
    http = str(mapping_of(known).get("scheme")).lower()
    match known:
        case {"type": "apiKey", "in": "header", "name": str(header)}:
            return Credentials(header=header, prefix="")
        case {"type": "http"} if http == "basic":
            return Credentials(prefix="Basic")
        case {"type": "oauth2" | "openIdConnect"}:
            return Credentials()
        case {"type": "http"} if http == "bearer":
            return Credentials()
        case {"type": "apiKey", "in": "query", "name": str(key)}:
            return Credentials(problem=f"pass it with httpx_args={{'params': {{{key!r}: ...}}}}")
        case {"type": "apiKey", "in": "cookie", "name": str(key)}:
            return Credentials(problem=f"pass it with httpx_args={{'cookies': {{{key!r}: ...}}}}")
        case _:
            unknown = "" if known else "the document does not define it; "
            return Credentials(problem=f"{unknown}pass what it needs with headers={{...}}" if name else "")


def _problems(document: Mapping[str, Any], pins: Pins) -> Iterator[str]:
    """Yield what the client does not do itself, and what the caller has to do."""
    name, base = scheme(document, pins), server(document, pins)
    if problem := credentials(document, name).problem:
        yield f"the client cannot send the security scheme {name}, and sends a bearer token; {problem}"
    missing: dict[tuple[str, ...], list[str]] = {}
    for method, path, operation in operations(document):
        called = f"{method} {path}"
        ways = [set(mapping_of(way)) - {name} for way in list_of(operation.get("security", document.get("security")))]
        others = tuple(sorted(min(ways, key=len, default=())))
        if others:
            missing.setdefault(others, []).append(called)
        if (own := server(operation) or server(document["paths"][path])) and own != base:
            yield f"{called} is served at {own}, and the client sends to {base or 'its base_url'}; pass base_url"
    for names, calls in missing.items():
        listed = ", ".join(calls[:5]) + (f" and {len(calls) - 5} more" if len(calls) > 5 else "")
        needed = " and ".join(_advice(document, each) for each in names)
        yield f"{listed}: the client does not send {needed}"


def _advice(document: Mapping[str, Any], name: str) -> str:
    sent = credentials(document, name)
    return f"the security scheme {name} ({sent.problem or f'pass it with headers={{{sent.header!r}: ...}}'})"


def _schemes(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping_of(mapping_of(document.get("components")).get("securitySchemes"))
