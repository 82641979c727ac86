"""Generate clients with other generators, from our contracts: `python -m benchmarks.peers.generate FOLDER`.

nox runs this in a separate environment, because openapi-python-client needs an older typer than our command line.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

MADE = os.environ.get("BENCHMARKS_MADE", "build/benchmarks")
"""The folder of the generated peers."""


def package_name(generator: str, vendor: str) -> str:
    return f"{generator}_{vendor}"


def made_package(generator: str, vendor: str) -> str:
    """Return the name of the package that this generator wrote for the vendor, and make it importable."""
    if MADE not in sys.path:
        sys.path.append(MADE)
    return package_name(generator, vendor)


def unmodified_command(vendor: str, contract: Path, into: Path) -> list[str]:
    package = package_name("unmodified", vendor)
    config = into / f"{vendor}.yaml"
    settings = (Path("specs") / vendor / "generator.yaml").read_text(encoding="utf-8")
    config.write_text(settings.replace(f"{vendor}_client", package), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
    return [*command, f"--path={contract}", f"--config={config}", f"--output-path={into / package}"]


def openapi_generator_command(vendor: str, contract: Path, into: Path, python: str = sys.executable) -> list[str]:
    """Return the command that generates the vendor's client, without its tests and documentation."""
    command = [str(Path(python).parent / "openapi-generator-cli"), "generate", "--generator-name=python"]
    parts = ("apiTests", "modelTests", "apiDocs", "modelDocs")
    return [
        *command,
        f"--input-spec={contract}",
        f"--output={into / 'openapi_generator' / vendor}",
        f"--package-name={package_name('openapi_generator', vendor)}",
        f"--global-property={','.join(f'{part}=false' for part in parts)}",
    ]


def main() -> None:
    into = Path(sys.argv[1]).resolve()
    into.mkdir(parents=True, exist_ok=True)
    overlay, rooms = import_module("codegen.overlay"), import_module("codegen.rooms")
    for vendor in rooms.vendors():
        contract = into / f"{vendor}.json"
        contract.write_text(json.dumps(overlay.contract(vendor)), encoding="utf-8")
        for command in (unmodified_command, openapi_generator_command):
            subprocess.run(command(vendor, contract, into), check=True, capture_output=True, cwd=rooms.ROOT)
        # Link the package next to the others, so one folder on sys.path is enough.
        made = into / package_name("openapi_generator", vendor)
        made.unlink(missing_ok=True)
        made.symlink_to(into / "openapi_generator" / vendor / made.name)
        print(f"made the clients of {vendor}")


if __name__ == "__main__":
    main()
