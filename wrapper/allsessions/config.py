"""Make sources from environment variables or a TOML file. Only the options `api_key` and `token` are secret."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from attrs import fields_dict

from .errors import ConfigurationError
from .source import SECRETS, Source, source_class, vendors

__all__ = ["sources_from_config", "sources_from_env"]


def sources_from_env(environment: Mapping[str, str] = os.environ) -> list[Source]:
    """Return a source for each vendor whose `<VENDOR>_API_KEY`, `<VENDOR>_TOKEN` or `<VENDOR>_BASE_URL` is set.

    For a vendor that needs credentials, the base URL alone is not enough. Raises ConfigurationError if no vendor's
    variables are set, or if a value is not valid.
    """
    sources = [_make_source(vendor, options) for vendor in vendors() if (options := _from_env(vendor, environment))]
    if not sources:
        variables = ", ".join(f"{vendor}_api_key".upper() for vendor in vendors())
        advice = f"set one or more of {variables}, or <VENDOR>_BASE_URL for a vendor that needs no credentials"
        raise ConfigurationError(f"no vendor's variables are set; {advice}")
    return sources


def sources_from_config(
    path: str | Path | Mapping[str, Any], environment: Mapping[str, str] = os.environ
) -> list[Source]:
    """Return the sources in a TOML file, or in its parsed content. Raise ConfigurationError for invalid content.

    Each `[[source]]` table has a `vendor` and the source's options. The file contains no secrets: the options
    `api_key_env` and `token_env` name the environment variables that contain them.
    """
    where = "config" if isinstance(path, Mapping) else str(path)
    try:
        content = path if isinstance(path, Mapping) else tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except TypeError:  # the error does not show the value, which can contain secrets
        raise ConfigurationError(f"expected a path or a mapping, not {type(path).__name__}") from None
    except (OSError, ValueError) as error:  # ValueError: not TOML, not UTF-8, or not a valid path
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"{where}: not a readable TOML file: {reason}") from None
    tables: list[object] | None = content.get("source")
    if content.keys() != {"source"} or not isinstance(tables, list) or not tables:
        expected = "a [[source]] table with vendor = … for each source, and no other top-level key"
        keys = ", ".join(map(str, content)) or "nothing"
        raise ConfigurationError(f"{where}: expected {expected}; found {keys}")
    return [_from_table(f"{where}, source {number}", table, environment) for number, table in enumerate(tables, 1)]


def _from_env(vendor: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the options that environment variables set; none if they are not enough for this vendor."""
    # A plugin with an invalid name, such as acme-eu, counts, too. If its variables are set, the user gets an error.
    prefix = re.sub(r"\W", "_", vendor.upper())
    values = {name: environment.get(f"{prefix}_{name.upper()}") for name in (*SECRETS, "base_url")}
    if not any(values.values()):
        return {}  # without importing the vendor's package
    kind = source_class(vendor)
    options = {name: value for name, value in values.items() if value and name in fields_dict(kind)}
    return {} if kind.needs_credentials and options.keys() == {"base_url"} else options


def _from_table(where: str, table: object, environment: Mapping[str, str]) -> Source:
    options = dict(cast(Mapping[object, Any], table)) if isinstance(table, Mapping) else {}
    vendor = options.pop("vendor", None)
    if not isinstance(vendor, str):
        raise ConfigurationError(f"{where}: vendor is missing; expected one of {', '.join(vendors())}")
    try:
        return _make_source(vendor, dict(_option(str(key), value, environment) for key, value in options.items()))
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None


def _option(key: str, value: object, environment: Mapping[str, str]) -> tuple[str, Any]:
    """Return an option's name and value. Read the value of a secret from the environment."""
    name = key.removesuffix("_env")
    if name not in SECRETS:
        return key, value
    if key == name:
        raise ConfigurationError(f"{key}: this file must not contain secrets; set {key}_env to an environment variable")
    if not isinstance(value, str) or value not in environment or not environment[value]:
        # Do not show the value: it may be the secret itself, written into the file by mistake.
        shown = repr(value) if re.fullmatch(r"[A-Z_][A-Z0-9_]*", str(value)) else "that it names"
        raise ConfigurationError(f"{key}: the environment variable {shown} is not set, or is empty")
    return name, environment[value]


def _make_source(vendor: str, options: dict[str, Any]) -> Source:
    kind = source_class(vendor)
    if unknown := options.keys() - fields_dict(kind).keys():
        names = ", ".join(f"{name}_env" if name in SECRETS else name for name in fields_dict(kind))
        raise ConfigurationError(f"unknown option {min(unknown)!r} of {vendor}; expected one of {names}")
    try:
        return kind(**options)
    except TypeError as error:  # a required option of the plugin is missing, or an option has the wrong type
        raise ConfigurationError(f"{vendor}: the options are not valid: {error}") from None
