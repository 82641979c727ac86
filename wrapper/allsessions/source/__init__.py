"""The building blocks for a vendor's file: the base class `Source`, and what its methods take, use and return.

`docs/adding-a-vendor.md` has an example. Only the fields `api_key` and `token` are secret.
"""

from ..filters import Filters
from .base import SECRETS, Source
from .envelope import FILTERS, Capabilities, Envelope, Position, Request, UnreadableError, VendorError
from .parsing import RecordReader, check_success, from_milliseconds, from_seconds, from_unix, to_utc
from .plugins import BUILT_IN, source_class, vendors

__all__ = ["BUILT_IN", "FILTERS", "SECRETS", "Capabilities", "Envelope", "Filters", "Position", "RecordReader"]
__all__ += ["Request", "Source", "UnreadableError", "VendorError", "check_success", "from_milliseconds"]
__all__ += ["from_seconds", "from_unix", "source_class", "to_utc", "vendors"]
