"""The committed clients bear the marks of having been generated here, from what is in specs/."""

from __future__ import annotations

import hashlib
import re

import pytest

from codegen.rooms import GENERATED, SPECS, files, package_name, vendors

each_vendor = pytest.mark.parametrize("vendor", vendors())


def texts(vendor: str) -> dict[str, str]:
    package = GENERATED / package_name(vendor)
    return {name: content.decode() for name, content in files(package).items()}


@each_vendor
def test_every_module_carries_the_header(vendor: str) -> None:
    header = (
        f"# Generated from specs/{vendor} by `nox -s generate -- {vendor}`. Not to be edited: see CONTRIBUTING.md.\n"
    )
    assert [name for name, text in texts(vendor).items() if not text.startswith(header)] == ["py.typed"]


@each_vendor
def test_the_package_names_the_documents_that_it_was_made_from(vendor: str) -> None:
    named = dict(re.findall(rf"^# specs/{vendor}/(.+): sha256 (\w+)$", texts(vendor)["__init__.py"], re.MULTILINE))
    documents = ("openapi.yaml", "overlay.yaml")
    assert named == {name: hashlib.sha256((SPECS / vendor / name).read_bytes()).hexdigest() for name in documents}


@each_vendor
def test_no_module_knows_the_machine_it_was_made_on(vendor: str) -> None:
    paths = re.compile(r"(?<![\w.])/(tmp|home|root|var|Users|work)/|[A-Z]:\\")
    assert [name for name, text in texts(vendor).items() if paths.search(text)] == []
