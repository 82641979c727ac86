"""Run openapi-python-client for several clients in one process, because starting it takes most of the time.

`python -m codegen.generator` reads jobs from stdin. A job is a line of JSON with the paths `config` and `output`. The
document's path is `output` with the suffix `.json`. For each job, the command prints a line of JSON: [true if the
generator failed, messages]. The caller sets PYTHONHASHSEED for this process, to fix the order of sets in its output.
"""

# The environment for type checks does not have the generator; see pyproject.toml.
# pyright: basic, reportMissingImports=false

import contextlib
import json
import re
import sys
import traceback
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import ErrorLevel, GeneratorError

from .python_code import PythonCode
from .rooms import TEMPLATES

# Some messages contain memory addresses, which differ in each run.
_ADDRESS = re.compile(r"<openapi_python_client\S+ object at 0x[0-9a-f]+>")


def main() -> None:
    for line in sys.stdin:
        with contextlib.redirect_stdout(sys.stderr):  # because the generator prints its progress
            answer = _run(json.loads(line))
        print(json.dumps(answer), flush=True)


def _run(job: dict[str, str]) -> tuple[bool, list[str]]:
    try:
        found = _generate(job)
    except Exception as error:  # noqa: BLE001  # one client's failure must not stop the others
        where = traceback.extract_tb(error.__traceback__)[-1]
        return True, [f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {error}"]
    return any(each.level == ErrorLevel.ERROR for each in found), list(map(_text, found))


def _generate(job: dict[str, str]) -> list[Any]:
    output = Path(job["output"])
    source = output.with_suffix(".json")
    settings = ConfigFile.load_from_path(path=Path(job["config"]))
    settings.post_hooks = []  # codegen formats the code itself
    config: Any = Config.from_sources(settings, MetaType.NONE, source, "utf-8", False, output)
    data: Any = GeneratorData.from_dict(json.loads(source.read_text(encoding="utf-8")), config=config)
    if isinstance(data, GeneratorError):
        return [data]
    project: Any = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    # Cached, because compiling the templates takes 80 % of the time for a vendor.
    project.env.bytecode_cache = FileSystemBytecodeCache(str(output.parent))
    project.env.globals["code"] = PythonCode(data)
    return list(project.build())


def _text(error: Any) -> str:
    lines = [error.header, error.detail]
    if getattr(error, "data", None) is not None:
        lines.append(error.data.model_dump_json(exclude_unset=True, by_alias=True))
    return _ADDRESS.sub("…", "\n".join(line.strip() for line in lines if line))


if __name__ == "__main__":
    main()
