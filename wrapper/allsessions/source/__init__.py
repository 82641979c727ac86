"""The building blocks for a vendor's file. `docs/adding-a-vendor.md` has an example.

`Source` is the base class of vendors. The methods of `Source` take or return `Filters`, `Position`, `Request`,
`Envelope` and `VendorError`, and can raise `UnreadableError`. `RecordReader` and the functions `from_…` and `to_…` read
the values of records. `check_success` reads the response to `end_request`. Only the fields `api_key` and `token` are
secret. `Source` validates these two fields.
"""

from ..filters import Filters
from .base import SECRETS, Source
from .envelope import FILTERS, Capabilities, Envelope, Position, Request, UnreadableError, VendorError
from .parsing import RecordReader, check_success, from_milliseconds, from_seconds, from_unix, to_utc
from .plugins import built_in_class, built_in_vendors, source_class, vendors

__all__ = ["FILTERS", "Capabilities", "Envelope", "Filters", "Position", "RecordReader", "Request", "Source"]
__all__ += ["UnreadableError", "VendorError", "from_milliseconds", "from_seconds", "from_unix", "to_utc"]
__all__ += ["SECRETS", "built_in_class", "built_in_vendors", "check_success", "source_class", "vendors"]
