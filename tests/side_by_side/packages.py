"""A compiled package, used through its public names."""

import io
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import fields, frozen, has

from tests.side_by_side.cases import Make


@frozen
class Package:
    name: str
    folder: Path

    def module(self, path: str = "") -> Any:
        return import_module(f"{self.name}.{path}" if path else self.name)

    @property
    def models(self) -> Any:
        return self.module("models")

    def import_all(self) -> None:
        for path in sorted((self.folder / self.name).rglob("*.py")):
            parts = path.relative_to(self.folder).with_suffix("").parts
            import_module(".".join(part for part in parts if part != "__init__"))

    def make(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.make(item) for item in value]
        if not isinstance(value, Make):
            return value
        given = {name: self.make(each) for name, each in (value.fields or {}).items()}
        if value.class_name == "File":
            return self.module("types").File(**{**given, "payload": io.BytesIO(given["payload"])})
        found = getattr(self.models, value.class_name)
        if value.fields is not None:
            return found(**given)
        return found(value.payload) if issubclass(found, Enum) else found.from_dict(value.payload)


def is_model(value: object) -> bool:
    return has(type(value)) and hasattr(value, "to_dict")


def is_unset(value: object) -> bool:
    return type(value).__name__ == "Unset"


def attributes(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in attribute_names(type(value))}


def attribute_names(model: type) -> list[str]:
    ours = {"additional_properties", "invalid_fields"}
    return [each.name for each in fields(model) if each.init and each.name not in ours]


def additional(model: Any) -> dict[str, Any]:
    """Return a model's undocumented fields."""
    found = getattr(model, "additional_properties", {})
    return found if isinstance(found, dict) else {}


def models_within(value: Any) -> Iterator[Any]:
    if is_model(value):
        yield value
        value = [*attributes(value).values(), *additional(value).values()]
    for each in value if isinstance(value, list) else ():
        yield from models_within(each)
