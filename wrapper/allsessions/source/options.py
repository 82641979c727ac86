"""What the options of a source may be; each that cannot be is a ConfigurationError that does not show it."""

import ipaddress
import re
from typing import TYPE_CHECKING, Any

import httpx
from attrs import Attribute

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .base import Source

SECRETS = ("api_key", "token")
"""The options that are secret, at every vendor: no other may hold one."""


def usable_url(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    """An http or https URL with a host, and nothing that a path could not follow."""
    try:
        url = httpx.URL(value)
        host = url.host  # decoded only here, and not every name can be
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{source.name}: base_url is no URL") from None
    if url.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{source.name}: base_url must begin with https:// or http:// and a host")
    if url.port is not None and not 0 < url.port < 65536:
        raise ConfigurationError(f"{source.name}: base_url has a port that there is none of")
    # httpx takes an empty query or user for none at all, but what is added to the text of the URL would become one.
    if url.userinfo or any(mark in value for mark in "?#@\\"):
        raise ConfigurationError(f"{source.name}: base_url must not hold a user, a query or a fragment")


def is_loopback(host: str) -> bool:
    """Whether what is sent to this host stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def encrypted(source: "Source", attribute: "Attribute[bool]", value: bool) -> None:
    """Whether credentials may go unencrypted to another machine; they would, and it is not said that they may."""
    url = httpx.URL(source.base_url)
    if url.scheme == "http" and source.secrets and not value and not is_loopback(url.host):
        raise ConfigurationError(
            f"{source.name}: over http, {url.host} would get the credentials unencrypted; "
            "use https, or give allow_http=True if the way there is safe"
        )


def usable_name(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    """A name that a ref can begin with."""
    if not re.fullmatch(r"[^\s:]+", value):
        raise ConfigurationError(f"{value!r}: a source's name has neither spaces nor colons (a ref is name:id)")


def at_least_one(source: "Source", attribute: "Attribute[int]", value: object) -> None:
    """A whole number, 1 or more."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigurationError(f"{source.name}: {attribute.name} must be a whole number, not {value!r}")
    if value < 1:
        raise ConfigurationError(f"{source.name}: {attribute.name} must be at least 1, not {value}")


def usable_page_size(source: "Source", attribute: "Attribute[int]", value: object) -> None:
    """A number of records that the vendor's pages can have."""
    at_least_one(source, attribute, value)
    source.check_page_size(value)


def usable_rate(source: "Source", attribute: "Attribute[str | None]", value: str | None) -> None:
    """A number of requests in a period, or None."""
    if value is not None:
        requests_and_seconds(value, source.name)


def requests_and_seconds(rate: str, name: str) -> tuple[int, float]:
    """``"100/minute"`` as 100 requests in 60.0 seconds."""
    seconds = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
    match = re.fullmatch(r"([1-9]\d*)/(second|minute|hour|day)", rate)
    if match is None:
        raise ConfigurationError(f'{name}: rate_limit is written like "100/minute", per second, minute, hour or day')
    return int(match[1]), seconds[match[2]]


def required_credential(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    """A credential that cannot be left out, and can be sent in a header; the message never shows it."""
    optional_credential(source, attribute, value or "")


def optional_credential(source: "Source", attribute: "Attribute[Any]", value: object) -> None:
    """A credential that is None or can be sent in a header; the message never shows it."""
    if value == "":
        raise ConfigurationError(f"{source.name}: no credentials; give {attribute.name}")
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"[!-~]+", value)):
        raise ConfigurationError(
            f"{source.name}: {attribute.name} has characters that no key has, such as a space or a line break"
        )


def positive_int(name: str, value: object, least: int = 1) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ConfigurationError(f"{name} must be a whole number, {least} or more, not {value!r}")
