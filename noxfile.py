"""The project's tasks. `nox` alone runs what must hold before a commit; `nox -l` lists the rest.

Every session makes its own environment; only the first run of one needs the network, for the packages.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "drift", "tests", "codegen_tests", "faults"]
nox.options.reuse_existing_virtualenvs = True

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")


# Without Spark, which needs Java and has a session of its own. The other tests use its Python part.
EXTRAS = "cli,dlt,export,report,simulator"
TESTS = ("tests", "contracts", "pyspark_client")

UNCLOSED = "pytest.PytestUnraisableExceptionWarning"

# On all cores, up to a number that the machine's ports and memory bear.
PARALLEL = ("-n", "auto", "--maxprocesses=8")
# All processes must give the tests the same names, and some names hold a set.
SAME_NAMES = {"PYTHONHASHSEED": "0"}

# Run by sessions of their own.
ELSEWHERE = ("--ignore=tests/codegen", "--ignore=tests/faults", "--ignore=tests/side_by_side")


def install(session: nox.Session, *groups: str, extras: str = "", constraints: str = "") -> None:
    """Install dependency groups and, with `extras` (a list, or "." for none), the project itself, editable."""
    packages = nox.project.dependency_groups(PROJECT, *groups)
    project = ["-e", f".[{extras}]" if extras != "." else "."] if extras else []
    session.install(*packages, *project, *(["-c", constraints] if constraints else []))


@nox.session
def lint(session: nox.Session) -> None:
    """Style and format of the hand-written code; -- --fix mends what can be mended."""
    install(session, "lint")
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), ".")
    session.run("ruff", "format", *([] if fix else ["--check"]), ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly: mypy over everything, pyright over what is hand-written."""
    install(session, "types", "browser", *TESTS, extras=EXTRAS)
    clients = sorted(path.parent.name for path in ROOT.glob("generated/*/py.typed"))
    packages = [
        argument for name in ["allsessions", "benchmarks", "codegen", "tests", *clients] for argument in ("-p", name)
    ]
    session.run("mypy", *packages)
    session.run("mypy", "noxfile.py")
    session.run("pyright")


@nox.session
def generate(session: nox.Session) -> None:
    """Compile specs/ into generated/; all vendors, or those after --."""
    install(session, "codegen")
    session.run("python", "-m", "codegen", "generate", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Fail if generated/ is not, byte for byte, what specs/ compile to; all vendors, or those after --."""
    install(session, "codegen")
    session.run("python", "-m", "codegen", "drift", *session.posargs)


@nox.session
def spec_update(session: nox.Session) -> None:
    """Compare what a vendor publishes with specs/VENDOR: -- VENDOR FILE…; --write takes it in, --json is for programs.

    The exit status is 0 if nothing structural has changed, 1 if something has, 2 if the files cannot be used.
    """
    install(session, "codegen")
    command = [str(Path(session.bin, "python")), "-m", "codegen", "spec_update", *session.posargs]
    # Else nox would make a 1 of the 2, and say that the session has failed.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    sys.exit(subprocess.run(command, cwd=session.invoked_from, env=environment).returncode)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests that need nothing but Python and not the generator; arguments of pytest after --."""
    install(session, *TESTS, extras=EXTRAS)
    run_tests(session, *PARALLEL, *(session.posargs or ["tests", *ELSEWHERE]))


@nox.session
def codegen_tests(session: nox.Session) -> None:
    """The tests of the code generation; arguments of pytest after --."""
    install(session, "tests", "codegen", "mypy", extras="simulator")
    run_tests(session, *PARALLEL, *(session.posargs or ["tests/codegen", "tests/side_by_side"]))


@nox.session
def side_by_side(session: nox.Session) -> None:
    """Compile the corpus with our templates and with the generator's own, and compare; -- --documents FOLDER."""
    install(session, "tests", "codegen", "mypy", extras=".")
    session.run("python", "-m", "tests.side_by_side", "--types", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """What networks, vendors and bad records can do; hostile answers, next to the unmodified generator's code."""
    install(session, "tests", "codegen", extras=".")
    run_tests(session, *PARALLEL, *(session.posargs or ["tests/faults"]))


def run_tests(session: nox.Session, *arguments: str) -> None:
    """Run tests. If the variable CI is set, keep which branches they took, for the session `coverage`."""
    if "CI" not in os.environ:  # measuring takes almost as long again
        session.run("pytest", *arguments, env=SAME_NAMES)
        return
    data = Path(session.cache_dir, "coverage", session.name).resolve()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    measuring = ["--cov", "--cov-report=", "--cov-fail-under=0"]  # `coverage` judges all of them together
    session.run("pytest", *measuring, *arguments, env={**SAME_NAMES, "COVERAGE_FILE": str(data / ".coverage")})


@nox.session
def coverage(session: nox.Session) -> None:
    """Fail if the last runs of tests, codegen_tests and faults, with CI set, left too many branches untried."""
    session.install(*nox.project.dependency_groups(PROJECT, "coverage"))
    measured = sorted(str(path.resolve()) for path in Path(session.cache_dir, "coverage").glob("*/.coverage"))
    combined = str(Path(session.cache_dir, "coverage", ".coverage").resolve())
    session.run("coverage", "combine", "--quiet", "--keep", f"--data-file={combined}", *measured)
    session.run("coverage", "report", f"--data-file={combined}")


@nox.session
def vendors(session: nox.Session) -> None:
    """Write what lists the vendors, after one has been added: the README's table, and the names in the library."""
    install(session, extras=".")
    session.run("python", "-m", "tests.vendor_lists")


@nox.session(python=nox.project.python_versions(PROJECT))
def versions(session: nox.Session) -> None:
    """The tests on every supported Python, as far as there are interpreters."""
    install(session, *TESTS, extras=EXTRAS)
    session.run("pytest", *PARALLEL, "tests", *ELSEWHERE, *session.posargs, env=SAME_NAMES)


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests with the oldest release of each dependency that pyproject.toml allows."""
    session.install("uv")
    oldest = str(Path(session.create_tmp()).resolve() / "oldest.txt")
    compiling = ["uv", "pip", "compile", "--quiet", "--no-deps", "--all-extras", "--resolution=lowest-direct"]
    session.run(*compiling, f"--output-file={oldest}", "pyproject.toml")
    install(session, *TESTS, extras=EXTRAS, constraints=oldest)
    # The oldest of what httpx stands on leave a socket to the collector, if a connection is given up in the very moment
    # in which it is made. Whether this library leaves any is what `tests` tells.
    tests = [*PARALLEL, "tests", *ELSEWHERE, "-W", f"default::{UNCLOSED}", *session.posargs]
    session.run("pytest", *tests, env=SAME_NAMES)


@nox.session
def audit(session: nox.Session) -> None:
    """Fail if a dependency of the library has a known vulnerability; tell of how many that could not be found out."""
    session.install("uv", "pip-audit>=2.9,<3")
    folder = Path(session.create_tmp()).resolve()
    newest, found = folder / "newest.txt", folder / "found.json"
    found.unlink(missing_ok=True)
    compiling = ["uv", "pip", "compile", "--quiet", "--all-extras", "--no-header", "--no-annotate"]
    session.run(*compiling, f"--output-file={newest}", "pyproject.toml")
    auditing = ["pip-audit", f"--requirement={newest}", "--no-deps", "--disable-pip", "--format=json"]
    session.run(*auditing, f"--output={found}", success_codes=[0, 1], silent=True)
    dependencies = json.loads(found.read_text())["dependencies"] if found.exists() else []
    audited = [each for each in dependencies if "vulns" in each]
    if vulnerable := [f"{each['name']} ({each['vulns'][0]['id']})" for each in audited if each["vulns"]]:
        session.error("known vulnerabilities: " + ", ".join(vulnerable))
    wanted = len(newest.read_text().splitlines())
    # Without a network it cannot be known, and that is no failure of this project.
    tell = session.log if len(audited) == wanted else session.warn
    tell(f"{len(audited)} of {wanted} dependencies could be audited; no known vulnerability in those")


@nox.session
def soak(session: nox.Session) -> None:
    """A million sessions from a server that often fails, and into each kind of file: none lost, memory bounded."""
    install(session, "tests", extras="export")
    session.run("python", "-m", "tests.soak", *session.posargs)
    session.run("python", "-m", "tests.soak.exporting", *session.posargs)


@nox.session
def bench_peers(session: nox.Session) -> None:
    """Make the generated peers of `bench`: unmodified openapi-python-client, and OpenAPI Generator (Java)."""
    install(session, "bench_peers")
    session.run("python", "-m", "benchmarks.peers.generate", str(generated_peers(session)))


@nox.session(requires=["bench_peers"])
def bench(session: nox.Session) -> None:
    """Measure beside the peers, on loopback, and write benchmarks/RESULTS.md; some minutes. -- decoding only prints."""
    install(session, "bench", extras="cli")
    # Beside this session's environment; it has what the other one was made with.
    generators = Path(session.virtualenv.location).with_name("bench_peers").resolve()
    folder = "Scripts" if os.name == "nt" else "bin"
    environment = {
        "BENCHMARKS_MADE": str(generated_peers(session)),
        "BENCHMARKS_GENERATORS": str(generators / folder / "python"),
    }
    session.run("python", "-m", "benchmarks", *session.posargs, env=environment)


def generated_peers(session: nox.Session) -> Path:
    """Where the generated peers are."""
    return Path(session.cache_dir, "benchmarks").resolve()


@nox.session
def contract(session: nox.Session) -> None:
    """Every operation against Prism, which answers from the specs and finds wrong requests. Needs Node and npm."""
    real_third_party(session, "contract")


@nox.session
def elizaos(session: nox.Session) -> None:
    """The ElizaOS client and source against a real ElizaOS server on loopback. Needs Node and npm."""
    real_third_party(session, "elizaos")


@nox.session
def browser(session: nox.Session) -> None:
    """The page of a report in a real Chromium, headless, and judged by axe-core. Needs chromium, Node and npm."""
    install(session, "tests", "browser", extras="report,simulator")
    cache = Path(session.cache_dir, "npm").resolve()
    session.run("pytest", "-m", "browser", "tests/browser", *session.posargs, env={"ALLSESSIONS_NPM_CACHE": str(cache)})


def real_third_party(session: nox.Session, name: str) -> None:
    """Run the tests of `tests/<name>`, whose npm packages are kept between runs."""
    install(session, "tests", "contracts", extras="simulator")
    cache = Path(session.cache_dir, "npm").resolve()
    session.run("pytest", "-m", name, f"tests/{name}", *session.posargs, env={"ALLSESSIONS_NPM_CACHE": str(cache)})


@nox.session
def spark(session: nox.Session) -> None:
    """The data source for Spark, on a real one with two executors on this machine. Needs Java 17 or newer."""
    install(session, "tests", extras="simulator,spark")
    tests = session.posargs or ["tests/spark", "tests/cluster"]
    session.run("pytest", *tests, env={"ALLSESSIONS_SPARK": "1"})


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it alone into an empty environment, and list with it; then with the extras."""
    session.install("build>=1.2,<2")
    folder = Path(session.create_tmp()).resolve()
    for old in folder.glob("*.whl"):
        old.unlink()
    session.run("python", "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT), silent=True)
    (built,) = folder.glob("*.whl")
    empty = folder / "empty"
    session.run("python", "-m", "venv", "--clear", str(empty))
    python = str(empty / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    check = str(ROOT / "tests" / "wheel_check.py")
    # Outside the repository, so that nothing but the wheel can be imported.
    with session.chdir(folder):
        session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
        session.run(python, "-I", "-W", "error", check, "bare", external=True)
        session.run(python, "-m", "pip", "install", "--quiet", f"{built}[{EXTRAS}]", external=True)
        session.run(python, "-I", "-W", "error", check, "extras", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site of docs/ into site/, strictly; -- serve shows it on loopback and follows what is changed."""
    session.install(*nox.project.dependency_groups(PROJECT, "docs"))
    session.run("zensical", *(session.posargs or ["build", "--clean", "--strict"]))


@nox.session
def demo(session: nox.Session) -> None:
    """Start the simulator and list the sessions of all four vendors from it."""
    session.install(".[cli,simulator]")
    session.run("allsessions", "demo", *session.posargs)
