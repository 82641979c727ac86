"""Sources from the environment, or from a file that names them, of every vendor that `sources` knows.

A vendor's secrets are in its options `api_key` and `token`. Any other option is taken for no secret.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from attrs import fields_dict

from .errors import ConfigurationError
from .source import SECRETS, Source, source_class, vendors


def sources_from_env(environment: Mapping[str, str] = os.environ) -> list[Source]:
    """Every vendor that is set: `<VENDOR>_API_KEY`, `<VENDOR>_TOKEN` (Akool), `<VENDOR>_BASE_URL`.

    A base URL alone is enough for a vendor that needs no credentials (ElizaOS). ConfigurationError if none is set, or
    one that is set cannot be used.
    """
    found = [source for vendor in vendors() if (source := _from_env(vendor, environment)) is not None]
    if not found:
        raise ConfigurationError(
            f"no vendor is set in the environment; set one or more of {', '.join(map(_least, vendors()))}"
        )
    return found


def sources_from_config(
    path: str | Path | Mapping[str, Any], environment: Mapping[str, str] = os.environ
) -> list[Source]:
    """The sources of a TOML file, or of what `tomllib` makes of it: a `[[source]]` each, with `vendor` and its options.

    Secrets stand there by the name of an environment variable only: `api_key_env`, `token_env`.
    """
    content, where = (dict(path), "config") if isinstance(path, Mapping) else (_read(Path(path)), path)
    tables = content.pop("source", None)
    if content:
        raise ConfigurationError(f"{where}: unknown: {', '.join(content)}; there is only [[source]]")
    if not isinstance(tables, list) or not tables:
        raise ConfigurationError(f"{where}: no sources; write a [[source]] for each, with vendor = …")
    return [
        _from_table(f"{where}, source {number}", table, environment)
        for number, table in enumerate(cast(list[object], tables), 1)
    ]


def _from_env(vendor: str, environment: Mapping[str, str]) -> Source | None:
    given = {name: value for name in (*SECRETS, "base_url") if (value := environment.get(_variable(vendor, name)))}
    if not given:
        return None
    kind = source_class(vendor)
    options: dict[str, Any] = {name: value for name, value in given.items() if name in fields_dict(kind)}
    if not options or (kind.needs_credentials and options.keys() == {"base_url"}):
        return None
    try:
        return kind(**options)
    except TypeError as error:
        raise ConfigurationError(f"{vendor}: the environment is not enough for it, a file may be: {error}") from None


def _variable(vendor: str, option: str) -> str:
    # What is no vendor's word, such as acme-eu, is set like this, too: then it is told that it cannot be used.
    return re.sub(r"\W", "_", f"{vendor}_{option}").upper()


def _least(vendor: str) -> str:
    try:
        needs_credentials = source_class(vendor).needs_credentials
    except ConfigurationError:
        needs_credentials = True  # where it is set, it is told why it cannot be used
    return _variable(vendor, "api_key" if needs_credentials else "base_url")


def _from_table(where: str, table: object, environment: Mapping[str, str]) -> Source:
    options = dict(cast(dict[str, Any], table)) if isinstance(table, dict) else {}
    vendor = options.pop("vendor", None)
    if not isinstance(vendor, str):
        raise ConfigurationError(f"{where}: vendor is missing; it is one of {', '.join(vendors())}")
    try:
        kind = source_class(vendor)
        return kind(**_resolved(kind, options, environment))
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None
    except TypeError as error:
        raise ConfigurationError(f"{where}: an option has the wrong type: {error}") from None


def _resolved(kind: type[Source], options: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    resolved: dict[str, Any] = {}
    known = fields_dict(kind)
    for key, value in options.items():
        name = key.removesuffix("_env")
        if name in SECRETS and name in known:
            if key == name:
                raise ConfigurationError(f"{key}: no secrets in this file; write {key}_env = the name of a variable")
            if value not in environment:
                # Somebody may have written the secret itself in its place.
                shown = repr(value) if re.fullmatch(r"[A-Z_][A-Z0-9_]*", str(value)) else "that it names"
                raise ConfigurationError(f"{key}: the environment variable {shown} is not set")
            resolved[name] = environment[value]
        elif key in known:
            resolved[key] = value
        else:
            names = ", ".join(f"{each}_env" if each in SECRETS else each for each in known)
            raise ConfigurationError(f"{key!r} is no option of {kind.vendor}; the options are {names}")
    return resolved


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from None
