"""The cases: schemas, most of them as YAML, and operations with the calls that are made."""

from tests.side_by_side.cases import OperationCase, SchemaCase
from tests.side_by_side.corpus import operations, requests, schemas

SCHEMAS: tuple[SchemaCase, ...] = schemas.CASES
OPERATIONS: tuple[OperationCase, ...] = (*requests.PARAMETERS, *requests.BODIES, *operations.CASES)
