"""Whatever an object of an API holds, its model gives it back, and every attribute is of its annotated type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clients.contracts import CLIENTS
from tests.side_by_side.drawing import spoiled
from tests.side_by_side.reading import not_kept


def models() -> dict[str, tuple[Any, dict[str, Any], dict[str, Any]]]:
    """Each model that is called like its schema, the schema, and the document, by the names of vendor and model."""
    return {
        f"{client}-{model.__name__}": (model, schemas[model.__name__], client.document)
        for client in CLIENTS
        for schemas in [client.document["components"]["schemas"]]
        for model in client.models
        if model.__name__ in schemas and hasattr(model, "from_dict")
    }


MODELS = models()


def test_every_vendor_has_models_called_like_schemas() -> None:
    assert {name.partition("-")[0] for name in MODELS} == {str(client) for client in CLIENTS}


@pytest.mark.parametrize(("model", "schema", "document"), MODELS.values(), ids=MODELS)
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_any_object_is_given_back_as_it_came(
    model: Any, schema: dict[str, Any], document: dict[str, Any], data: st.DataObject
) -> None:
    payload = data.draw(spoiled(document, schema))
    assert list(not_kept(model.from_dict(payload), payload)) == []
