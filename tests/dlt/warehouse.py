"""A DuckDB database that dlt loads into, and made-up sessions on the wire."""

import datetime
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import dlt
from attrs import frozen

from allsessions import Client, Source
from allsessions.dlt import SESSIONS
from allsessions.simulator import Simulator
from tests.export.made import expected

duckdb: Any = import_module("duckdb")

Rows = list[dict[str, Any]]


@frozen
class Warehouse:
    """A folder with a pipeline's working directory and a database."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def pipeline(self, name: str = "sessions", working: str = "working") -> dlt.Pipeline:
        target, state = dlt.destinations.duckdb(str(self.database)), str(self.folder / working)
        return dlt.pipeline(name, destination=target, dataset_name="avatars", pipelines_dir=state)

    def load(self, source: Any, **options: Any) -> None:
        self.pipeline().run(source, **options).raise_on_failed_jobs()

    def query(self, sql: str) -> Rows:
        with duckdb.connect(self.database) as database:
            database.execute("USE avatars")
            relation = database.sql(sql)  # older releases of duckdb return None for a statement without rows
            found: Rows = [] if relation is None else relation.to_arrow_table().to_pylist()
            return found

    def rows(self, table: str = SESSIONS) -> Rows:
        """Return the rows, without dlt's own columns."""
        return [
            {name: value for name, value in row.items() if not name.startswith("_dlt")}
            for row in self.query(f"SELECT * FROM {table}")
        ]

    def tables(self, *, dlts: bool = False) -> set[str]:
        """Return the names of the tables, with or without dlt's own."""
        with duckdb.connect(self.database) as database:
            found = database.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'avatars'").fetchall()
            return {name for (name,) in found if dlts or not name.startswith("_dlt")}

    def types(self, table: str) -> dict[str, str]:
        """Return the type of each column that is not dlt's own."""
        found = self.query(f"SELECT column_name AS name, column_type AS type FROM (DESCRIBE {table})")
        return {row["name"]: row["type"] for row in found if not row["name"].startswith("_dlt")}

    def ids(self) -> set[str]:
        rows = self.rows()
        refs = {row["ref"] for row in rows}
        assert len(refs) == len(rows)
        return refs


def by_ref(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return rows of `sessions` by ref, without `seen_at`."""
    return {row["ref"]: {name: value for name, value in row.items() if name != "seen_at"} for row in rows}


def listed(sources: Source | Iterable[Source]) -> dict[str, dict[str, Any]]:
    """Return the rows of all sessions that a client lists now, by ref."""
    with Client(sources) as client:
        return by_ref(map(expected, client.list()))


def rows_of(source: Any) -> Rows:
    """Return the rows that a dlt source yields for the table `sessions`, without a pipeline."""
    return [row for row in source if "ref" in row]


def sources_of(simulator: Simulator) -> tuple[Source, ...]:
    with Client.from_env(simulator.environment()) as client:
        return client.sources


NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def ago(**length: float) -> datetime.datetime:
    return NOW - datetime.timedelta(**length)


def iso(time: datetime.datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def konpro(id: str, status: str, created: datetime.datetime, **fields: Any) -> dict[str, Any]:
    return {"session_id": id, "status": status, "created_at": int(created.timestamp()), **fields}


def anam(id: str, created: datetime.datetime, *, ended: bool = True, **fields: Any) -> dict[str, Any]:
    end = iso(created + datetime.timedelta(minutes=3)) if ended else None
    return {"id": id, "createdAt": iso(created), "startTime": iso(created), "endTime": end, **fields}


def elizaos(id: str, created: datetime.datetime) -> dict[str, Any]:
    times = {"createdAt": iso(created), "expiresAt": iso(NOW + datetime.timedelta(hours=9))}
    return {"sessionId": id, "agentId": "a-1", "userId": "u-1", **times}
