"""Validate options. The parameter `name` is the option's name in messages, such as "anam: page_size"."""

import ipaddress
import math
import re
from typing import TYPE_CHECKING, cast

import httpx

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .base import Source

SECRETS = ("api_key", "token")
"""The names of the secret options, for all vendors."""


def validate(source: "Source", *_: object) -> None:
    """Check all options of a source. An attrs validator."""
    name, allow_http = cast(object, source.name), cast(object, source.allow_http)
    if not isinstance(name, str) or not re.fullmatch(r"[^\s:]+", name):  # a session's ref has a colon after the name
        raise ConfigurationError(f"{source.vendor}: name must be text without spaces or colons, not {name!r}")
    validate_url(f"{name}: base_url", source.base_url)
    positive_int(f"{name}: page_size", source.page_size, most=source.largest_page or math.inf)
    positive_int(f"{name}: concurrency", source.concurrency)
    if source.rate_limit is not None:
        parse_rate(f"{name}: rate_limit", source.rate_limit)
    if not isinstance(allow_http, bool):
        raise ConfigurationError(f"{name}: allow_http must be True or False, not {allow_http!r}")
    if source.capabilities.paging == "token" and source.next_field is None:
        raise ConfigurationError(f"{name}: the class lacks next_field, so an incomplete list could look complete")
    validate_credentials(source)


def positive_int(name: str, value: object, least: int = 1, most: float = math.inf) -> None:
    """Check that a value is a whole number from `least` to `most`. True and False are not valid."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        expected = f", {least} or more" if most == math.inf else f" from {least} to {most}"
        raise ConfigurationError(f"{name} must be a whole number{expected}, not {value!r}")


def positive_seconds(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ConfigurationError(f"{name} must be a number of seconds greater than 0, not {value!r}")


def parse_rate(name: str, value: object) -> tuple[int, float]:
    """Return a rate's number of requests and number of seconds, such as (100, 60.0) for ``"100/minute"``."""
    periods = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
    match = re.fullmatch(r"([1-9][0-9]*)/(second|minute|hour|day)", value) if isinstance(value, str) else None
    if match is None:
        raise ConfigurationError(f'{name} must be text such as "100/minute" (per second, minute, hour or day)')
    return int(match[1]), periods[match[2]]


def validate_url(name: str, value: object) -> None:
    """Check that a value is an http or https URL to which a path can be added. The error does not show the URL."""
    try:
        url = httpx.URL(cast(str, value))
        # httpx decodes the host here, and may fail.
        usable = url.host != "" and (url.port is None or 0 < url.port < 65536)
    except (httpx.InvalidURL, ValueError, TypeError):
        usable = False
    # Search the text, because httpx ignores the "?" in "https://host?". A path added to it would become a query.
    if not usable or not isinstance(value, str) or not re.fullmatch(r"(?i:https?)://[^?#@\\]+", value):
        expected = "a URL such as https://example.com:8443/path, without a user, a query or a fragment"
        raise ConfigurationError(f"{name} must be {expected}")


def is_loopback(host: str) -> bool:
    """Return True if requests to this host stay on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def validate_credentials(source: "Source") -> None:
    """Check that required credentials are set, and that an HTTP header can contain them.

    Credentials leave this machine only over https, unless `allow_http` is set. The errors do not show credentials.
    """
    given = {name: getattr(source, name) for name in SECRETS if hasattr(source, name)}
    if "" in given.values() or (source.needs_credentials and not source.secrets):
        raise ConfigurationError(f"{source.name}: no credentials; set {' or '.join(given)}")
    for name, value in given.items():
        if value is not None and not (isinstance(value, str) and re.fullmatch(r"[!-~]+", value)):
            raise ConfigurationError(f"{source.name}: {name} must be ASCII text without spaces or line breaks")
    url = httpx.URL(source.base_url)
    if url.scheme == "http" and source.secrets and not source.allow_http and not is_loopback(url.host):
        advice = "use https, or set allow_http=True if the network is safe"
        raise ConfigurationError(f"{source.name}: http would send the credentials to {url.host} unencrypted; {advice}")
