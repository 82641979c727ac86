"""What a vendor's file is made of: `Source`, its base class, and the values that its methods take and return.

`docs/adding-a-vendor.md` explains it with an example. In short:

- `Source` says what a vendor's class defines, and `Capabilities` what the vendor's list can do
- `Filters`, `Position`, `Request`, `Envelope`, `VendorError` and `UnreadableError` are what the methods exchange
- `RecordReader` and `from_…` and `to_…` read the values of records
- `required_credential` and `optional_credential` are the validators of the fields `api_key` and `token`. Only these two
  fields are secret
- `vendors` and `source_class` find the vendors, also those of other distributions
"""

from ..filters import Filters
from .base import Source
from .envelope import FILTERS, Capabilities, Envelope, Position, Request, UnreadableError, VendorError
from .options import SECRETS, optional_credential, required_credential
from .parsing import RecordReader, from_milliseconds, from_seconds, from_unix, to_count, to_id, to_utc
from .plugins import built_in_class, built_in_vendors, source_class, vendors

__all__ = [
    "FILTERS",
    "SECRETS",
    "Capabilities",
    "Envelope",
    "Filters",
    "Position",
    "RecordReader",
    "Request",
    "Source",
    "UnreadableError",
    "VendorError",
    "built_in_class",
    "built_in_vendors",
    "from_milliseconds",
    "from_seconds",
    "from_unix",
    "optional_credential",
    "required_credential",
    "source_class",
    "to_count",
    "to_id",
    "to_utc",
    "vendors",
]
