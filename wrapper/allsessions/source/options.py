"""Validate options. The parameter `name` is the option's name in messages, such as "anam: page_size"."""

import contextlib
import ipaddress
import math
import re
from typing import Any

import httpx

from ..errors import ConfigurationError


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


def validate_url(name: str, value: Any) -> None:
    """Check that a value is an http or https URL to which a path can be added. The error does not show the URL."""
    with contextlib.suppress(httpx.InvalidURL, ValueError, TypeError):
        url = httpx.URL(value)
        # httpx decodes the host here, and may fail.
        usable = url.host != "" and (url.port is None or 0 < url.port < 65536)
        # Search the text, because httpx ignores the "?" in "https://host?". A path added to it would become a query.
        if usable and re.fullmatch(r"(?i:https?)://[^?#@\\]+", value):
            return
    raise ConfigurationError(f"{name} must be a URL such as https://host:8443/path, without user, query and fragment")


def is_loopback(host: str) -> bool:
    """Return True if requests to this host stay on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
