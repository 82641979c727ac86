"""The vendors: one module each, named after it. What is asked of a vendor's module is in `base`."""

import pkgutil
from importlib import import_module

from ..errors import ConfigurationError
from .base import Capabilities, Source

__all__ = ["Capabilities", "Source", "source_class", "vendors"]


NO_VENDORS = frozenset({"base", "salvage"})
"""The modules here that all vendors' modules share."""


def vendors() -> list[str]:
    """Every vendor, by the word that names its module, its folder in `specs/` and its sessions."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in NO_VENDORS)


def source_class(vendor: str) -> type[Source]:
    """The class of a vendor's sources; its module, and with it the generated client, is imported now."""
    if vendor not in vendors():
        raise ConfigurationError(f"{vendor!r} is no vendor; the vendors are {', '.join(vendors())}")
    module = import_module(f".{vendor}", __name__)
    (found,) = (
        each for each in vars(module).values() if isinstance(each, type) and getattr(each, "vendor", "") == vendor
    )
    return found
