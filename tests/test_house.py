"""The layout: the same vendors everywhere, imports in one direction, and no unnecessary import.

Covered: files and imports (a failed test lists all violations), and the sizes of the core.
Not covered: the behaviour of the code.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from openapi_spec_validator import validate

import allsessions
from allsessions import Source
from allsessions.source import BUILT_IN, source_class
from codegen.documents import read_yaml
from codegen.rooms import GENERATED, ROOT, SPECS, package_name

from .vendor_lists import WRITTEN

WRAPPER = ROOT / "wrapper"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLIENTS = {package_name(vendor) for vendor in BUILT_IN}
WRAPPED = WRAPPER / "allsessions"
PARTS = sorted(PROJECT["optional-dependencies"])
"""The optional folders. Each has its own extra."""
PUBLIC = ["allsessions", "allsessions.config", "allsessions.privacy", "allsessions.source"]
PUBLIC += ["allsessions.export.files"]
"""The modules that all code may import from, including the optional folders."""
VOCABULARY = {"errors", "filters", "session"}
LAYERS = {
    "privacy": set[str](),
    "errors": {"privacy"},
    "session": {"errors", "privacy"},
    "filters": {"errors", "session"},
    "source": VOCABULARY,
    "vendors": {*VOCABULARY, "source"},
    "config": {"errors", "source"},
    "http": {*VOCABULARY, "privacy", "source"},
    "listing": {*VOCABULARY, "privacy", "source", "http"},
    "loop_thread": set[str](),
}
"""The modules and folders of the core that each one may import. Those not listed may import all but `vendors`."""
PUBLIC_NAMES = WRAPPED / "__init__.py"
REGISTRY = WRAPPED / "source" / "plugins.py"
"""The module that finds the files in the folder `vendors`."""

MODULES = {"vl-convert-python": "vl_convert"}
"""The import names of distributions whose own name differs."""

DOCUMENTS = {"openapi.yaml", "overlay.yaml", "generator.yaml", "selection.yaml", "wording.json"}


def distributions(requirements: Iterable[str]) -> set[str]:
    names = [requirement.partition(">")[0].partition("[")[0] for requirement in requirements]
    return {MODULES.get(name, name) for name in names}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path, root: Path) -> Iterator[str]:
    """Yield the full names of all imports in a module below `root`, at the top and inside functions."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{each.name}" for each in node.names)


def ours(path: Path) -> set[str]:
    """Return the library's modules and folders that a module imports, without its own folder."""
    names = imports(path, WRAPPER)
    parts = [name.split(".")[1] for name in names if name.startswith("allsessions.")]
    return {*parts} - {room(path), "__version__"}


def room(path: Path) -> str:
    """Return the name of a module's top-level folder in the library, or of the module itself if it is in none."""
    return path.relative_to(WRAPPED).parts[0].removesuffix(".py")


def core() -> list[Path]:
    """Return the modules of the library without the optional folders. `__main__.py` belongs to the command line."""
    return [path for path in modules(WRAPPED) if room(path) not in [*PARTS, "__main__"]]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def roots(path: Path, root: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    return {name.partition(".")[0] for name in imports(path, root)}


# The same vendors everywhere


def test_documents_packages_and_sources_are_of_the_same_vendors() -> None:
    assert sorted(path.name for path in SPECS.iterdir() if path.is_dir() and path.name != "templates") == [*BUILT_IN]
    assert sorted(CLIENTS) == sorted(path.name for path in GENERATED.iterdir() if path.is_dir())


def test_the_lists_of_vendors_are_up_to_date() -> None:
    assert [str(path) for path, written in WRITTEN.items() if written(text := path.read_text("utf-8")) != text] == []


def test_a_vendor_has_its_documents_and_a_valid_one_of_its_own() -> None:
    for vendor in BUILT_IN:
        # For a vendor that publishes tables, tables.json replaces wording.json.
        names = {path.name for path in (SPECS / vendor).iterdir()}
        assert {"wording.json" if name == "tables.json" else name for name in names} == DOCUMENTS, vendor
        validate(read_yaml(SPECS / vendor / "openapi.yaml"))


def test_a_vendors_class_is_public_and_has_the_documented_server() -> None:
    for vendor in BUILT_IN:
        source = source_class(vendor)
        assert issubclass(source, Source)
        assert (source.vendor, source.__module__) == (vendor, f"allsessions.vendors.{vendor}")
        assert source.__name__.lower() == vendor
        assert source.__name__ in allsessions.__all__
        assert getattr(allsessions, source.__name__) is source
        assert source.default_url == import_module(f"{package_name(vendor)}.defaults").SERVER


def test_a_folder_is_of_the_core_or_has_an_extra() -> None:
    folders = {path.parent.name for path in WRAPPED.glob("*/__init__.py")}
    assert folders == {*PARTS, "http", "listing", "privacy", "source", "vendors"}


# What an import costs


def imported_by(code: str) -> set[str]:
    """Return the modules that are loaded when a program with this code ends."""
    program = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_the_library_imports_no_vendor() -> None:
    optional = distributions(name for extra in PROJECT["optional-dependencies"].values() for name in extra)
    # The program forbids these imports. Checking afterwards would fail, because httpx imports rich if it is installed.
    forbidden = dict.fromkeys(sorted(optional | {"codegen"}))
    # The program uses the names, because the library imports each name on first use.
    using = "from allsessions import AsyncClient, Capabilities, Client, IncompleteListingError, Page, Session, Source"
    using += "; from allsessions import session_schema; session_schema()"
    assert not imported_by(f"sys.modules.update({forbidden}); {using}") & CLIENTS


def test_what_is_not_needed_yet_is_not_imported() -> None:
    show_help = "sys.argv = ['allsessions', '--help']; from allsessions.cli import main; main()"
    for code, unneeded in (("import allsessions", {"attr"}), (show_help, {"rich.console"})):
        found = imported_by(code)
        assert "allsessions" in found
        assert not found & {"asyncio", "httpx", *unneeded}


def test_using_a_vendor_imports_no_other_vendors_client() -> None:
    for vendor in BUILT_IN:
        found = imported_by(f"from allsessions import {source_class(vendor).__name__}")
        assert found & CLIENTS == {package_name(vendor)}


def test_every_package_that_is_imported_is_a_declared_dependency() -> None:
    extras = PROJECT["optional-dependencies"].values()
    declared = distributions([*PROJECT["dependencies"], *(name for extra in extras for name in extra)])
    imported = {name for path in modules(WRAPPER) for name in roots(path, WRAPPER)}
    assert imported <= declared | CLIENTS | {"allsessions"} | sys.stdlib_module_names


# Data flows one way: specs, codegen, generated, wrapper


def test_code_generation_knows_neither_clients_nor_wrapper() -> None:
    found = {path: roots(path, ROOT) & {*CLIENTS, "allsessions"} for path in modules(ROOT / "codegen")}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_generated_client_needs_httpx_attrs_and_msgspec_alone() -> None:
    for package in CLIENTS:
        imported = {name for path in modules(GENERATED / package) for name in roots(path, GENERATED)}
        assert imported <= {package, "httpx", "attrs", "msgspec"} | sys.stdlib_module_names, package


def test_only_a_vendors_own_file_knows_its_client() -> None:
    own = {path: {package_name(path.stem)} if path.parent.name == "vendors" else set() for path in modules(WRAPPER)}
    assert [path for path in own if roots(path, WRAPPER) & CLIENTS - own[path]] == []


def test_a_layer_of_the_core_imports_only_what_is_below_it() -> None:
    rooms, wrong = {room(each) for each in core()}, dict[Path, set[str]]()
    for path in core():
        # `__init__.py` exports the vendors' classes. Apart from it, only the registry imports vendors.
        further = {REGISTRY: {"vendors"}, PUBLIC_NAMES: {"vendors", "export"}}.get(path, set[str]())
        wrong[path] = ours(path) - LAYERS.get(room(path), rooms - {"vendors"}) - further
    assert {path: names for path, names in wrong.items() if names} == {}


PURE = {"abc", "collections", "contextlib", "datetime", "functools", "ipaddress", "json", "math", "re"}
PURE |= {"types", "typing", "uuid", "attrs", "httpx", "msgspec", "allsessions", *CLIENTS}


def test_a_source_does_no_io() -> None:
    for path in [*modules(WRAPPED / "source"), *modules(WRAPPED / "vendors")]:
        finding = {"importlib", "logging", "pkgutil", "sys"} if path == REGISTRY else set[str]()
        assert roots(path, WRAPPER) <= PURE | finding, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), path
            called = node.func if isinstance(node, ast.Call) else None
            assert not isinstance(called, ast.Name) or called.id not in {"open", "print", "input"}, path


# It stays small


def test_the_core_has_at_most_2830_lines_of_which_listing_600() -> None:
    counts = {path: lines(path) for path in core() if room(path) != "vendors"}  # vendors' files have their own limit
    assert sum(counts.values()) <= 2830
    assert sum(count for path, count in counts.items() if room(path) == "listing") <= 600


def test_a_vendors_file_has_at_most_150_lines() -> None:
    assert {vendor for vendor in BUILT_IN if lines(WRAPPED / "vendors" / f"{vendor}.py") > 150} == set()


# The optional folders


def offered(module: str) -> list[str]:
    """Return the names in a module's `__all__`, without importing the module, whose extra may not be installed."""
    path = WRAPPER.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    lists = [
        node.value
        for node in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AugAssign) and "__all__" in ast.unparse(node).partition("=")[0]
    ]
    return [name for each in lists for name in ast.literal_eval(each)]


def test_an_optional_folder_imports_only_what_is_public() -> None:
    public = {
        f"{each}.{name}" for each in [*PUBLIC, *(f"allsessions.{part}" for part in PARTS)] for name in offered(each)
    }
    for part in PARTS:
        own = f"allsessions.{part}."
        names = {name for path in modules(WRAPPED / part) for name in imports(path, WRAPPER)}
        assert {name for name in names if name.startswith("allsessions.") and not name.startswith(own)} <= public, part
