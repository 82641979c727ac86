"""Run openapi-python-client for several clients in one process, since starting it takes most of the time.

`python -m codegen.generator` reads jobs from stdin, each a line of JSON with the paths `document`, `config`, `output`
and `templates`. It answers each with a line of JSON: true if there is no client, and the generator's complaints.
It is a process of its own because PYTHONHASHSEED must be set: the order of sets shows in the output.
"""

# The generator is not installed where types are checked, see pyproject.toml.
# pyright: basic, reportMissingImports=false

import contextlib
import json
import re
import sys
import traceback
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import ErrorLevel, GeneratorError

from .python_code import PythonCode


class _Compiled(BytecodeCache):  # type: ignore[misc, unused-ignore]  # its class is not known where types are checked
    """Templates are compiled once for all vendors: that takes four fifths of the time that one vendor does."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Any) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Any) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


def main() -> None:
    """Run every job."""
    compiled = _Compiled()
    for line in sys.stdin:
        with contextlib.redirect_stdout(sys.stderr):  # the generator prints what it does
            answer = _run(json.loads(line), compiled)
        print(json.dumps(answer), flush=True)


def _run(job: dict[str, str], compiled: _Compiled) -> tuple[bool, list[str]]:
    try:
        found = _generate(job, compiled)
    except Exception as error:  # noqa: BLE001  # of one client, whatever it is
        where = traceback.extract_tb(error.__traceback__)[-1]
        return True, [f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {error}"]
    return any(each.level == ErrorLevel.ERROR for each in found), list(map(_text, found))


def _generate(job: dict[str, str], compiled: _Compiled) -> list[Any]:
    source = Path(job["document"])
    settings = ConfigFile.load_from_path(path=Path(job["config"]))
    settings.post_hooks = []  # formatting is codegen's last step
    config: Any = Config.from_sources(settings, MetaType.NONE, source, "utf-8", False, Path(job["output"]))
    data: Any = GeneratorData.from_dict(json.loads(source.read_text(encoding="utf-8")), config=config)
    if isinstance(data, GeneratorError):
        return [data]
    project: Any = Project(openapi=data, config=config, custom_template_path=Path(job["templates"]))
    project.env.bytecode_cache = compiled
    project.env.globals["code"] = PythonCode(data)
    return list(project.build())


def _text(error: Any) -> str:
    lines = [error.header, error.detail]
    if getattr(error, "data", None) is not None:
        lines.append(error.data.model_dump_json(exclude_unset=True, by_alias=True))
    # Some messages show the generator's own objects, with addresses that are others each time.
    return _ADDRESS.sub("…", "\n".join(line.strip() for line in lines if line))


_ADDRESS = re.compile(r"<openapi_python_client\S+ object at 0x[0-9a-f]+>")


if __name__ == "__main__":
    main()
