"""The resources of `dlt_rest_api`, each in a thread of dlt's pool: dlt's way to read several resources at once."""

from collections.abc import Iterator
from typing import Any

import dlt

from ..serving import Sources
from .dlt_rest_api import VENDORS, resource

IDENTIFIERS = [identifier for _, _, identifier in VENDORS.values()]


def sessions(sources: Sources) -> Iterator[str]:
    for record in every(sources):
        yield next(record[name] for name in IDENTIFIERS if name in record)


@dlt.source
def every(sources: Sources) -> Any:
    return [resource(vendor, url).parallelize() for vendor, url in sources]
