"""Check the built wheel in an environment without other packages: `nox -s wheel` runs this file there.

Usage: python -I tests/wheel_check.py bare|extras
"""

import http.server
import importlib.util
import json
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path

OPTIONAL = ["typer", "rich", "pyarrow", "duckdb", "dlt", "altair", "vl_convert", "pyspark", "starlette", "uvicorn"]
OPTIONAL += ["xlsxwriter", "openapi_python_client", "pytest"]


class ElizaOsHandler(http.server.BaseHTTPRequestHandler):
    """Answers as an ElizaOS server with one session."""

    def do_GET(self) -> None:
        body = json.dumps({"sessions": [{"sessionId": "s-1", "timeRemaining": 1}], "total": 1}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, to keep stderr empty."""


def bare() -> None:
    """Without any extra, the library lists sessions, and the command names the missing extra."""
    assert not [name for name in OPTIONAL if importlib.util.find_spec(name)]
    from allsessions import Client, ElizaOS

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), ElizaOsHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with Client(ElizaOS(base_url=f"http://127.0.0.1:{server.server_port}")) as client:
                assert [session.ref for session in client.list()] == ["elizaos:s-1"]
        finally:
            server.shutdown()
            thread.join()
    done = subprocess.run([_command(), "list"], capture_output=True, text=True)
    assert done.returncode == 2, done
    assert "allsessions[cli]" in done.stderr, done


def extras() -> None:
    """With the extras, the command lists all four vendors, and the library writes every kind of file."""
    done = subprocess.run([_command(), "demo"], capture_output=True, text=True)
    assert done.returncode == 0, done
    assert all(vendor in done.stdout for vendor in ("akool", "anam", "konpro", "elizaos")), done
    from allsessions import ElizaOS
    from allsessions.dlt import sessions
    from allsessions.export import ENDINGS, write

    with tempfile.TemporaryDirectory() as folder:
        for ending in ENDINGS:
            assert write([], Path(folder, f"none{ending}")).path.exists()
        from allsessions.report import write as write_report

        # A report needs files from the wheel that are not Python: template, style and script.
        assert "<script>" in write_report([], Path(folder, "none.html")).path.read_text(encoding="utf-8")
    assert list(sessions(ElizaOS(base_url="http://127.0.0.1:9")).resources) == ["elizaos"]


def _command() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "allsessions")


if __name__ == "__main__":
    {"bare": bare, "extras": extras}[sys.argv[1]]()
    print(f"{sys.argv[1]}: the wheel works in {sys.prefix}")
