"""The project's tasks. `nox` runs the checks to pass before a commit; `nox -l` lists all sessions.

Each session creates its own environment. The first run of a session needs the network, to install packages.
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
nox.options.error_on_missing_interpreters = False  # even in CI, `versions` skips a Python that is not installed

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")


# All extras except spark, which needs Java and has its own session. The other tests use pyspark-client instead.
EXTRAS = "cli,dlt,export,report,simulator"
TESTS = ("tests", "contracts", "pyspark_client")

UNCLOSED = "pytest.PytestUnraisableExceptionWarning"

# On all cores, but limited, because each process needs ports and memory.
PARALLEL = ("-n", "auto", "--maxprocesses=8")
# Test names must be the same in all processes, and some contain a set, whose order depends on the hash seed.
SAME_NAMES = {"PYTHONHASHSEED": "0"}

# Some tests of each part, and of the features that differ between Python versions: typing, exceptions, asyncio.
SMOKE = ("tests/sources", "tests/listing", "tests/client", "tests/export", "tests/cli/test_list.py")
USE_DEPENDENCIES = ("tests/client", "tests/listing", "tests/cli", "tests/export", "tests/report", "tests/dlt")

# These tests have their own sessions.
ELSEWHERE = ("--ignore=tests/codegen", "--ignore=tests/faults", "--ignore=tests/side_by_side")


def install(session: nox.Session, *groups: str, extras: str = "", constraints: str = "") -> None:
    """Install dependency groups. If `extras` is set, also install the project in editable mode; "." means no extras."""
    packages = nox.project.dependency_groups(PROJECT, *groups)
    project = ["-e", f".[{extras}]" if extras != "." else "."] if extras else []
    session.install(*packages, *project, *(["-c", constraints] if constraints else []))


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style and format of the handwritten code; -- --fix fixes problems where possible."""
    install(session, "lint")
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), ".")
    session.run("ruff", "format", *([] if fix else ["--check"]), ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly: mypy checks all code, pyright the handwritten code."""
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
    """Compile specs/ into generated/ for all vendors, or for those after --."""
    install(session, "codegen")
    session.run("python", "-m", "codegen", "generate", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Compile specs/ again and fail if generated/ differs, for all vendors or those after --."""
    install(session, "codegen")
    session.run("python", "-m", "codegen", "drift", *session.posargs)


@nox.session
def spec_update(session: nox.Session) -> None:
    """Compare a vendor's published FILEs with specs/VENDOR: -- VENDOR FILE…; --write writes the changes into specs/.

    With --json, the report is JSON. The exit status is 0 without structural changes, 1 with some, and 2 if the files
    cannot be used.
    """
    install(session, "codegen")
    command = [str(Path(session.bin, "python")), "-m", "codegen", "spec_update", *session.posargs]
    # session.run would turn exit status 2 into 1, and report a failed session for 1.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    sys.exit(subprocess.run(command, cwd=session.invoked_from, env=environment).returncode)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests that need only Python, except codegen_tests and faults; pass arguments for pytest after --."""
    install(session, *TESTS, extras=EXTRAS)
    run_tests(session, *PARALLEL, *(session.posargs or ["tests", *ELSEWHERE]))


@nox.session
def codegen_tests(session: nox.Session) -> None:
    """Run the tests of the code generation; pass arguments for pytest after --."""
    install(session, "tests", "codegen", "mypy", extras="simulator")
    run_tests(session, *PARALLEL, *(session.posargs or ["tests/codegen", "tests/side_by_side"]))


@nox.session
def side_by_side(session: nox.Session) -> None:
    """Compare clients from our templates and the generator's templates; -- --documents FOLDER adds your documents."""
    install(session, "tests", "codegen", "mypy", extras=".")
    session.run("python", "-m", "tests.side_by_side", "--types", *session.posargs, env=SAME_NAMES)


@nox.session
def faults(session: nox.Session) -> None:
    """Test network faults, vendor faults, bad records and hostile responses."""
    install(session, "tests", extras=".")
    run_tests(session, *PARALLEL, *(session.posargs or ["tests/faults"]))


def run_tests(session: nox.Session, *arguments: str) -> None:
    """Run tests. If the variable CI is set, record branch coverage for the session `coverage`."""
    if "CI" not in os.environ:  # measuring coverage almost doubles the time
        session.run("pytest", *arguments, env=SAME_NAMES)
        return
    data = Path(session.cache_dir, "coverage", session.name).resolve()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    measuring = ["--cov", "--cov-report=", "--cov-fail-under=0"]  # the session `coverage` checks the total
    session.run("pytest", *measuring, *arguments, env={**SAME_NAMES, "COVERAGE_FILE": str(data / ".coverage")})


@nox.session
def coverage(session: nox.Session) -> None:
    """Fail if branch coverage is too low. Before this session, run tests, codegen_tests and faults with CI set."""
    session.install(*nox.project.dependency_groups(PROJECT, "coverage"))
    measured = sorted(str(path.resolve()) for path in Path(session.cache_dir, "coverage").glob("*/.coverage"))
    combined = str(Path(session.cache_dir, "coverage", ".coverage").resolve())
    session.run("coverage", "combine", "--quiet", "--keep", f"--data-file={combined}", *measured)
    session.run("coverage", "report", f"--data-file={combined}")


@nox.session
def vendors(session: nox.Session) -> None:
    """Update the lists of vendors after adding one: the README's table, and the names in the library."""
    install(session, extras=".")
    session.run("python", "-m", "tests.vendor_lists")


@nox.session(python=nox.project.python_versions(PROJECT))
def versions(session: nox.Session) -> None:
    """Run some tests of each part on every supported Python version that is installed."""
    install(session, *TESTS, extras=EXTRAS)
    session.run("pytest", *PARALLEL, *(session.posargs or SMOKE), env=SAME_NAMES)


@nox.session
def lowest(session: nox.Session) -> None:
    """Test the code that uses dependencies, with the oldest releases that pyproject.toml allows."""
    session.install("uv")
    oldest = str(Path(session.create_tmp()).resolve() / "oldest.txt")
    compiling = ["uv", "pip", "compile", "--quiet", "--no-deps", "--all-extras", "--resolution=lowest-direct"]
    session.run(*compiling, f"--output-file={oldest}", "pyproject.toml")
    install(session, *TESTS, extras=EXTRAS, constraints=oldest)
    # The oldest releases of httpx's dependencies leave a socket open if a connection is cancelled while it is being
    # opened. `tests`, with current releases, checks that this library leaves none open.
    tests = session.posargs or USE_DEPENDENCIES
    session.run("pytest", *PARALLEL, *tests, "-W", f"default::{UNCLOSED}", env=SAME_NAMES)


@nox.session
def mutation(session: nox.Session) -> None:
    """Mutate the core, and list mutations that no test detects (takes hours); -- 'allsessions.listing.*' for a part."""
    install(session, *TESTS, "mutation", extras=EXTRAS)
    folder = Path(session.create_tmp()).resolve() / "mutation"
    shutil.rmtree(folder, ignore_errors=True)
    # mutmut wants the packages in src/.
    for package in (ROOT / "wrapper" / "allsessions", *(path.parent for path in ROOT.glob("generated/*/py.typed"))):
        shutil.copytree(package, folder / "src" / package.name)
    for name in ("codegen", "specs", "tests"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    with session.chdir(folder):
        session.run("mutmut", "run", *session.posargs, env=SAME_NAMES)
        session.run("mutmut", "results")


@nox.session
def audit(session: nox.Session) -> None:
    """Fail if a dependency of the library has a known vulnerability. Report how many dependencies were checked."""
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
    # Without a network, pip-audit may check only some dependencies, or none. This is a warning, not a success.
    log = session.log if len(audited) == wanted else session.warn
    log(f"{len(audited)} of {wanted} dependencies audited; no known vulnerabilities found in them")


@nox.session
def soak(session: nox.Session) -> None:
    """List a million sessions from a server that often fails, export 100,000, and list ten thousand sources."""
    install(session, "tests", extras="export")
    session.run("python", "-m", "tests.soak", *session.posargs)


@nox.session
def bench_peers(session: nox.Session) -> None:
    """Generate clients with unmodified openapi-python-client and OpenAPI Generator (Java), for `bench`."""
    install(session, "bench_peers")
    session.run("python", "-m", "benchmarks.peers.generate", str(generated_peers(session)))


@nox.session(requires=["bench_peers"])
def bench(session: nox.Session) -> None:
    """Run the benchmarks and write benchmarks/RESULTS.md (takes minutes); -- MEASURE prints only one benchmark."""
    install(session, "bench", extras="cli")
    # The environment of `bench_peers` is next to this one, and has the generators.
    generators = Path(session.virtualenv.location).with_name("bench_peers").resolve()
    folder = "Scripts" if os.name == "nt" else "bin"
    environment = {
        "BENCHMARKS_MADE": str(generated_peers(session)),
        "BENCHMARKS_GENERATORS": str(generators / folder / "python"),
    }
    session.run("python", "-m", "benchmarks", *session.posargs, env=environment)


def generated_peers(session: nox.Session) -> Path:
    """Return the folder of the clients that `bench_peers` generates."""
    return Path(session.cache_dir, "benchmarks").resolve()


@nox.session
def contract(session: nox.Session) -> None:
    """Test every operation with Prism, which mocks the specs and rejects invalid requests. Needs Node and npm."""
    real_third_party(session, "contract")


@nox.session
def elizaos(session: nox.Session) -> None:
    """Test the ElizaOS client and source with a real ElizaOS server on loopback. Needs Node and npm."""
    real_third_party(session, "elizaos")


@nox.session
def browser(session: nox.Session) -> None:
    """Test a report's page in headless Chromium, with axe-core for accessibility. Needs Chromium, Node and npm."""
    install(session, "tests", "browser", extras="report,simulator")
    cache = Path(session.cache_dir, "npm").resolve()
    session.run("pytest", "-m", "browser", "tests/browser", *session.posargs, env={"ALLSESSIONS_NPM_CACHE": str(cache)})


def real_third_party(session: nox.Session, name: str) -> None:
    """Run the tests in `tests/<name>`, and cache their npm packages between runs."""
    install(session, "tests", "contracts", extras="simulator")
    cache = Path(session.cache_dir, "npm").resolve()
    session.run("pytest", "-m", name, f"tests/{name}", *session.posargs, env={"ALLSESSIONS_NPM_CACHE": str(cache)})


@nox.session
def spark(session: nox.Session) -> None:
    """Test the Spark data source with a real Spark and two local executors. Needs Java 17 or newer."""
    install(session, "tests", extras="simulator,spark")
    tests = session.posargs or ["tests/spark", "tests/cluster"]
    session.run("pytest", *tests, env={"ALLSESSIONS_SPARK": "1"})


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it into an empty environment, and list sessions; repeat with the extras."""
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
    # Outside the repository, where only the wheel can be imported.
    with session.chdir(folder):
        session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
        session.run(python, "-I", "-W", "error", check, "bare", external=True)
        session.run(python, "-m", "pip", "install", "--quiet", f"{built}[{EXTRAS}]", external=True)
        session.run(python, "-I", "-W", "error", check, "extras", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site into site/, strictly; -- serve shows it on loopback, with live reload."""
    session.install(*nox.project.dependency_groups(PROJECT, "docs"))
    session.run("zensical", *(session.posargs or ["build", "--clean", "--strict"]))


@nox.session
def demo(session: nox.Session) -> None:
    """Start the simulator, and list the sessions of all four vendors from it."""
    session.install(".[cli,simulator]")
    session.run("allsessions", "demo", *session.posargs)
