"""Find the sources of a command in a file or in the environment."""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import fields_dict

from allsessions import Client, ConfigurationError, Source
from allsessions.config import sources_from_env
from allsessions.source import SECRETS, source_class, vendors

from .outcome import option_of
from .terminal import print_note

if TYPE_CHECKING:
    from attrs import Attribute

LOCAL: Final = Path("allsessions.toml")

_ADVICE: Final = f"or write {LOCAL} with `allsessions init`, or pass --config; `allsessions demo` needs no account"
_COMMENTED: Final = """\
# name = {name}  # unique; each session's ref begins with it
# page_size = {page_size}
# concurrency = {concurrency}  # requests at the same time
# rate_limit = "100/minute"
"""


def user_file() -> Path:
    """Return the user's own configuration file, which may not exist."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "allsessions" / "config.toml"


def file_in_use(config: Path | None) -> Path | None:
    """Return the first of --config, allsessions.toml and, if no vendor's variable is set, the user's file; or None."""
    if config is not None or LOCAL.exists():
        return config or LOCAL
    return user_file() if not set_variables() and user_file().exists() else None


def connect(config: Path | None, *, quiet: bool = False) -> Client:
    """Return a client for the sources in the configuration file in use, or else in the environment.

    Print a note on stderr about environment variables that the file does not use. `quiet` suppresses the note.
    """
    file = file_in_use(config)
    if file is None:
        return Client(_from_env())
    client = Client.from_config(file)
    used = {value.rstrip("/") for source in client.sources for value in (source.base_url, *source.secrets)}
    unused = [name for name in set_variables() if os.environ[name].rstrip("/") not in used]
    if config is None and unused and not quiet:
        print_note(f"{file}: its sources do not use {', '.join(unused)}; add them to the file, or remove the file")
    return client


def origin_of(source: Source, file: Path | None) -> str:
    """Return the origin of a source: the configuration file, or the variables that are set for its vendor."""
    return str(file or ", ".join(name for name, vendor in set_variables().items() if vendor == source.vendor))


def set_variables() -> dict[str, str]:
    """Return the vendors' environment variables that are set, with their vendors: `{"ANAM_API_KEY": "anam"}`."""
    names = {_variable(vendor, option): vendor for vendor in vendors() for option in (*SECRETS, "base_url")}
    return {name: vendor for name, vendor in names.items() if os.environ.get(name)}


def _variable(vendor: str, option: str) -> str:
    return re.sub(r"\W", "_", f"{vendor}_{option}").upper()  # as allsessions.config names it


def choose_sources(
    client: Client, texts: Iterable[str] | None, filters: Mapping[str, Any], *, strict: bool = False
) -> list[str] | None:
    """Return the names of the sources that --source selects; None for all sources.

    If a source's sessions have no field for a filter, omit the source and print a note on stderr. If `strict` is set,
    or if no source would remain, keep all sources, and let the client raise an error for the filter.
    """
    names = _names(client, texts)
    used = {name for name, value in filters.items() if value is not None}
    unfit = {
        source.name: used & source.capabilities.unsupported_filters
        for source in client.sources
        if (names is None or source.name in names) and used & source.capabilities.unsupported_filters
    }
    fit = [name for name in names or [source.name for source in client.sources] if name not in unfit]
    if strict or not unfit or not fit:
        return names
    for name, filters_of in unfit.items():
        options = ", ".join(map(option_of, sorted(filters_of)))
        print_note(f"{name}: left out, because its sessions have no field for {options}")
    return fit


def _names(client: Client, texts: Iterable[str] | None) -> list[str] | None:
    if texts is None:
        return None
    known = {source.name for source in client.sources}  # a source's name can contain a comma
    return [name.strip() for text in texts for name in ([text] if text in known else text.split(","))]


def _from_env() -> Sequence[Source]:
    try:
        return sources_from_env()
    except ConfigurationError as error:
        raise error if set_variables() else ConfigurationError(f"{error}; {_ADVICE}") from None


def write_file(path: Path) -> None:
    """Write a configuration file with the vendors whose variables are set, and with the other vendors as comments."""
    sources = {source.vendor: source for source in _from_env()} if set_variables() else {}
    text = "\n".join(
        [
            "# The sources of allsessions. The secrets are in environment variables, which this file names.\n",
            *(_table(source_class(vendor), sources.get(vendor)) for vendor in vendors()),
        ]
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigurationError(f"{path} exists; delete it first, or write another file") from None
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from None
    print_note(f"{path}: written, with {', '.join(sources) or 'all sources as comments'}; try allsessions sources")


def _table(kind: type[Source], source: Source | None) -> str:
    known: Mapping[str, Attribute[Any]] = fields_dict(kind)
    variables = {name: _variable(kind.vendor, name) for name in SECRETS if name in known}
    lines = ["[[source]]", f'vendor = "{kind.vendor}"']
    for name, variable in variables.items():
        used = source is None or getattr(source, name) is not None
        lines.append(f'{"" if used else "# "}{name}_env = "{variable}"')
    url = kind.default_url if source is None else source.base_url
    lines.append(f"{'# ' if url == kind.default_url else ''}base_url = {json.dumps(url)}")
    options = {name: known[name].default for name in ("page_size", "concurrency")}
    text = "\n".join(lines) + "\n" + _COMMENTED.format(name=json.dumps(kind.vendor), **options)
    return text if source is not None else "".join(f"# {line}\n" for line in text.splitlines())
