"""The cases, by theme."""

from tests.side_by_side.cases import OperationCase, SchemaCase
from tests.side_by_side.corpus import (
    answers,
    bodies,
    composition,
    enums,
    layout,
    maps,
    names,
    parameters,
    products,
    recursion,
    scalars,
    unions,
)

SCHEMAS: tuple[SchemaCase, ...] = (
    *maps.CASES,
    *scalars.CASES,
    *enums.CASES,
    *unions.CASES,
    *recursion.CASES,
    *composition.CASES,
    *names.CASES,
    *products.CASES,
)
OPERATIONS: tuple[OperationCase, ...] = (
    *parameters.CASES,
    *bodies.CASES,
    *answers.CASES,
    *layout.CASES,
    *products.OPERATIONS,
)
