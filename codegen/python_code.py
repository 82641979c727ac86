"""Write Python code for the templates: the types of values, and the shapes (`_shapes.py`) that read them from JSON.

This runs inside the generator. A `prop` is the generator's object for a field or a body; its `template` shows its kind.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

RESERVED = frozenset(
    {"additional_keys", "additional_properties", "from_dict", "from_json", "invalid_fields", "to_dict", "to_multipart"}
)
"""The names of the methods and fields of the base class Model. An API's field with such a name gets an underscore."""

# Extensions of a schema, in which `prepare.py` stores information that the generator ignores.
TAGS = "x-allsessions-tags"
"""For each union of this schema with others: the discriminator's field, and the values that stand for this schema."""
SECRETS = "x-allsessions-secrets"
"""The names of the fields with `format: password`."""
_PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "None": "null", "Any": "anything"}


class PythonCode:
    """The code for the models and endpoints of one document."""

    def __init__(self, data: Any) -> None:
        self._models = {model.class_info.name: model for model in data.models}
        self._names = {each.class_info.name for each in (*data.models, *data.enums)}
        endpoints = [each for tagged in data.endpoint_collections_by_tag.values() for each in tagged.endpoints]
        self._sent = self._reachable(body.prop for each in endpoints for body in each.bodies)
        self._received = self._reachable(response.prop for each in endpoints for response in each.responses)

    def _reachable(self, properties: Iterable[Any]) -> frozenset[str]:
        found: set[str] = set()
        waiting = [name for each in properties for name in _models_in(each)]
        while waiting:
            if (name := waiting.pop()) not in found and name in self._models:
                found.add(name)
                waiting += [inner for each in fields(self._models[name], extra=True) for inner in _models_in(each)]
        return frozenset(found)

    def fields(self, model: Any) -> list[Any]:
        """Return a model's fields in the order of its constructor's arguments, required arguments first."""
        return sorted(fields(model), key=lambda each: self.default(model, each) is not None)

    def attribute(self, model: Any, prop: Any) -> str:
        """Return the attribute name for a field."""
        name, others = str(prop.python_name), {each.python_name for each in fields(model)}
        while name in RESERVED or (name != prop.python_name and name in others):
            name += "_"
        return name

    def ours(self, name: str, endpoint: Any = None) -> str:
        """Return the local name for an imported name, with an underscore if a schema has the same name.

        In an endpoint, only imported schemas count, because the generator uses names such as Unset unchanged there.
        """
        taken = self._names
        if endpoint is not None:
            taken = {each.split()[-1] for each in endpoint.relative_imports if "...models." in each}
        return f"_{name}" if name in taken else name

    def imported(self, *names: str, endpoint: Any = None) -> str:
        """Return the names for an import statement."""
        pairs = ((name, self.ours(name, endpoint)) for name in names)
        return ", ".join(name if ours == name else f"{name} as {ours}" for name, ours in pairs)

    def default(self, model: Any, prop: Any) -> str | None:
        """Return a field's default as code; None if the field is a required argument of a model for requests."""
        if prop.default is not None:
            return str(prop.default.python_code.as_unembedded_code())
        return None if prop.required and model.class_info.name in self._sent else self.ours("UNSET")

    def annotation(self, model: Any, prop: Any) -> str:
        """Return a field's type. It always allows None and UNSET, except in a model that is used only in requests."""
        name = model.class_info.name
        null = ["None"] if name not in self._sent or name in self._received else []
        unset = [self.ours("Unset")] if null or not prop.required else []
        return self._union([*self.types(prop), *null, *unset])

    def extra(self, model: Any) -> str:
        """Return the type of undocumented fields, in quotes if it names models."""
        prop = _extra(model)
        extra = self.ours("Any") if prop is None else self._union([*self.types(prop), "None"])
        return f'"{extra}"' if prop is not None and any(_models_in(prop)) else extra

    def _union(self, types: list[str]) -> str:
        if self.ours("Any") in types:
            return self.ours("Any")
        return " | ".join(dict.fromkeys([each for each in types if each not in ("None", self.ours("Unset"))] + types))

    def types(self, prop: Any) -> list[str]:
        """Return the types of a value, including str for a string that does not match its format."""
        return self._types_and_shape(prop)[0]

    def shape(self, prop: Any, *, nullable: bool = True) -> str:
        """Return the shape of a value; with `nullable=False`, without null."""
        return self._types_and_shape(prop, nullable=nullable)[1]

    def _types_and_shape(self, prop: Any, *, nullable: bool = True) -> tuple[list[str], str]:
        match kind := _kind(prop):
            case "uuid":
                return [self.ours("UUID"), "str"], "shape.uuid"
            case "datetime" | "date":
                return [f"datetime.{kind}", "str"], f"shape.{kind}"
            case "file":
                return [self.ours("File"), "str"], "shape.string"
            case "enum":
                return [prop.class_info.name, prop.value_type.__name__], f"shape.enum({prop.class_info.name})"
            case "literal_enum":
                values = ", ".join(map(repr, sorted(prop.values)))
                return [prop.class_info.name, prop.value_type.__name__], f"shape.literal({values})"
            case "const":
                type_, value = type(prop.value.raw_value).__name__, prop.value.python_code.as_unembedded_code()
                literal = [] if type_ == "float" else [f"{self.ours('Literal')}[{value}]"]
                return [*literal, type_], f"shape.literal({value})"
            case "list":
                types, shape = self._types_and_shape(prop.inner_property)
                return [f"list[{self._union(types)}]"], f"shape.list_of({shape})"
            case "model":
                return [str(prop.class_info.name)], f'shape.model("{prop.class_info.name}")'
            case "union":
                types = [each for inner in prop.inner_properties for each in self.types(inner)]
                return types, self._shape_of_union(prop, nullable=nullable)
            case _:
                return [self.ours("Any") if _plain(prop) == "Any" else _plain(prop)], f"shape.{_PLAIN[_plain(prop)]}"

    def _shape_of_union(self, prop: Any, *, nullable: bool) -> str:
        shapes = [self.shape(inner) for inner in prop.inner_properties]
        if not nullable:
            shapes = [each for each in shapes if each != "shape.null"] or shapes
        return shapes[0] if len(shapes) == 1 else f"shape.one_of({', '.join([*shapes, *self._tags(prop, shapes)])})"

    def _tags(self, prop: Any, shapes: list[str]) -> Iterator[str]:
        members = [inner for inner in prop.inner_properties if _kind(inner) == "model"]
        tags: list[dict[str, Any]] = [_extension(inner.data, TAGS) for inner in members]
        same = (union for union in (tags[0] if tags else ()) if all(union in each for each in tags))
        if union := next((union for union in same if len(union.split()) == len(members)), ""):
            values = {
                value: shapes.index(self.shape(inner))
                for inner, each in zip(members, tags, strict=True)
                for value in each[union]["values"]
            }
            yield f"by={json.dumps(tags[0][union]['by'], ensure_ascii=False)}"
            yield f"tags={json.dumps(values, ensure_ascii=False)}"

    def extra_shape(self, model: Any) -> str:
        """Return the shape of undocumented fields."""
        prop = _extra(model)
        return "shape.anything" if prop is None else self.shape(prop, nullable=False)

    def required(self, model: Any) -> list[str]:
        """Return the names of the fields that the document requires."""
        return sorted(str(prop.name.get_untrusted_value()) for prop in model.required_properties)

    def is_secret(self, model: Any, prop: Any) -> bool:
        """Check that a field has `format: password`."""
        return prop.name.get_untrusted_value() in _extension(model.data, SECRETS)

    def answer(self, response: Any) -> str:
        """Return the shape of a response body, as code; "None" for no body."""
        without = {"response.text": "text", "response.content": "octets", "None": "None"}
        return without.get(response.source["attribute"]) or self.shape(response.prop)

    def body_type(self, prop: Any) -> str:
        """Return the type of a request body. The client chooses among several documented bodies with `isinstance`."""
        match _kind(prop):
            case "union":
                return " | ".join(dict.fromkeys(self.body_type(inner) for inner in prop.inner_properties))
            case "list":
                return "list"
            case "literal_enum" | "const":
                return str(self.types(prop)[-1])
            case "float":
                return "int | float"
            case _:
                return "object" if _plain(prop) == "Any" else _plain(prop)


def fields(model: Any, *, extra: bool = False) -> list[Any]:
    """Return a model's fields, required ones first; with `extra`, also the schema of undocumented fields, if any."""
    named: list[Any] = [*(model.required_properties or []), *(model.optional_properties or [])]
    return [*named, *filter(None, [_extra(model)])] if extra else named


def _extra(model: Any) -> Any:
    return model.additional_properties if hasattr(model.additional_properties, "template") else None


def _kind(prop: Any) -> str:
    return str(prop.template.split("_property")[0])


def _plain(prop: Any) -> str:
    return str(prop.get_base_type_string().as_unembedded_code())


def _models_in(prop: Any) -> Iterator[str]:
    """Yield the names of the models in a value's type, without the models inside these models."""
    if _kind(prop) == "model":
        yield str(prop.class_info.name)
    for inner in (*getattr(prop, "inner_properties", ()), *filter(None, [getattr(prop, "inner_property", None)])):
        yield from _models_in(inner)


def _extension(schema: Any, name: str) -> Any:
    extra: dict[str, Any] = schema.model_extra or {}
    return extra.get(name, {})
