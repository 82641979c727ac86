"""Compile and check many cases, in several processes."""

import multiprocessing
import sys
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from attrs import evolve, frozen

from codegen.rooms import package_name
from tests.side_by_side.cases import OperationCase, SchemaCase
from tests.side_by_side.compiling import Compiled, compile_both
from tests.side_by_side.packages import Package
from tests.side_by_side.plain import plain_name
from tests.side_by_side.reading import Outcome, check_schema
from tests.side_by_side.sending import check_operation
from tests.side_by_side.typechecking import mistyped_cases

Case = SchemaCase | OperationCase
PROCESSES = 2


@frozen
class Result:
    schemas: Sequence[Outcome]
    operations: Sequence[Outcome]

    @property
    def failures(self) -> list[Outcome]:
        return [outcome for outcome in (*self.schemas, *self.operations) if outcome.ours]

    def counts(self) -> str:
        return f"schemas: {counted(self.schemas, 'reads')}; operations: {counted(self.operations, 'sends')}"


def counted(outcomes: Sequence[Outcome], verb: str) -> str:
    plain, ours = (sum(not each.plain for each in outcomes), sum(not each.ours for each in outcomes))
    return f"{len(outcomes)} cases, plain {verb} {plain}, ours {ours}"


def run(schemas: Sequence[Case], operations: Sequence[Case], folder: Path, *, types: bool) -> Result:
    """Compile all documents with both generators, and check each case; with `types`, also with mypy."""
    cases = {f"c{number:03}": case for number, case in enumerate((*schemas, *operations))}
    compiled = compile_both({key: case.document for key, case in cases.items()}, folder / "compiled")
    outcomes = checked(cases, compiled)
    if types:
        reasonable = [key for key, case in cases.items() if not case.unreasonable]
        for key, problem in mistyped_cases(reasonable, compiled.ours).items():
            outcomes[key] = evolve(outcomes[key], ours=(*outcomes[key].ours, problem))
    found = [outcomes[key] for key in cases]
    return Result(found[: len(schemas)], found[len(schemas) :])


def checked(cases: Mapping[str, Case], compiled: Compiled) -> dict[str, Outcome]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, context, initializer=prepare, initargs=(compiled,)) as pool:
        return dict(zip(cases, pool.map(check, cases, cases.values(), repeat(compiled)), strict=True))


def prepare(compiled: Compiled) -> None:
    sys.path[:0] = [str(compiled.ours), str(compiled.plain)]
    warnings.simplefilter("ignore", SyntaxWarning)  # plain's code for constants causes it


def check(key: str, case: Case, compiled: Compiled) -> Outcome:
    plain = Package(plain_name(key), compiled.plain)
    ours = Package(package_name(key), compiled.ours)
    outcome = check_schema(case, plain, ours) if isinstance(case, SchemaCase) else check_operation(case, plain, ours)
    if said := compiled.plain_problems.get(key):
        outcome = evolve(outcome, plain=(" ".join(said.split()),))
    if said := compiled.our_problems.get(key):
        outcome = evolve(outcome, ours=(" ".join(said.split()),))
    if case.unreasonable:
        return evolve(outcome, ours=() if outcome.ours else ("works by now; it is not unreasonable",))
    return outcome
