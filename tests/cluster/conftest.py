"""A real Spark on this machine: a master, and two executors with a core each, which are processes of their own.

The tests need Java, so pytest collects them only in `nox -s spark`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from allsessions.simulator import KEY

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

collect_ignore_glob = [] if "ALLSESSIONS_SPARK" in os.environ else ["*"]

VARIABLE = "ONLY_EXECUTORS_HAVE_IT"
"""The environment variable with the key, which only the executors have."""

VENDORS = ("akool", "anam", "konpro", "elizaos")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spark's working directory, with its log of plans and events."""
    folder = tmp_path_factory.mktemp("spark")
    (folder / "events").mkdir()
    return folder


@pytest.fixture(scope="session")
def spark(folder: Path) -> Iterator[SparkSession]:
    """A session with the registered format, whose executors have the key."""
    import pyspark
    from pyspark.sql import SparkSession

    from allsessions.spark import register

    home = str(Path(str(pyspark.__file__)).parent)
    variables = {"SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    settings: dict[str, str | int | float | bool | None] = {
        "spark.ui.enabled": "false",
        "spark.executor.memory": "512m",
        f"spark.executorEnv.{VARIABLE}": KEY,
        # The log contains the settings. Spark redacts the values of settings with such a name.
        "spark.redaction.regex": f"(?i)secret|password|token|{VARIABLE}",
        # A failed task must not be retried.
        "spark.task.maxFailures": "1",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": (folder / "events").as_uri(),
        "spark.eventLog.compress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "America/St_Johns",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "local"),
        "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in variables.items():
            patch.setenv(name, value)
        builder = SparkSession.builder.master("local-cluster[2,1,512]").appName("allsessions")
        session = builder.config(map=settings).getOrCreate()
        try:
            register(session)
            yield session
        finally:
            session.stop()


Load = Callable[..., "DataFrame"]


@pytest.fixture
def load(spark: SparkSession, tmp_path: Path) -> Load:
    def load(tables: list[Mapping[str, Any]], **options: Any) -> DataFrame:
        reader = spark.read.format("allsessions").option("config", written(tables, tmp_path))
        return reader.options(**options).load()

    return load


def keyed(table: Mapping[str, Any]) -> dict[str, Any]:
    """The source's table, with the variable of the key if the vendor needs a key."""
    return {**({} if table["vendor"] == "elizaos" else {"api_key_env": VARIABLE}), **table}


def written(tables: list[Mapping[str, Any]], folder: Path) -> str:
    file = folder / "allsessions.toml"
    lines = [line for each in tables for line in ("[[source]]", *(f"{k} = {v!r}" for k, v in keyed(each).items()))]
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)
