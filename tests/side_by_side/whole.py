"""Complete documents of vendors, from outside the repository: compile, import, check and read their examples."""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from codegen.documents import read_yaml
from codegen.rooms import package_name
from tests.side_by_side.comparing import same
from tests.side_by_side.compiling import compile_both
from tests.side_by_side.packages import Package
from tests.side_by_side.reading import attempt, problems_of
from tests.side_by_side.typechecking import type_errors


def check_documents(folder: Path) -> bool:
    """Check every document in a folder, and print its problems. Return True if there are any."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in {".json", ".yaml", ".yml"})
    found = {path.name: problems_of(check_document, path) for path in paths}
    for name, problems in found.items():
        print(name, *(problems or ["no problem"]), sep="\n  ")
    return any(found.values())


def check_document(path: Path) -> Iterator[str]:
    document = read_yaml(path)
    key = "whole_" + re.sub(r"\W", "_", path.stem.lower())
    with tempfile.TemporaryDirectory() as scratch:
        compiled = compile_both({key: document}, Path(scratch, "compiled"))
        if key in compiled.our_problems:
            yield f"plain: {compiled.plain_problems.get(key, 'compiles')}; ours: {compiled.our_problems[key]}"
            return
        package = Package(package_name(key), compiled.ours)
        sys.path.insert(0, str(compiled.ours))
        try:
            package.import_all()
            yield from wrong_examples(document, package)
        finally:
            sys.path.remove(str(compiled.ours))
        yield from (f"mypy: {line}" for line in type_errors(compiled.ours, [package.name]))


def wrong_examples(document: dict[str, Any], package: Package) -> Iterator[str]:
    strings: Any = import_module("openapi_python_client.strings")
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        model: Any = getattr(package.models, strings.ClassName(name, "field_"), None)
        for example in [schema.get("example"), *schema.get("examples", [])]:
            if hasattr(model, "from_dict") and isinstance(example, dict):
                back, failed = attempt(lambda model=model, example=example: model.from_dict(example).to_dict())
                if failed or not same(back, example):
                    yield f"{name}: {failed or f'{json.dumps(example)[:300]} comes back as {json.dumps(back)[:300]}'}"
