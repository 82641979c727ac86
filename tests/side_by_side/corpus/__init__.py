"""The cases: schemas, most of them in YAML, and operations with their calls."""

from tests.side_by_side.cases import OperationCase, SchemaCase
from tests.side_by_side.corpus import operations, requests, schemas

SCHEMAS: tuple[SchemaCase, ...] = schemas.CASES
OPERATIONS: tuple[OperationCase, ...] = (*requests.PARAMETERS, *requests.BODIES, *operations.CASES)
