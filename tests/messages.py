"""List every error message of the hand-written code: `python -m tests.messages` writes them to tests/messages.txt.

The list is a snapshot. Review it after a change. A message has the form `what: why; do this`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SNAPSHOT = Path(__file__).with_name("messages.txt")
FOLDERS = ("wrapper/allsessions", "codegen")
# Functions that create an error from a text, and functions with which a command ends.
MAKERS = {"unexpected_response", "invalid_record", "BadParameter", "fail", "error"}


def messages() -> str:
    """Return all messages, grouped by file."""
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix(): dict.fromkeys(in_file(path)) for path in files}
    return "\n".join(f"{name}\n" + "".join(f"  {text}\n" for text in each) for name, each in found.items() if each)


def in_file(path: Path) -> Iterator[str]:
    """Yield the messages of a file in their order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]:
        named: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and makes_an_error(node):
                for argument in node.args:
                    values = named.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]
                    yield from (text for value in values for text in texts(value) if " " in text)


def makes_an_error(call: ast.Call) -> bool:
    """Check that a call creates an error, by the name of the called function."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name.endswith("Error") or name in MAKERS


def texts(value: ast.expr) -> Iterator[str]:
    """Yield the texts of an expression, with `{…}` for each inserted value."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(getattr(part, 'value', part))}}}"
            for part in value.values
        )
    elif isinstance(value, ast.IfExp):
        yield from texts(value.body)
        yield from texts(value.orelse)
    elif isinstance(value, ast.BinOp):
        yield " + ".join([*texts(value.left), *texts(value.right)])


if __name__ == "__main__":
    SNAPSHOT.write_text(messages(), encoding="utf-8")
