"""dlt's `rest_api` source, with a declared resource for each vendor. Its rows are not loaded into a database."""

from collections.abc import Iterator
from typing import Any

from dlt.extract import DltResource
from dlt.sources.rest_api import rest_api_resources

from ..serving import Sources
from . import KEY

KEY_IN_HEADER = {"type": "api_key", "name": "x-api-key", "api_key": KEY, "location": "header"}
# For each vendor: the client's settings, the endpoint's settings, and the name of the field with the identifier.
VENDORS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    # dlt stops at an empty page here, because Akool does not return the number of pages.
    "akool": (
        {"auth": KEY_IN_HEADER, "paginator": {"type": "page_number", "base_page": 1, "total_path": None}},
        {"path": "/api/open/v4/liveAvatar/session/list", "params": {"size": 100}, "data_selector": "data.result"},
        "_id",
    ),
    "anam": (
        {
            "auth": {"type": "bearer", "token": KEY},
            "paginator": {"type": "page_number", "base_page": 1, "total_path": "meta.lastPage"},
        },
        {"path": "/v1/sessions", "params": {"perPage": 100}, "data_selector": "data"},
        "id",
    ),
    "konpro": (
        {
            "auth": KEY_IN_HEADER,
            "paginator": {"type": "cursor", "cursor_path": "next_pagination_token", "cursor_param": "token"},
        },
        {"path": "/v1/streaming/sessions", "params": {"page_size": 100}, "data_selector": "data"},
        "session_id",
    ),
    "elizaos": (
        {"paginator": "single_page"},
        {"path": "/api/messaging/sessions", "data_selector": "sessions"},
        "sessionId",
    ),
}


def sessions(sources: Sources) -> Iterator[str]:
    for vendor, url in sources:
        for record in resource(vendor, url):
            yield record[VENDORS[vendor][2]]


def resource(vendor: str, url: str) -> DltResource:
    client, endpoint, _ = VENDORS[vendor]
    configuration: Any = {
        "client": {"base_url": url, **client},
        "resources": [{"name": vendor, "endpoint": endpoint}],
    }
    (found,) = rest_api_resources(configuration)
    return found
