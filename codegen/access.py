"""Read a client's server and its header for credentials from the document, because the generator ignores both.

The vendor's `selection.yaml` may pin a server and a security scheme. By default, the client uses the first of each.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import frozen

from .documents import SpecError, SpecWarning, is_mapping, list_of, mapping_of, operations, read_yaml, resolved

SELECTION = "selection.yaml"
PINS = ("server", "security", "header")
"""The pins in `selection.yaml`: the server's URL, the security scheme, and the header of the credentials."""

Pins: TypeAlias = Mapping[str, str]
_NONE: Pins = {}
_SCHEMES = "#/components/securitySchemes/"


@frozen(kw_only=True)
class Credentials:
    """A client's header for credentials.

    Attributes:
        header: The header's name.
        prefix: The word before the key or token, such as Bearer; may be empty.
        problem: Advice for the caller if the client cannot send the credentials; else empty.
    """

    header: str = "Authorization"
    prefix: str = "Bearer"
    problem: str = ""

    def __str__(self) -> str:
        sent = f"`{self.header}{': ' if self.prefix else ''}{self.prefix}`"
        return f"{sent}; {self.problem}" if self.problem else sent


def defaults(folder: Path, document: Mapping[str, Any]) -> str:
    """Return the text of the package's `defaults.py`. Raises SpecError if a pin does not match the document.

    Warn (SpecWarning) if users of the client must pass credentials or a URL themselves.
    """
    pins = read_pins(folder)
    if lost := lost_pins(document, pins):
        raise SpecError("\n".join(f"{folder / SELECTION}: {each}; update the pin" for each in lost))
    for problem in _problems(document, pins):
        warnings.warn(f"specs/{folder.name}: {problem}", SpecWarning, stacklevel=2)
    sent = credentials(document, scheme(document, pins))
    return (
        '"""The documented server, and the header for credentials."""\n\n'
        f"SERVER = {server(document, pins)!r}\nAUTH_HEADER = {sent.header!r}\nAUTH_PREFIX = {sent.prefix!r}\n"
    )


def read_pins(folder: Path) -> Pins:
    """Read the pins of a vendor's folder. Raises SpecError."""
    path = folder / SELECTION
    content = read_yaml(path) if path.exists() else {}
    pins = {name: content[name] for name in PINS if name in content}
    if wrong := [name for name, value in pins.items() if not isinstance(value, str)]:
        raise SpecError(f"{path}: {wrong[0]} must be a string")
    return pins


def pins_of(document: Mapping[str, Any]) -> str:
    """Return pins for the document's first server and security scheme, as text for `selection.yaml`."""
    name = scheme(document)
    header = str(credentials(document, name)).strip("`") if name else ""
    pins = {"server": server(document), "security": name, "header": header}
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pins.items() if value)


def lost_pins(document: Mapping[str, Any], pins: Pins) -> list[str]:
    """Return a sentence for each pin that does not match the document."""
    lost: list[str] = []
    if "server" in pins and pins["server"] not in servers(document):
        goes = f"requests would go to {server(document) or 'no server'}"
        lost.append(f"the document no longer has the pinned server {pins['server']}; {goes}")
    known = "security" not in pins or resolved({"$ref": _SCHEMES + pins["security"]}, document)
    sent = credentials(document, scheme(document, pins if known else _NONE))
    if not known:
        goes = f"credentials would be sent as {sent}"
        lost.append(f"the document no longer has the pinned scheme {pins['security']}; {goes}")
    elif "header" in pins and f"`{pins['header']}`" != str(sent):
        lost.append(f"the pinned header is `{pins['header']}`, but credentials would be sent as {sent}")
    return lost


def server(holder: Mapping[str, Any], pins: Pins = _NONE) -> str:
    """Return the URL of the server to use, with its variables filled in; empty if no server has an absolute URL."""
    absolute = (url for url in servers(holder) if url.lower().startswith(("https://", "http://")) and "{" not in url)
    return pins.get("server") or next(absolute, "")


def servers(holder: Mapping[str, Any]) -> dict[str, str]:
    """Map the URL of each server, with its variables filled in, to a text that lists their allowed values."""
    found: dict[str, str] = {}
    for each in filter(is_mapping, list_of(holder.get("servers"))):
        url, variables = str(each.get("url", "")), mapping_of(each.get("variables"))
        for name, variable in variables.items():
            url = url.replace(f"{{{name}}}", str(mapping_of(variable).get("default", "")))
        found.setdefault(url, str([variable["enum"] for variable in variables.values() if "enum" in variable]))
    return found


def scheme(document: Mapping[str, Any], pins: Pins = _NONE) -> str:
    """Return the name of the security scheme that the client uses; empty if the document requires none."""
    return pins.get("security") or next(schemes(document), "")


def schemes(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the security schemes that a document and its operations require."""
    for holder in (document, *(operation for *_, operation in operations(document))):
        yield from (name for way in list_of(holder.get("security")) for name in mapping_of(way))


def credentials(document: Mapping[str, Any], name: str) -> Credentials:
    """Return the header for the credentials of this security scheme. If the name is empty, assume a bearer token."""
    if not name:
        return Credentials()
    known = mapping_of(resolved({"$ref": _SCHEMES + name}, document))
    unknown = Credentials(problem="the document does not define this scheme; pass the credentials with headers={...}")
    return sent(known) if known else unknown


def sent(known: Mapping[str, Any]) -> Credentials:
    """Return the header for the credentials of a security scheme."""
    match known, str(known.get("scheme")).lower():
        case {"type": "apiKey", "in": "header", "name": str(header)}, _:
            return Credentials(header=header, prefix="")
        case {"type": "http"}, "basic":
            return Credentials(prefix="Basic")
        case ({"type": "oauth2" | "openIdConnect"}, _) | ({"type": "http"}, "bearer"):
            return Credentials()
        case {"type": "apiKey", "in": "query" | "cookie" as place, "name": str(key)}, _:
            argument = "params" if place == "query" else "cookies"
            return Credentials(problem=f"pass them with httpx_args={{{argument!r}: {{{key!r}: ...}}}}")
        case _:
            return Credentials(problem="pass the credentials with headers={...}")


def _problems(document: Mapping[str, Any], pins: Pins) -> Iterator[str]:
    """Yield a sentence for each credential or URL that the caller must pass."""
    name, base = scheme(document, pins), server(document, pins)
    if problem := credentials(document, name).problem:
        yield f"the client sends a bearer token, not the credentials of the security scheme {name}; {problem}"
    missing: dict[str, list[str]] = {}
    for method, path, operation in operations(document):
        ways = [set(mapping_of(way)) - {name} for way in list_of(operation.get("security", document.get("security")))]
        for other in sorted(min(ways, key=len, default=())):
            missing.setdefault(other, []).append(f"{method} {path}")
        if (own := server(operation) or server(document["paths"][path])) and own != base:
            sends_to = f"the client sends requests to {base or 'its base_url'}"
            yield f"{method} {path} is served at {own}, but {sends_to}; pass base_url"
    for other, calls in missing.items():
        sends = credentials(document, other)
        advice = sends.problem or f"pass them with headers={{{sends.header!r}: ...}}"
        yield f"{', '.join(calls)}: the client does not send the credentials of the security scheme {other} ({advice})"
